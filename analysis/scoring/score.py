"""Scores of an ensemble: one row per target, one per series and per group, beside five naive forecasts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis.reader import FormatError
from analysis.scoring import naive, units
from analysis.scoring.crps import crps, quantile
from analysis.scoring.ensemble import Ensemble
from analysis.scoring.table import Problem
from analysis.scoring.targets import NotComparable, Target

LOW, HIGH = 0.05, 0.95
LEAST_RATIO = 1e-3  # of scores, in a geometric mean: one perfect hit does not decide it


@dataclass(frozen=True)
class Scored:
    target: Target
    median: float      # of the runs
    low: float         # 5 and 95 % of the runs with the error of measurement added
    high: float
    error: float       # (median - value) / sqrt(sd^2 + variance of the runs), on the target's scale; sd_model is not in it
    inside: bool
    runs: int
    crps: float | None                # fair; none of a bound
    naive: dict[str, float]           # CRPS of the forecasts that could be made
    earlier: int                      # values they were made from


@dataclass(frozen=True)
class Summary:
    name: str
    targets: int
    inside: int
    crps: float | None
    width: float
    against: dict[str, tuple[float, float, int]]  # forecast -> CRPS of the model and its own, on the same n targets


@dataclass(frozen=True)
class Score:
    rows: list[Scored]
    series: list[Summary]
    groups: list[Summary]
    skill: dict[str, tuple[float, int, int]]  # forecast -> geometric mean of CRPS over its own, series better, of n
    problems: list[Problem]
    runs: int


def place(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


def is_share(target: Target) -> bool:
    return target.statistic == "share" or (target.statistic == "level" and units.parse(target.unit).factor == 0.01)


def past_of(target: Target, earlier: list[Target]) -> naive.Past:
    factor = units.parse(target.unit).factor if is_share(target) else 1.0
    by_month = {place(one.last): one.value for one in earlier}  # a later row for the same month counts
    months = sorted(by_month)
    return naive.Past(np.array(months, float), np.array([by_month[month] for month in months]) * factor, is_share(target),
                      target.scale == "log")


def naive_scores(target: Target, earlier: list[Target], transform) -> dict[str, float]:
    if not earlier:
        return {}
    past = past_of(target, earlier)
    factor = units.parse(target.unit).factor if past.share else 1.0
    found = {}
    for name in naive.FORECASTS:
        members = naive.forecast(name, past, float(place(target.last)))
        if members is not None and (target.scale != "log" or (members > 0).all()):
            found[name] = crps(transform(members / factor), float(transform(target.value)), fair=False)
    return found


def earlier_values(target: Target, known: list[Target], since: str | None) -> list[Target]:
    """Of the same series and all over by the time of the forecast: before `since`, or before the target begins."""
    return [one for one in known if one.bound == "=" and one.last < (since or target.first)]


def score_one(target: Target, values: np.ndarray, weights: np.ndarray, earlier: list[Target]) -> Scored:
    transform, back = (np.log, np.exp) if target.scale == "log" else (lambda x: x, lambda x: x)
    there = np.isfinite(values) & ((values > 0) | (target.scale != "log"))
    if not there.any():
        raise NotComparable("series", f"no run has a number for {target.name} in {target.first} to {target.last}")
    x, w = transform(values[there]), weights[there]
    if w.sum() <= 0:
        raise NotComparable("series", "the runs that have a number have no weight")
    w = w / w.sum()
    observed = float(transform(target.value))
    low, middle, high = quantile(x, w, LOW, target.sd), quantile(x, w, 0.5), quantile(x, w, HIGH, target.sd)
    mean = float(np.sum(w * x))
    variance = float(np.sum(w * (x - mean)**2)) / max(1 - float(np.sum(w**2)), 1e-12) if x.size > 1 else 0.0
    combined = float(np.hypot(target.sd, np.sqrt(variance)))
    away = middle - observed
    away = {"=": away, "at least": min(away, 0.0), "at most": max(away, 0.0)}[target.bound]
    inside = {"=": low <= observed <= high, "at least": observed <= high, "at most": low <= observed}[target.bound]
    bound = target.bound != "="
    error = away / combined if combined > 0 else float(np.sign(away)) * np.inf if away else 0.0
    return Scored(target, float(back(middle)), float(back(low)), float(back(high)), error, bool(inside), int(x.size),
                  None if bound else crps(x, observed, w), {} if bound else naive_scores(target, earlier, transform),
                  len(earlier))


def summary(name: str, rows: list[Scored]) -> Summary:
    scored = [row for row in rows if row.crps is not None]
    against = {}
    for forecast in naive.FORECASTS:
        both = [row for row in scored if forecast in row.naive]
        if both:
            against[forecast] = (float(np.mean([row.crps for row in both])),
                                 float(np.mean([row.naive[forecast] for row in both])), len(both))
    return Summary(name, len(rows), sum(row.inside for row in rows),
                   float(np.mean([row.crps for row in scored])) if scored else None,
                   float(np.mean([row.high - row.low for row in rows])), against)


def ratio(own: float, other: float) -> float:
    """Two perfect forecasts are alike."""
    return own / max(other, 1e-300) if max(own, other) > 1e-12 else 1.0


def skill(series: list[Summary]) -> dict[str, tuple[float, int, int]]:
    """Over series, so that one with many months counts once."""
    found = {}
    for forecast in naive.FORECASTS:
        ratios = [ratio(*one.against[forecast][:2]) for one in series if forecast in one.against]
        if ratios:
            bounded = np.clip(ratios, LEAST_RATIO, 1 / LEAST_RATIO)
            found[forecast] = (float(np.exp(np.log(bounded).mean())), sum(one < 1 for one in ratios), len(ratios))
    return found


def score(ensemble: Ensemble, targets: list[Target], problems: list[Problem], earlier: list[Target], since: str | None = None
          ) -> Score:
    """`earlier` holds other targets, from which naive forecasts may be made too."""
    problems = list(problems)
    known: dict[tuple[str, ...], dict[tuple[str, str], Target]] = defaultdict(dict)
    for one in [*earlier, *targets]:
        known[one.key][one.first, one.last] = one
    rows = []
    for one in targets:
        if since and one.first < since:
            continue
        try:
            values = ensemble.simulated(one)
            rows.append(score_one(one, values, ensemble.weights, earlier_values(one, list(known[one.key].values()), since)))
        except NotComparable as error:
            problems.append(one.row.problem(error.column, f"{one.id}: {error}"))
    by_series, by_group = defaultdict(list), defaultdict(list)
    for row in rows:
        by_series[row.target.key].append(row)
        by_group[row.target.group or "no group"].append(row)
    series = [summary(some[0].target.name, some) for some in by_series.values()]
    return Score(rows, series, [summary(name, some) for name, some in by_group.items()], skill(series),
                 sorted(problems, key=lambda one: (one.line, one.column)), int(ensemble.points.size))


def expect_rows(found: Score, path: Path) -> None:
    if not found.rows and found.problems:
        raise FormatError("\n".join([f"{path}: none of its targets can be compared",
                                     *(one.at(path) for one in found.problems[:50])]))
