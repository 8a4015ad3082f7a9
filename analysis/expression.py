"""Numbers of a run, one per replicate, each with the text that says how it comes about.

`series("frontier")[openness="closed"].highest("origin").at("2025-12")` does both: called with a run it gives the
numbers, as text it reads `frontier[openness=closed], highest over origin, 2025-12`.
"""

from __future__ import annotations

from typing import Callable

import numpy as np
import xarray as xr

from analysis.reader import NotRecorded, Run, text, within

Labels = str | list[str]


class Expression:
    def __init__(self, words: str, value: Callable[[Run], xr.DataArray]) -> None:
        self.words, self.value = words, value

    def __str__(self) -> str:
        return self.words

    def __call__(self, run: Run) -> xr.DataArray:
        return self.value(run)

    def then(self, words: str, step: Callable[[xr.DataArray], xr.DataArray]) -> Expression:
        return Expression(self.words + words, lambda run: step(self.value(run)))

    def sel(self, **labels: Labels) -> Expression:
        """One place on each axis named, or the sum of those of several that there are."""
        chosen = ",".join(f"{axis}={label if isinstance(label, str) else '+'.join(label)}"
                          for axis, label in labels.items())
        many = [axis for axis, label in labels.items() if not isinstance(label, str)]

        def those(values: xr.DataArray) -> xr.DataArray:
            found = {axis: label if axis not in many else [one for one in label if one in values[axis]] or label
                     for axis, label in labels.items()}
            return values.sel(found).sum(many)

        return self.then(f"[{chosen}]", those)

    def total(self, *axes: str) -> Expression:
        return self.then(f", total over {' and '.join(axes)}", lambda values: values.sum(list(axes)))

    def highest(self, axis: str) -> Expression:
        return self.then(f", highest over {axis}", lambda values: values.max(axis))

    def at(self, month: str) -> Expression:
        return self.then(f", {month}", lambda values: within(values, month, month).isel(time=-1))

    def mean(self, first: str, last: str) -> Expression:
        return self.then(f", mean of {first} to {last}", lambda values: within(values, first, last).mean("time"))

    def sum(self, first: str, last: str) -> Expression:
        return self.then(f", sum of {first} to {last}", lambda values: within(values, first, last).sum("time"))

    def made_in(self, origin: str) -> Expression:
        """Lines of firms of a region, all together."""
        def lines_of(run: Run) -> xr.DataArray:
            if "line_firm" not in run.data or "firm_region" not in run.data:
                raise NotRecorded("the makers of lines are not in the file")
            homes = {text(firm): text(home) for firm, home in zip(run.data.firm.values, run.data.firm_region.values)}
            chosen = [homes[text(firm)] == origin for firm in run.data.line_firm.values]
            return self.value(run).isel(line=np.flatnonzero(chosen)).sum("line")

        return Expression(f"{self.words}, lines made in {origin}", lines_of)

    def __truediv__(self, other: Expression) -> Expression:
        def ratio(run: Run) -> xr.DataArray:
            below = other(run)
            return self(run) / below.where(below > 0)

        return Expression(f"({self.words}) / ({other.words})", ratio)

    def power(self, exponent: float) -> Expression:
        return Expression(f"({self.words})^{exponent:g}", lambda run: self(run) ** exponent)


def series(name: str) -> Expression:
    return Expression(name, lambda run: run.series(name))


def one_of(axis: str, wanted: Callable[[str], bool], words: str, name: str) -> Expression:
    """A series at all places of an axis whose label is wanted, together."""
    def chosen(run: Run) -> xr.DataArray:
        if axis not in run.data.coords:
            raise NotRecorded(f"no {axis}s in the file")
        labels = [label for label in map(text, run.data[axis].values) if wanted(label)]
        if not labels:
            raise NotRecorded(f"no {words} in the file")
        return run.series(name).sel({axis: labels}).sum(axis)

    return Expression(f"{name}[{axis}={words}]", chosen)
