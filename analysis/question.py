"""What an output file of a question says: its arms, the outcomes they come to, and the tests of its claim."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import xarray as xr
from scipy import stats

from analysis.reader import DONE, FormatError, NotRecorded, expect_replicates, group, open_data, text

MOST_ARMS = 12  # more cannot be told apart in a picture
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Outcome:
    """A number that each run comes to, and how it was read off a series."""

    name: str
    description: str
    unit: str
    factor: float  # values in the file times this are in unit
    series: str
    select: dict[str, str]
    across: str
    is_share: bool
    values: np.ndarray  # [arm, replicate] in unit; NaN where the run is not there


@dataclass(frozen=True)
class Test:
    """A relation that the claim implies: a weighted sum over arms lies above or below a bound."""

    name: str
    description: str
    outcome: str
    minus: str
    weights: np.ndarray  # by arm
    relative: bool
    above: float
    below: float

    __test__ = False  # nothing for pytest to collect


@dataclass(frozen=True)
class Question:
    path: Path
    data: xr.Dataset
    title: str
    claim: str
    arms: list[str]  # the first one is the baseline
    outcomes: list[Outcome]
    tests: list[Test]

    @property
    def baseline(self) -> str:
        return self.arms[0]

    def outcome(self, name: str) -> Outcome:
        return next(one for one in self.outcomes if one.name == name)

    def beside(self, ending: str) -> Path:
        """Where a file about this one is looked for: FILE_why.h5 beside FILE.h5."""
        return self.path.with_name(f"{self.path.stem}_{ending}.h5")


class Summary(NamedTuple):
    """Mean of runs, Student's interval of that mean, and the range that holds 90 % of the runs."""

    mean: float
    low: float
    high: float
    q05: float
    q95: float
    runs: int


def number(value: object) -> float:
    return float(np.asarray(value).reshape(-1)[0])


def read_select(written: str) -> dict[str, str]:
    """`origin=china,openness=open` by axis."""
    return dict(pair.split("=", 1) for pair in written.split(",") if pair)


def done(data: xr.Dataset) -> xr.DataArray | bool:
    return data.run_status == DONE if "run_status" in data else True


def read_outcome(data: xr.Dataset, name: str) -> Outcome:
    told = data[name].attrs
    factor = number(told.get("display_factor", 1))
    values = data[name].where(done(data)).values.astype(float) * factor
    return Outcome(name, text(told.get("description", told.get("long_name", name))),
                   text(told.get("display_unit", told.get("units", "1"))), factor, text(told.get("series", "")),
                   read_select(text(told.get("select", ""))), text(told.get("across", "none")),
                   bool(number(told.get("share", 0))), np.where(np.isfinite(values), values, np.nan))


def is_outcome(value: xr.DataArray) -> bool:
    return number(value.attrs.get("outcome", 0)) == 1 and value.dims == ("point", "replicate")


def is_question(data: xr.Dataset) -> bool:
    """Whether a file has arms to compare and outcomes to compare them by."""
    return ("statistic" not in data.dims and 2 <= data.sizes.get("point", 0) <= MOST_ARMS
            and any(is_outcome(data[name]) for name in data.data_vars))


def read_tests(path: Path, arms: list[str]) -> list[Test]:
    table = group(path, "verdict")
    if table is None:
        return []
    with table:
        points = [text(name) for name in table.point.values]
        weights = table.weight.values[:, [points.index(arm) for arm in arms]]
        return [Test(*(text(table[column].values[i]) for column in ("test", "description", "outcome", "minus")),
                     weights[i], bool(table.relative.values[i]), float(table.above.values[i]),
                     float(table.below.values[i])) for i in range(table.sizes["test"])]


def open_question(path: str | Path) -> Question:
    path = Path(path)
    data = open_data(path)
    expect_replicates(data, path, "pictures of a question need")
    arms = [text(name) for name in data.point.values]
    names = [name for name in data.data_vars if is_outcome(data[name])]
    if not names:
        raise FormatError(f"{path}: has no outcomes; pictures of a question need a scenario with `outcomes` and `arms` "
                          "(`python3 -m analysis FILE.h5` draws a run without them)")
    if not 2 <= len(arms) <= MOST_ARMS:
        raise FormatError(f"{path}: has {len(arms)} point{'s' * (len(arms) != 1)}; pictures of a question compare 2 to "
                          f"{MOST_ARMS} arms")
    outcomes = [read_outcome(data, name) for name in names]
    if not any(np.isfinite(one.values).any() for one in outcomes):
        raise NotRecorded(f"{path}: no run has finished")
    return Question(path, data, text(data.attrs.get("title", path.stem)), text(data.attrs.get("claim", "")), arms,
                    outcomes, read_tests(path, arms))


def trajectory(data: xr.Dataset, outcome: Outcome) -> xr.DataArray:
    """What the outcome is read off, month by month: (point, replicate, time) in the outcome's unit."""
    if outcome.series not in data:
        raise NotRecorded(f"{outcome.series}, the series of {outcome.name}, is not in the file (record.series)")
    series = data[outcome.series]
    left_out = [axis for axis in series.dims[3:] if axis not in outcome.select]
    if left_out and outcome.across == "none" and not outcome.is_share:
        raise NotRecorded(f"{outcome.name} names no place on {', '.join(left_out)} of {outcome.series}")
    chosen = series.sel(outcome.select)
    if left_out:
        how = {"none": "sum"}.get(outcome.across, outcome.across)
        skip = how in ("min", "max")  # as in the program: what does not exist counts in a sum only
        chosen = getattr(chosen, how)(left_out, skipna=skip)
    if outcome.is_share:
        total = series.sum(list(series.dims[3:]), skipna=False)
        chosen = chosen / total.where(total != 0)
    chosen = chosen.where(np.isfinite(chosen) & done(data))
    return chosen.drop_vars(list(outcome.select), errors="ignore") * outcome.factor


def quantiles(values: xr.DataArray) -> xr.DataArray:
    """5 %, 50 % and 95 % of the replicates."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # months in which no replicate has a value
        return values.quantile([0.05, 0.5, 0.95], "replicate")


def share_seeds(question: Question) -> bool:
    """Whether all arms had the same random numbers, so that they differ by their changes alone."""
    if "run_seed" not in question.data:
        return False
    seeds = question.data.run_seed.values
    return bool((seeds == seeds[0]).all())


def side_by_side(question: Question, outcome: Outcome, used: np.ndarray) -> np.ndarray:
    """Values of arms [arm, run] whose columns belong together; arms that do not share seeds are taken in order."""
    seeds = question.data.run_seed.values[used] if "run_seed" in question.data else np.zeros((len(used), 1))
    rows = outcome.values[used]
    paired = (seeds == seeds[0]).all(axis=0) & np.isfinite(rows).all(axis=0)
    if paired.any():
        return rows[:, paired]
    known = [row[np.isfinite(row)] for row in rows]
    return np.array([row[:min(map(len, known))] for row in known])


def combine(question: Question, outcome: Outcome, weights: np.ndarray) -> np.ndarray:
    """Outcomes of arms added up run by run, by weight."""
    used = np.flatnonzero(weights)
    return weights[used] @ side_by_side(question, outcome, used)


def against(question: Question, arm: str) -> np.ndarray:
    """Weights of the difference of an arm from the baseline."""
    weights = np.zeros(len(question.arms))
    weights[question.arms.index(arm)] = 1
    weights[0] -= 1
    return weights


def contrast(question: Question, weights: np.ndarray) -> str:
    """A weighted sum of arms in words: strict - real."""
    parts = []
    for weight, arm in sorted(zip(weights, question.arms), key=lambda part: -part[0]):
        if weight:
            size = "" if abs(weight) == 1 else f"{abs(weight):g} "
            parts.append(f"{'−' if weight < 0 else '+'} {size}{arm.replace('_', ' ')}")
    return " ".join(parts).removeprefix("+ ")


def summary(values: np.ndarray) -> Summary:
    known = values[np.isfinite(values)]
    if not known.size:
        return Summary(*[np.nan] * 5, 0)
    half = np.nan
    if known.size > 1:
        half = stats.t.ppf((1 + CONFIDENCE) / 2, known.size - 1) * known.std(ddof=1) / np.sqrt(known.size)
    mean = known.mean()
    return Summary(mean, mean - half, mean + half, *np.quantile(known, [0.05, 0.95]), known.size)


def is_difference(test: Test) -> bool:
    """Whether it compares arms in one outcome, which a picture of differences can show."""
    return not test.minus and np.count_nonzero(test.weights) > 1 and abs(test.weights.sum()) < 1e-9


def outcome_of(question: Question, test: Test) -> Outcome:
    """The outcome of a test, less the one that it takes off."""
    outcome = question.outcome(test.outcome)
    return replace(outcome, values=outcome.values - question.outcome(test.minus).values) if test.minus else outcome


def taken_off(question: Question, test: Test) -> np.ndarray:
    """Run by run the size of what the arms with negative weights come to: relative bounds are in % of it."""
    used = np.flatnonzero(test.weights)
    return np.abs(np.maximum(-test.weights[used], 0) @ side_by_side(question, outcome_of(question, test), used))


def bounds(question: Question, test: Test) -> tuple[float, float]:
    """(above, below) in the unit of the outcome; relative ones at the mean of what is taken off."""
    if not test.relative:
        return test.above, test.below
    scale = np.mean(taken_off(question, test)) / 100
    return test.above * scale, test.below * scale


def contrast_values(question: Question, test: Test) -> np.ndarray:
    """The contrast of a test, replicate by replicate, in the unit of its bounds."""
    values = combine(question, outcome_of(question, test), test.weights)
    return 100 * values / taken_off(question, test) if test.relative else values


def unit_of(question: Question, test: Test) -> str:
    """Unit of a test's bounds; percentages differ by points."""
    unit = "%" if test.relative else question.outcome(test.outcome).unit
    differs = bool(test.minus) or np.count_nonzero(test.weights) > 1
    return "points" if unit == "%" and differs and not test.relative else "" if unit == "1" else unit


def classify(question: Question, test: Test) -> str:
    """holds, fails or open: on which side of the bounds Student's interval lies, as the program has it."""
    found = summary(contrast_values(question, test))
    if found.runs < 2:
        return "open"
    if found.low > test.above and found.high < test.below:
        return "holds"
    return "fails" if found.high <= test.above or found.low >= test.below else "open"


def farthest(question: Question, outcome: Outcome) -> str:
    """The arm whose mean differs most from the baseline's."""
    def size(arm: str) -> float:
        return np.nan_to_num(abs(summary(combine(question, outcome, against(question, arm))).mean), nan=-1.0)
    return max(question.arms[1:], key=size)
