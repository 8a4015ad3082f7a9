"""The runs of a file as one ensemble, and the number of each that a target is to be compared with."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from analysis import reader
from analysis.designs import is_sweep
from analysis.reader import DONE, FormatError, NotRecorded
from analysis.scoring import units
from analysis.scoring.targets import NotComparable, Selector, Selectors, Target, months_between, nearest

WAYS = {"sum": np.nansum, "mean": np.nanmean, "max": np.nanmax, "min": np.nanmin}
LARGE_MODEL = 23.0  # log10 FLOP of training; Epoch AI calls models above it large
DERIVED = "large_releases"


class Ensemble:
    """Replicates of points; each run has a weight, and the weights sum to 1."""

    def __init__(self, path: Path, data: xr.Dataset, weights: dict[str, float] | None = None) -> None:
        self.path, self.data = path, data
        status = data.run_status.values if "run_status" in data else np.ones((data.sizes["point"], data.sizes["replicate"]))
        self.points, self.replicates = np.nonzero(status == DONE)
        if self.points.size == 0:
            raise NotRecorded(f"{path}: no run has finished")
        self.names = [reader.text(name) for name in data.point.values]
        self.weights = self.normalised(weights)
        self.months = [str(time)[:7] for time in data.time.values]
        self.lines = {"firm": self.texts("line_firm"), "openness": self.openness(), "origin": self.homes("line_firm")}
        self.series = lru_cache(maxsize=32)(self.load)
        self.along = lru_cache(maxsize=4096)(self.reduce)

    def normalised(self, by_point: dict[str, float] | None) -> np.ndarray:
        """A point's weight is divided among its finished runs."""
        if len(self.names) == 1:
            by_point = None
        elif by_point is None and "weight" in self.data:
            by_point = dict(zip(self.names, map(float, self.data.weight.values)))
        runs = np.bincount(self.points, minlength=len(self.names))
        of_point = np.array([1.0 if by_point is None else by_point.get(name, 0.0) for name in self.names])
        found = of_point[self.points] / (1 if by_point is None else runs[self.points])
        if not (np.isfinite(found).all() and (found >= 0).all() and found.sum() > 0):
            raise FormatError(f"{self.path}: weights must be 0 or more, and not all 0, for the points {', '.join(self.names[:5])}")
        return found / found.sum()

    def texts(self, name: str) -> list[str]:
        return reader.texts(self.data[name]) if name in self.data else []

    def openness(self) -> list[str]:
        return ["open" if one else "closed" for one in self.data.line_open.values] if "line_open" in self.data else []

    def homes(self, firms: str) -> list[str]:
        home = dict(zip(self.texts("firm"), self.texts("firm_region")))
        return [home.get(firm, "") for firm in self.texts(firms)]

    @property
    def known(self) -> list[str]:
        """Names of series: what each run has by month."""
        return [str(name) for name, values in self.data.data_vars.items()
                if values.dims[:3] == ("point", "replicate", "time")] + [DERIVED]

    def load(self, name: str) -> tuple[np.ndarray, list[str], str]:
        """[run, month, ...], the axes after the month, and the unit."""
        if name == DERIVED:
            return self.large_releases()
        variable = self.data[name]
        values = np.asarray(variable.values, float)[self.points, self.replicates]
        return np.where(np.isfinite(values), values, np.nan), [str(axis) for axis in variable.dims[3:]], \
            reader.text(variable.attrs.get("units", "1"))

    def large_releases(self) -> tuple[np.ndarray, list[str], str]:
        """Models of at least 1e23 FLOP of training, by month, origin and openness."""
        table = reader.group(self.path, "releases")
        if table is None:
            raise NotComparable("series", f"{DERIVED} needs the releases, which are not in the file")
        with table:
            frame = pd.DataFrame({name: table[name].values for name in
                                  ("point", "replicate", "month", "firm", "open", "log10_training_flop")})
        frame = frame[frame.log10_training_flop >= LARGE_MODEL]
        homes, origins = dict(zip(self.texts("firm"), self.texts("firm_region"))), self.labels("origin")
        numbers = self.data.replicate.values
        runs = {(name, number): place for place, (point, replicate) in enumerate(zip(self.points, self.replicates))
                for name in (self.names[point],) for number in (int(numbers[replicate]),)}
        counts = np.zeros((len(self.points), len(self.months), len(origins), 2))
        place_of = {month: place for place, month in enumerate(self.months)}
        for point, replicate, month, firm, opened, _ in frame.itertuples(index=False):
            run, place = runs.get((reader.text(point), int(replicate))), place_of.get(reader.text(month)[:7])
            home = homes.get(reader.text(firm))
            if run is not None and place is not None and home in origins:
                counts[run, place, origins.index(home), int(opened)] += 1
        return counts, ["origin", "openness"], "1/month"

    def labels(self, axis: str) -> list[str]:
        if axis == "openness" and axis not in self.data:
            return ["closed", "open"]
        if axis == "origin" and axis not in self.data:
            return sorted(set(self.texts("firm_region")))
        return reader.texts(self.data[axis]) if axis in self.data else []

    def mask(self, axis: str, selector: Selector) -> np.ndarray:
        """Which places of an axis of the series a selector means; of lines, by maker, openness or origin, too."""
        names = self.labels(axis)
        if selector.axis != axis:
            names = self.lines[selector.axis] if axis == "line" else self.homes("firm")
        for label in selector.labels:
            if label not in names:
                raise NotComparable("selectors", f"no {selector.axis} {label} in the file{nearest(label, set(names))}")
        return np.isin(names, selector.labels) != selector.without

    def axis_of(self, selector: Selector, axes: list[str], series: str) -> str:
        if selector.axis in axes:
            return selector.axis
        if "line" in axes and selector.axis in self.lines:
            return "line"
        if "firm" in axes and selector.axis == "origin":
            return "firm"
        known = {*axes, *(self.lines if "line" in axes else ()), *(("origin",) if "firm" in axes else ())}
        raise NotComparable("selectors", f"{series} is not by {selector.axis}" + (nearest(selector.axis, known) or
                            ("; it has no axes" if not axes else f"; it is by {', '.join(sorted(known))}")))

    def reduce(self, series: str, selectors: Selectors) -> np.ndarray:
        """[run, month]: what adds up is added over axes that are not named; of the rest they must be."""
        values, axes, unit = self.series(series)
        masks, ways = {axis: np.ones(len(self.labels(axis)), bool) for axis in axes}, {}
        for selector in selectors:
            axis = self.axis_of(selector, axes, series)
            if len(selector.labels) == 1 and selector.labels[0] in WAYS and selector.labels[0] not in self.labels(axis):
                ways[axis] = WAYS[selector.labels[0]]
            else:
                masks[axis] &= self.mask(axis, selector)
        for axis in reversed(axes):
            mask = masks[axis]
            if not mask.any():
                raise NotComparable("selectors", f"no {axis} is all that the selectors ask for")
            if mask.sum() > 1 and axis not in ways and not units.adds_up(unit) and values.shape[-1] == len(mask):
                raise NotComparable("selectors", f"{series} ({unit}) does not add up over {axis}: name one, or say "
                                    f"{axis}=mean, {axis}=max, {axis}=min or {axis}=sum")
            values = np.take(values, np.flatnonzero(mask), axis=-1)
            known = np.isfinite(values).any(-1)
            filled = np.where(known[..., None], values, 0)
            values = np.where(known, ways.get(axis, np.nansum)(filled, axis=-1), np.nan)
        return values

    def window(self, series: str, selectors: Selectors, target: Target) -> np.ndarray:
        """[run, month of the target]."""
        months = months_between(target.first, target.last) if target.statistic != "growth" else [target.first, target.last]
        if outside := [month for month in months if month not in self.months]:
            raise NotComparable("months", f"months outside of the run: {outside[0]}{' and others' if len(outside) > 1 else ''}; "
                                f"it has {self.months[0]} to {self.months[-1]}")
        return self.along(series, selectors)[:, [self.months.index(month) for month in months]]

    def rank(self, target: Target) -> np.ndarray:
        if len(target.part) != 1 or len(target.part[0].labels) != 1 or target.part[0].without:
            raise NotComparable("selectors", "a rank is that of one label of one axis, such as firm=OpenAI")
        axis, mine = target.part[0].axis, target.part[0].labels[0]
        axes = self.series(target.series)[1]
        on = self.axis_of(target.part[0], axes, target.series)
        names = self.labels(axis) if axis == on else self.lines[axis] if on == "line" else self.homes("firm")
        if mine not in names:
            raise NotComparable("selectors", f"no {axis} {mine} in the file{nearest(mine, set(names))}")
        values = {name: self.window(target.series, (*target.given, Selector(axis, (name,))), target).mean(1)
                  for name in dict.fromkeys(names) if name}
        return 1 + sum((other > values[mine]).astype(float) for other in values.values())

    def simulated(self, target: Target) -> np.ndarray:
        """One number per run, in the target's unit; not a number where the run has none."""
        if target.series not in self.known:
            raise NotComparable("series", f"no series {target.series} in the file{nearest(target.series, self.known)}")
        unit = self.series(target.series)[2]
        with np.errstate(invalid="ignore", divide="ignore"):
            if target.statistic == "rank":
                return self.rank(target) / self.factor(target, "1")
            mine = self.window(target.series, (*target.given, *target.part), target)
            if target.statistic == "level":
                return mine.mean(1) / self.factor(target, unit)
            if target.statistic == "growth":
                return grown(mine[:, -1] / mine[:, 0], target)
            if target.statistic == "share" and not units.adds_up(unit):
                raise NotComparable("statistic", f"{target.series} ({unit}) does not add up, so nothing is a share of it; "
                                    "if it is a share itself, its statistic is level")
            whole = self.window(target.series, (*target.given, *target.other), target).mean(1)
            return mine.mean(1) / np.where(whole > 0, whole, np.nan) / self.factor(target, "1")

    def factor(self, target: Target, unit: str) -> float:
        if not target.unit:
            return 1.0
        wanted = units.parse(target.unit)
        have = units.parse(unit)
        if wanted.dimension != have.dimension:
            what = target.series if target.statistic == "level" else f"a {target.statistic}"
            raise NotComparable("unit", f"{what} has the unit {unit}, which is no multiple of {target.unit}")
        return wanted.factor / have.factor


def grown(times: np.ndarray, target: Target) -> np.ndarray:
    """In the target's unit: times, %, or either a year."""
    what, _, per = target.unit.partition("/")
    if what.strip() not in ("", "1", "times", "%") or per.strip() not in ("", "year", "month"):
        raise NotComparable("unit", f"growth has the unit times or %, or either /year or /month, not {target.unit}")
    times = np.where(np.isfinite(times), times, np.nan)
    if per:
        months = len(months_between(target.first, target.last)) - 1
        times = times ** ((12 if per.strip() == "year" else 1) / months)
    return 100 * (times - 1) if what.strip() == "%" else times


def read_weights(path: Path) -> dict[str, float]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {row["point"]: float(row["weight"]) for row in csv.DictReader(file)}
    except (OSError, KeyError, ValueError, TypeError, csv.Error) as error:
        raise FormatError(f"{path}: weights are a table with the columns point and weight ({error!r})") from error


def open_ensemble(path: Path, point: str | None = None, weights: Path | None = None) -> Ensemble:
    """All points of a sweep or of a weighted file; else one, the first by default."""
    data = reader.open_data(path)
    reader.expect_replicates(data, path, "a score needs")
    names = [reader.text(name) for name in data.point.values]
    if point is not None and point not in names:
        raise NotRecorded(f"{path}: no point {point}{nearest(point, names)}")
    if point is not None or not (is_sweep(data) or weights or "weight" in data):
        data = data.isel(point=[names.index(point) if point else 0])
    return Ensemble(path, data, read_weights(weights) if weights else None)
