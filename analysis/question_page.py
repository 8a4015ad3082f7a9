"""The report on a question: one self-contained HTML page with the verdict, its tables and its pictures."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis import question_figures
from analysis.page import command, made_by, template
from analysis.question import (Outcome, Question, Summary, Test, against, classify, combine, contrast, contrast_values,
                               summary, unit_of)
from analysis.reader import provenance, text

CAPTIONS = {
    "fan": "Median of the runs and the range that holds 90 % of them, by arm.",
    "differences": "Differences from the first arm, run by run: mean with its 95 % interval, and 90 % of the runs; hatched, "
                   "where the claim has the mean.",
    "flows": "Who took developers from whom, from the row to the column, and how that changes in the arm that differs most.",
    "flips": "The question asked again for many parameter samples: where the same tests hold, and which assumption decides that.",
    "why": "Differences by the channel they need: Shapley values over hybrid runs, in which channels keep to the first arm's path.",
}


class Row(NamedTuple):
    arm: str
    level: str
    difference: str
    runs: int


def decimals(size: float) -> int:
    """As many as make sense beside numbers of this size."""
    return 0 if not np.isfinite(size) or size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3 if size >= 0.1 else 4


def with_range(found: Summary, places: int, sign: str = "") -> str:
    """A mean is never shown without the range of the runs."""
    if found.runs == 0:
        return "none"
    shown = [f"{value:{sign},.{places}f}" for value in (found.mean, found.q05, found.q95)]
    return f"{shown[0]} ({shown[1]} to {shown[2]})" if found.runs > 1 else f"{shown[0]} (one run)"


def rows(question: Question, outcome: Outcome) -> list[Row]:
    levels = [summary(values) for values in outcome.values]
    differences = [summary(combine(question, outcome, against(question, arm))) for arm in question.arms[1:]]
    # Levels take the decimals of what differs, where anything does.
    widths = [abs(value) for one in differences for value in (one.mean, one.q05, one.q95)]
    widths += [one.q95 - one.q05 for one in levels]
    size = max((width for width in widths if np.isfinite(width)), default=0) or max(abs(one.mean) for one in levels)
    texts = ["", *(with_range(one, decimals(size), "+") for one in differences)]
    return [Row(arm, with_range(level, decimals(size)), difference, level.runs)
            for arm, level, difference in zip(question.arms, levels, texts)]


def claimed(test: Test, unit: str) -> str:
    bounds = [f"{word} {bound:g}" for word, bound in (("above", test.above), ("below", test.below)) if np.isfinite(bound)]
    return f"{' and '.join(bounds)} {unit}".strip()


def tests(question: Question) -> list[dict[str, str]]:
    table = []
    for test in question.tests:
        found, unit = summary(contrast_values(question, test)), unit_of(question, test)
        half = found.mean - found.low
        places = decimals(max(abs(found.mean), half if np.isfinite(half) else 0))
        table.append({
            "description": test.description or test.name, "what": f"{test.outcome}{f' - {test.minus}' if test.minus else ''} "
            f"of {contrast(question, test.weights)}", "claimed": claimed(test, unit), "finding": classify(question, test),
            "found": f"{found.mean:+,.{places}f} ± {half:,.{places}f} {unit}".strip() if np.isfinite(half) else "one run"})
    return table


def verdict(findings: list[str]) -> str:
    """As the program judges: supported if all tests hold, contradicted if none does."""
    if "fails" not in findings:
        return "" if not findings else "not settled" if "open" in findings else "supported"
    return "depends" if "holds" in findings else "contradicted"


def image(path: Path) -> str:
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()


def write(question: Question, page: Path) -> list[str]:
    """Writes PAGE.html and the folder PAGE_figures; returns what is not on the pictures, and why."""
    page.parent.mkdir(parents=True, exist_ok=True)
    drawn = question_figures.write(question, page.with_name(f"{page.stem}_figures"))
    judged = tests(question)
    known = provenance(question.path)
    page.write_text(template("question.html.j2").render(
        title=question.title, question=text(question.data.attrs.get("question", "")), claim=question.claim, tests=judged,
        verdict=verdict([test["finding"] for test in judged]), baseline=question.baseline,
        tables=[(outcome, rows(question, outcome)) for outcome in question.outcomes],
        figures=[(CAPTIONS[path.stem], image(path)) for path in drawn.paths],
        command=command(known), made_by=made_by(known)), encoding="utf-8")
    return drawn.notes
