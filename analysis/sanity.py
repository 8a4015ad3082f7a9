"""Does a run look like the world up to 2025? Each criterion compares a number with a number, in units of their error.

    distance = (simulated - observed) / sqrt(error^2 + sd^2)

`simulated` is the mean over replicates and `sd` their standard deviation: what happened is one history, too. Where only
a bound was observed, distances to its allowed side are 0. A miss is shown, never hidden.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import xarray as xr

from analysis.criteria import Criterion, criteria
from analysis.reader import Run


@dataclass(frozen=True)
class Check:
    result: str  # "pass", "miss" or "no data"
    criterion: str
    measured: str
    simulated: str
    observed: float
    error: float
    mean: float | None  # of replicates
    sd: float | None
    distance: float | None  # in combined errors
    tolerance: float
    expression: str
    source: str


def with_range(values: xr.DataArray, digits: int = 1, scale: float = 1) -> str:
    """Mean over replicates, with their 5-95 % range where there are several."""
    values = values.values.ravel() * scale
    values = values[np.isfinite(values)]
    if values.size == 0:
        return "none"
    mean = f"{values.mean():,.{digits}f}"
    if values.size == 1:
        return mean
    low, high = (f"{np.quantile(values, q):,.{digits}f}" for q in (0.05, 0.95))
    return mean if low == high else f"{mean} ({low} to {high})"


def short(x: float) -> str:
    """Three digits, whole numbers without a point."""
    return f"{x if abs(x) > 1e-9 else 0:.3g}" if abs(x) < 100 else f"{x:,.1f}"


def with_error(x: float, error: float, row: Criterion) -> str:
    return f"{short(x)} {'*/' if row.factor else '+-'} {short(error)} {row.unit}"


def measured(row: Criterion) -> str:
    return ("" if row.sense == "=" else row.sense + " ") + with_error(row.observed, row.error, row)


def distance(row: Criterion, mean: float, sd: float) -> float:
    """In combined errors; `mean` and `sd` are of logarithms where these are compared."""
    observed, error = (np.log(row.observed), np.log(row.error)) if row.factor else (row.observed, row.error)
    away = (mean - observed) / np.hypot(error, sd)
    return float({"=": away, "at least": min(away, 0.0), "at most": max(away, 0.0)}[row.sense])


def compare(row: Criterion, run: Run) -> Check:
    def report(result: str, simulated: str, mean: float | None = None, sd: float | None = None,
               away: float | None = None) -> Check:
        return Check(result, row.text, measured(row), simulated, row.observed, row.error, mean, sd, away,
                     row.tolerance, str(row.value), row.source)

    try:
        values = row.value(run).values.ravel() * row.scale
    except KeyError as error:  # NotRecorded, or a region, segment or chip by another name
        return report("no data", error.args[0] if error.args else str(error))
    values = values[np.isfinite(values) & ((values > 0) | (not row.factor))]
    if values.size == 0:
        return report("no data", "the run has no such number")
    compared = np.log(values) if row.factor else values
    mean, sd = float(compared.mean()), float(compared.std(ddof=1)) if values.size > 1 else 0.0
    away = distance(row, mean, sd)
    if row.factor:
        mean, sd = float(np.exp(mean)), float(np.exp(sd))
    return report("pass" if abs(away) <= row.tolerance else "miss", with_error(mean, sd, row), mean, sd, away)


def check(run: Run) -> list[Check]:
    return [compare(row, run) for row in criteria()]


def as_dicts(rows: list[Check]) -> list[dict[str, object]]:
    return [asdict(row) for row in rows]


def away_text(row: Check) -> str:
    return "" if row.distance is None else f"{row.distance:+.1f}"


def as_text(rows: list[Check]) -> str:
    table = [("result", "errors away", "criterion", "measured", "simulated")]
    table += [(row.result, away_text(row), row.criterion, row.measured, row.simulated) for row in rows]
    widths = [max(len(line[column]) for line in table) for column in range(4)]
    lines = ["  ".join([*(cell.ljust(width) for cell, width in zip(line, widths)), line[4]]) for line in table]
    return "\n".join([*lines, summary(rows)])


def summary(rows: list[Check]) -> str:
    passed = sum(row.result == "pass" for row in rows)
    absent = sum(row.result == "no data" for row in rows)
    return f"{passed} of {len(rows)} criteria hold" + (f", {absent} without data" if absent else "")
