"""Targets: measured numbers, and which series, selectors, months and statistic of a run they are to be compared with."""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

import pandas as pd

from analysis.reader import FormatError
from analysis.scoring import table
from analysis.scoring.table import Problem, Row

NEEDED = ("id", "series", "months", "statistic", "value", "sd")
OPTIONAL = ("selectors", "unit", "sd_model", "bound", "scale", "group", "source", "licence", "note")
OTHER_NAMES = {"window": "months", "month": "months", "sd_measurement": "sd", "measurement_sd": "sd",
               "sd_discrepancy": "sd_model", "discrepancy_sd": "sd_model", "sd_model_discrepancy": "sd_model",
               "selector": "selectors", "license": "licence", "units": "unit"}
STATISTICS = ("level", "share", "growth", "rank", "ratio")
BOUNDS = ("=", "at least", "at most")
SCALES = ("linear", "log")
WINDOW = re.compile(r"(\S+?)\s*(?:\.\.|/|\bto\b|:)\s*(\S+)")
MONTH = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?")


class NotComparable(Exception):
    """Why, and the column to look at."""

    def __init__(self, column: str, text: str) -> None:
        super().__init__(text)
        self.column = column


@dataclass(frozen=True)
class Selector:
    axis: str
    labels: tuple[str, ...]
    without: bool = False

    def __str__(self) -> str:
        return f"{self.axis}{'!=' if self.without else '='}{'+'.join(self.labels)}"


Selectors = tuple[Selector, ...]


@dataclass(frozen=True)
class Target:
    row: Row
    id: str
    series: str
    given: Selectors  # hold for the part and for the whole
    part: Selectors
    other: Selectors  # what a ratio divides by
    first: str
    last: str
    statistic: str
    value: float
    sd: float
    sd_model: float
    unit: str
    bound: str
    scale: str
    group: str

    @property
    def key(self) -> tuple[str, ...]:
        """Targets that differ in when alone, not in for how long, are one series, from which naive forecasts are made."""
        words = [" ".join(sorted(map(str, some))) for some in (self.given, self.part, self.other)]
        length = (int(self.last[:4]) - int(self.first[:4])) * 12 + int(self.last[5:]) - int(self.first[5:])
        return (self.series, *words, self.statistic, self.unit, self.scale, str(length))

    @property
    def name(self) -> str:
        _, given, part, other = self.key[:4]
        words = f"{part} / {other}" if other else part
        return " ".join(filter(None, [self.series, f"[{given} | {words}]" if given else f"[{words}]" if words else "",
                                      self.statistic]))


def nearest(word: str, known: Iterable[str], all_of_them: int = 8) -> str:
    """A hint that ends a message: the nearest valid name, or the valid ones where they are few."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, 1, 0.6)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; it may be {', '.join(names)}" if 0 < len(names) <= all_of_them else ""


def number(row: Row, name: str, decimal_comma: bool, default: float | None = None) -> float:
    word = row.cells.get(name, "")
    if not word and default is not None:
        return default
    try:
        value = float(word.replace(",", ".") if decimal_comma and word.count(",") == 1 else word)
    except ValueError:
        raise NotComparable(name, f"{name} is {word!r}, not a number" if word else f"{name} is empty") from None
    if not math.isfinite(value):
        raise NotComparable(name, f"{name} is {word}, not a finite number")
    if name != "value" and value < 0:
        raise NotComparable(name, f"{name} is {word}; a standard deviation is 0 or more")
    return value


def month(word: str) -> tuple[str, str]:
    """First and last month of `2025-12`, `2025-Q4` or `2025`."""
    if re.fullmatch(r"[12]\d{3}", word):
        return f"{word}-01", f"{word}-12"
    if found := re.fullmatch(r"([12]\d{3})-?Q([1-4])", word, re.IGNORECASE):
        quarter = int(found[2])
        return f"{found[1]}-{3 * quarter - 2:02}", f"{found[1]}-{3 * quarter:02}"
    if (found := MONTH.fullmatch(word)) and 1 <= int(found[2]) <= 12 and 1900 <= int(found[1]) <= 2200:
        return word[:7], word[:7]
    raise NotComparable("months", f"months hold {word!r}; they are such as 2025-12, 2025-Q4, 2025 or 2025-01..2025-12")


def window(word: str) -> tuple[str, str]:
    both = WINDOW.fullmatch(word)
    first, last = (month(both[1])[0], month(both[2])[1]) if both else month(word)
    if first > last:
        raise NotComparable("months", f"months end before they begin: {word}")
    return first, last


def selectors(words: str) -> Selectors:
    found = []
    for word in re.split(r"[;,\s]+", re.sub(r"\s*(!?=|\+)\s*", r"\1", words).strip()):
        parts = re.fullmatch(r"(\w+)(!?=)(.+)", word)
        if word and not parts:
            raise NotComparable("selectors", f"selectors hold {word!r}; each is axis=label, axis=label+label or axis!=label")
        if parts:
            found.append(Selector(parts[1], tuple(parts[3].split("+")), parts[2] == "!="))
    return tuple(found)


def divided(words: str) -> tuple[Selectors, Selectors, Selectors]:
    """`given | part / other`."""
    given, bar, part = words.partition("|")
    part, _, other = (part if bar else given).partition("/")
    return selectors(given) if bar else (), selectors(part), selectors(other)


def choice(row: Row, name: str, known: tuple[str, ...]) -> str:
    word = row.cells.get(name, "").lower() or known[0]
    if word not in known:
        raise NotComparable(name, f"{name} is {word!r}{nearest(word, known)}")
    return word


def target(row: Row, decimal_comma: bool) -> tuple[Target | None, list[Problem]]:
    """All that is wrong with a row is said at once."""
    problems: list[Problem] = []

    def tried(step, *words, default):
        try:
            return step(*words)
        except NotComparable as error:
            problems.append(row.problem(error.column, str(error)))
            return default

    cell = row.cells.get
    for name in ("id", "series", "statistic"):
        if not cell(name):
            problems.append(row.problem(name, f"{name} is empty"))
    statistic = tried(choice, row, "statistic", STATISTICS, default="level")
    given, part, other = tried(divided, cell("selectors", ""), default=((), (), ()))
    first, last = tried(window, cell("months", ""), default=("", ""))
    value = tried(number, row, "value", decimal_comma, default=math.nan)
    sd = tried(number, row, "sd", decimal_comma, default=math.nan)
    sd_model = tried(number, row, "sd_model", decimal_comma, 0.0, default=math.nan)
    bound, scale = tried(choice, row, "bound", BOUNDS, default="="), tried(choice, row, "scale", SCALES, default="linear")
    if scale == "log" and value <= 0:
        problems.append(row.problem("value", f"value is {value:g}; on the scale log it must be above 0"))
    if statistic == "ratio" and not other and cell("selectors") is not None:
        problems.append(row.problem("selectors", "a ratio needs what it divides by: part / other, such as region=us / region=china"))
    if statistic != "ratio" and other:
        problems.append(row.problem("selectors", f"a {statistic} divides by nothing; with a / the statistic is ratio"))
    if statistic in ("share", "rank") and not part:
        problems.append(row.problem("selectors", f"a {statistic} needs selectors that say of what"))
    if statistic == "growth" and first and first == last:
        problems.append(row.problem("months", "growth needs two months, such as 2025-01..2025-12"))
    if problems:
        return None, problems
    return Target(row, cell("id", ""), cell("series", ""), given, part, other, first, last, statistic, value, sd, sd_model,
                  cell("unit", ""), bound, scale, cell("group", "")), []


def read_targets(path: Path) -> tuple[list[Target], list[Problem]]:
    problems: list[Problem] = []
    header, rows, delimiter = table.rows(path, OTHER_NAMES, problems)
    if missing := [name for name in NEEDED if name not in header]:
        known = [*NEEDED, *OPTIONAL]
        strange = [name for name in header if name and name not in known]
        hints = "".join(f"; {name}{nearest(name, missing, 0).replace(';', ':')}" for name in strange
                        if nearest(name, missing, 0))
        raise FormatError(f"{path}:1:1: a table of targets needs the columns {', '.join(NEEDED)}; "
                          f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing{hints}")
    found: dict[str, Target] = {}
    for row in rows:
        one, wrong = target(row, delimiter == ";")
        problems += wrong
        if one and one.id in found:
            problems.append(row.problem("id", f"id {one.id} stands in line {found[one.id].row.line} already"))
        elif one:
            found[one.id] = one
    return list(found.values()), problems


def months_between(first: str, last: str) -> list[str]:
    return [str(one) for one in pd.period_range(first, last, freq="M")]
