"""A gathered sweep: its factors, its outcomes, and the values of an outcome row by row of the design."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from analysis import reader
from analysis.reader import DONE, FormatError, NotRecorded

UNNEEDED = 4  # flag of run_status: enough replicates without it
NO_NUMBER = "without a number"
MONTH = re.compile(r"\d{4}-\d{2}")


class Unfit(FormatError):
    """The sweep has not the design, or not all the rows, that an analysis needs."""


class Block(NamedTuple):
    """One design of the sweep file."""

    type: str
    second_order: bool
    levels: int
    factors: list[str]
    rows: int


@dataclass(frozen=True)
class Factor:
    name: str
    units: str
    role: str  # "lever" or "uncertainty"
    distribution: str
    values: np.ndarray  # by point: numbers, or text for months and choices

    @property
    def is_number(self) -> bool:
        return self.values.dtype.kind == "f"

    @property
    def is_ordered(self) -> bool:
        """Whether more and less mean something: numbers and months, unless declared categorical."""
        if self.distribution.startswith("categorical"):
            return False
        return self.is_number or all(MONTH.fullmatch(value) for value in self.values)

    @property
    def places(self) -> np.ndarray:
        """Places of the values among the different ones, ascending; numbers that differ by rounding are one."""
        values = self.values
        if self.is_number:
            values = np.round((values - values.min()) / (np.ptp(values) or 1), 12)
        return np.unique(values, return_inverse=True)[1]


@dataclass(frozen=True)
class Samples:
    """An outcome by row of the unfiltered design, in one arm."""

    values: np.ndarray  # mean over replicates, or one replicate; NaN where the row is missing
    noise: np.ndarray  # variance of that mean from sampling noise (see mean_and_noise); NaN with fewer than two replicates
    missing: dict[str, int]  # reason -> number of rows
    replicates: str  # which ones `values` are of

    @property
    def whole(self) -> np.ndarray:
        return np.isfinite(self.values)


def outcomes_by_replicate(data: xr.Dataset) -> list[str]:
    """Of an output file; NAME_statistics, where they are in it, say nothing more."""
    return [str(name) for name, variable in data.data_vars.items()
            if "outcome" in variable.attrs and "replicate" in variable.dims]


@dataclass(frozen=True)
class Sweep:
    path: Path
    data: xr.Dataset
    provenance: dict[str, str]

    @cached_property
    def factors(self) -> list[Factor]:
        return [Factor(str(name), units_of(variable), attribute(variable, "factor"),
                       attribute(variable, "distribution"), plain(variable.values))
                for name, variable in self.data.data_vars.items() if "factor" in variable.attrs]

    @property
    def outcomes(self) -> list[str]:
        return outcomes_by_replicate(self.data)

    def units(self, outcome: str) -> str:
        return units_of(self.data[outcome])

    @cached_property
    def arm(self) -> np.ndarray:
        """Name of the arm, by point; "" in a sweep without arms."""
        if "arm" in self.data:
            return plain(self.data.arm.values)
        return np.full(self.data.sizes["point"], "")

    @property
    def arms(self) -> list[str]:
        return list(dict.fromkeys(self.arm.tolist()))

    @cached_property
    def design(self) -> dict[str, Any]:
        try:
            return json.loads(self.provenance["design_json"])
        except (KeyError, json.JSONDecodeError) as error:
            raise FormatError(f"{self.path}: no design in /provenance/design_json ({error!r}); "
                              "gather the sweep again with this version of moat") from error

    @property
    def rows(self) -> int:
        """Rows of the unfiltered design; every arm has all of them."""
        return int(self.design["rows"])

    @property
    def blocks(self) -> list[Block]:
        return [Block(block["type"], bool(block.get("second_order", False)), int(block.get("levels", 0)),
                      list(block["factors"]), int(block["rows"]))
                for block in self.design["blocks"]]

    def points(self, arm: str) -> np.ndarray:
        """Place of the point by row of the design; -1 where the file has none."""
        if arm not in self.arms:
            raise NotRecorded(f"{self.path}: no arm {arm}; it has {', '.join(self.arms)}")
        mine = np.flatnonzero(self.arm == arm)
        rows = self.data.design_row.values[mine].astype(int)
        if len(np.unique(rows)) < len(rows) or not ((0 <= rows) & (rows < self.rows)).all():
            raise FormatError(f"{self.path}: design_row is not one row of {self.rows} for each point; "
                              "gather the sweep again")
        places = np.full(self.rows, -1)
        places[rows] = mine
        return places

    def by_row(self, factor: Factor, arm: str) -> np.ndarray:
        """Places of a factor's values among the different ones, by row of the design; -1 where there is no point."""
        points = self.points(arm)
        return np.where(points < 0, -1, factor.places[points])

    def samples(self, outcome: str, arm: str, replicate: int | None = None) -> Samples:
        """A row counts when none of its runs is open or failed and its outcome is a number."""
        if outcome not in self.outcomes:
            known = ", ".join(self.outcomes) or "none: name some under `outcomes:` of the sweep file"
            raise NotRecorded(f"{self.path}: no outcome {outcome}; it has {known}")
        points = self.points(arm)
        there = points >= 0
        chosen = slice(None) if replicate is None else [self.place_of(replicate)]
        status = np.where(there[:, None], self.data.run_status.values[points][:, chosen], 0)
        values, done = self.data[outcome].values[points][:, chosen], status == DONE
        unfinished = ~np.isin(status, (DONE, UNNEEDED)).all(axis=1)
        reasons = {"not in the file": ~there, "unfinished or failed": there & unfinished,
                   "not run": ~unfinished & ~done.any(axis=1)}
        bad = np.logical_or.reduce(list(reasons.values()))
        mean, noise = mean_and_noise(np.where(done, values, 0), done & ~bad[:, None])
        reasons[NO_NUMBER] = ~bad & ~np.isfinite(mean)
        return Samples(mean, noise, {reason: int(rows.sum()) for reason, rows in reasons.items() if rows.any()},
                       number_text(done.sum(axis=1)) if replicate is None else f"replicate {replicate}")

    def place_of(self, replicate: int) -> int:
        known = self.data.replicate.values.tolist()
        if replicate not in known:
            raise NotRecorded(f"{self.path}: no replicate {replicate}; it has {min(known)} to {max(known)}")
        return known.index(replicate)


def mean_and_noise(values: np.ndarray, done: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean over the finished replicates by row, and the variance of that mean from sampling noise, from [row, replicate].

    All points share the random numbers of a replicate, so a part of the noise moves every row alike and does not blur
    their differences: the mean deviation of each replicate is taken off first.
    """
    count, rows = done.sum(axis=1), int(done.any(axis=1).sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(done, values, 0).sum(axis=1) / count
        away = np.where(done & np.isfinite(mean)[:, None], values - mean[:, None], 0)
        away = np.where(done, away - away.sum(axis=0) / done.sum(axis=0), 0)
        noise = (away**2).sum(axis=1) / (count - 1) / count * rows / (rows - 1)
    return mean, np.where((count > 1) & np.isfinite(mean) & (rows > 1), noise, np.nan)


def number_text(count: np.ndarray) -> str:
    """Such as "mean over 4 replicates" or "mean over 3 to 4 replicates", of the rows that have any."""
    most = int(count.max())
    least = int(count[count > 0].min(initial=most))
    return f"mean over {f'{least} to ' if least < most else ''}{most} replicate{'s' if most != 1 else ''}"


def attribute(variable: xr.DataArray, key: str) -> str:
    return reader.text(variable.attrs.get(key, ""))


def units_of(variable: xr.DataArray) -> str:
    """Empty for shares and other pure numbers."""
    units = attribute(variable, "units")
    return "" if units == "1" else units


def plain(values: np.ndarray) -> np.ndarray:
    """Numbers as float64, text as numpy's own strings, which sort and compare."""
    if values.dtype.kind in "OSU":
        return np.array([reader.text(value) for value in values])
    return values.astype(float)


def is_sweep(data: xr.Dataset) -> bool:
    return any("factor" in variable.attrs for variable in data.data_vars.values())


def open_sweep(path: str | Path) -> Sweep:
    path = Path(path)
    data = reader.open_data(path)
    if not is_sweep(data) or not {"design_row", "run_status"} <= set(data.data_vars):
        raise Unfit(f"{path}: has no factors or no design_row, so there is nothing to analyse; it must come from "
                    "`moat gather` of a sweep")
    return Sweep(path, data, reader.provenance(path))
