"""Pictures of a question's arms: their paths, and their differences from the baseline."""

from __future__ import annotations

import re
import textwrap

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from analysis.question import (Outcome, Question, Test, against, bounds, classify, combine, contrast, is_difference, quantiles,
                               share_seeds, summary, trajectory)
from analysis.reader import NotRecorded
from analysis.style import DASHES, GREY, INK, calendar, canvas, end_labels, last_value, named

# From dark to light as far as their number allows; dashes and markers tell them apart without colour.
COLOURS = ["#c4500a", "#0b3c6f", "#009e73", "#a6579b", "#b8860b", "#5b8db8", "#8c2d04", "#4d4d4d"]
MARKERS = "osD^vPX"
SMALL = 9
LABEL = 22  # characters that fit beside a panel
MOST_SHADES = 5  # more of them on top of each other are mud; the differences show the variation of every arm
CLAIMED = {"facecolor": "#e9e9e9", "edgecolor": "#b5b5b5", "hatch": "////", "linewidth": 0}


def of_all_months(description: str) -> str:
    """A description without its last part if that is a date, such as ", mean of 2028-30": a path has all months."""
    head, comma, tail = description.rpartition(", ")
    return head if comma and re.search(r"20\d\d", tail) else description


def look(place: int) -> dict[str, object]:
    """Colour, dash and marker of an arm; the baseline is black and solid."""
    if place == 0:
        return {"color": INK, "linestyle": "-", "marker": ""}
    return {"color": COLOURS[(place - 1) % len(COLOURS)], "linestyle": DASHES[1 + (place - 1) % (len(DASHES) - 1)],
            "marker": MARKERS[(place - 1) % len(MARKERS)]}


def short(words: str, most: int) -> str:
    return words if len(words) <= most else words[:most - 1].rstrip() + "…"


def wrapped(words: str, width: int) -> str:
    return "\n".join(textwrap.wrap(words, width))


def arm_name(arm: str) -> str:
    return short(named(arm), LABEL)


def of_differences(unit: str) -> str:
    """Percentages differ by percentage points."""
    return {"%": "percentage points", "1": "difference, no unit"}.get(unit, unit)


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def series_label(outcome: Outcome) -> str:
    """The series and its place in words, with the unit."""
    series = outcome.series
    for axis in outcome.select:  # compute_stock_region of China is China's compute stock
        series = series.removesuffix(f"_{axis}")
    parts = [sentence(named(series)), *(named(place) for place in outcome.select.values())]
    if outcome.across in ("mean", "min", "max"):
        parts.append({"mean": "mean", "min": "lowest", "max": "highest"}[outcome.across])
    if outcome.is_share:
        parts.append("share")
    unit = "" if outcome.unit == "1" else f" ({outcome.unit})"
    return wrapped(", ".join(parts) + unit, 44)


def drawable_paths(question: Question) -> tuple[list[Outcome], list[str]]:
    """The first outcome and the next one of another series, and why others were left out."""
    chosen: list[Outcome] = []
    missing: dict[str, str] = {}
    for outcome in question.outcomes:
        if len(chosen) == 2 or outcome.series in [one.series for one in chosen]:
            continue
        try:
            trajectory(question.data, outcome)
        except NotRecorded as error:
            missing.setdefault(outcome.series, str(error))
        else:
            chosen.append(outcome)
    return chosen, list(missing.values())


def paths(axis: Axes, question: Question, outcome: Outcome) -> None:
    times = question.data.time.values
    low, middle, high = quantiles(trajectory(question.data, outcome)).values
    labels = []
    for place in reversed(range(len(question.arms))):  # the baseline comes last, on top
        style = look(place)
        if place == 0 or len(question.arms) <= MOST_SHADES:
            axis.fill_between(times, low[place], high[place], color=style["color"], alpha=0.13, linewidth=0)
        every = max(1, len(times) // 8)
        axis.plot(times, middle[place], **style, markersize=4.5, markevery=slice(place % every, -1, every),
                  zorder=4 if place == 0 else 3)
        labels.append((last_value(middle[place]), arm_name(question.arms[place]), style["color"]))
    if 0 <= np.nanmin(low) < 0.3 * np.nanmax(high):  # else zero would press all lines into a corner
        axis.set_ylim(bottom=0)
    axis.set_ylabel(series_label(outcome))
    end_labels(axis, labels)


def fan(question: Question) -> Figure:
    """Median and 5-95 % of the runs by arm."""
    shown, missing = drawable_paths(question)
    if not shown:
        raise NotRecorded("; ".join(missing))
    figure, axes = canvas(len(shown), 5)
    wide = len(shown) == 1
    figure.subplots_adjust(left=0.08, right=0.8 if wide else 0.83, top=0.76, bottom=0.13, wspace=0.85)
    for axis, outcome in zip(axes, shown):
        calendar(axis, question.data.time.values, note=axis is axes[0])
        paths(axis, question, outcome)
        axis.set_title(wrapped(of_all_months(outcome.description), 90 if wide else 40), pad=18, fontsize=10)
    figure.suptitle(question.title, x=0.01, y=0.97, ha="left", fontsize=13, weight="bold")
    shaded = "" if len(question.arms) <= MOST_SHADES else " of the baseline"
    figure.text(0.01, 0.02, f"Lines: median of {question.data.sizes['replicate']} runs; shades: 5-95 % of the runs"
                f"{shaded}; black: {named(question.baseline)}, the baseline.", fontsize=SMALL, color=GREY)
    return figure


def forest_rows(question: Question) -> list[tuple[str, np.ndarray]]:
    """The arms against the baseline, then what else the tests compare."""
    rows = [(contrast(question, against(question, arm)), against(question, arm)) for arm in question.arms[1:]]
    for test in filter(is_difference, question.tests):
        if not any(np.array_equal(test.weights, weights) for _, weights in rows):
            rows.append((contrast(question, test.weights), test.weights))
    return rows


def forest_row(axis: Axes, height: float, values: np.ndarray, style: dict[str, object]) -> None:
    found, colour = summary(values), style["color"]
    jitter = height + 0.3 + 0.06 * ((np.arange(len(values)) % 3) - 1)
    axis.plot(values, jitter, ".", color=colour, alpha=0.45, markersize=3.5, markeredgewidth=0, zorder=2)
    axis.plot([found.q05, found.q95], [height] * 2, "|-", color=colour, linewidth=1.1, markersize=8, zorder=3)
    axis.plot([found.low, found.high], [height] * 2, color=colour, linewidth=5, solid_capstyle="butt", zorder=3)
    axis.plot(found.mean, height, style["marker"], color="white", markeredgecolor=colour, markersize=6.5,
              markeredgewidth=1.6, zorder=4)


def mark_claims(axis: Axes, question: Question, tests: list[tuple[float, Test]]) -> None:
    """Hatches what the claim has the mean in, and says beside the row whether it is there."""
    left, right = axis.get_xlim()
    room = 0.12 * (right - left)
    for height, test in tests:
        for bound in bounds(question, test):
            if np.isfinite(bound):
                left, right = min(left, bound - room), max(right, bound + room)
    for height, test in tests:
        above, below = bounds(question, test)
        low, high = max(above, left), min(below, right)
        axis.add_patch(Rectangle((low, height - 0.42), high - low, 0.84, zorder=0.5, **CLAIMED))
        for bound in (above, below):
            if np.isfinite(bound):
                axis.plot([bound] * 2, [height - 0.42, height + 0.42], color=INK, linewidth=1.4, zorder=2.5)
        axis.annotate(classify(question, test), (1.02, height), xycoords=("axes fraction", "data"), va="center",
                      fontsize=SMALL, weight="bold", color=INK, annotation_clip=False)
    axis.set_xlim(left, right)


def forest(axis: Axes, question: Question, outcome: Outcome, rows: list[tuple[str, np.ndarray]]) -> None:
    tests = []
    for height, (_, weights) in enumerate(rows):
        style = look(height + 1) if height < len(question.arms) - 1 else {"color": GREY, "marker": "o"}
        forest_row(axis, height, combine(question, outcome, weights), style)
        tests += [(height, test) for test in filter(is_difference, question.tests)
                  if test.outcome == outcome.name and np.array_equal(test.weights, weights)]
    axis.axvline(0, color=INK, linewidth=0.9, zorder=1)
    axis.set_ylim(len(rows) - 0.4, -0.6)
    axis.set_yticks(range(len(rows)), [wrapped(label, 24) for label, _ in rows])
    axis.tick_params(axis="y", length=0)
    axis.locator_params(axis="x", nbins=5)
    axis.grid(axis="x")
    axis.grid(axis="y", visible=False)
    axis.margins(x=0.08)
    mark_claims(axis, question, tests)
    if len(rows) > len(question.arms) - 1:
        axis.axhline(len(question.arms) - 1.5, color=GREY, linewidth=0.8, linestyle=(0, (1, 2)))
    axis.set_xlabel(of_differences(outcome.unit))
    axis.set_title(wrapped(outcome.description, 28), fontsize=10)


def key_below(figure: Figure, handles: list[Artist], columns: int) -> None:
    """A key below the panels, which a constrained layout knows nothing of."""
    inches = 0.15 + 0.2 * -(-len(handles) // columns)
    below = inches / figure.get_size_inches()[1]
    figure.get_layout_engine().set(rect=(0, below, 1, 1 - below))
    figure.legend(handles=handles, loc="lower center", ncol=columns, fontsize=SMALL)


def differences(question: Question) -> Figure:
    """A forest plot: for each outcome a panel, for each arm the paired difference from the baseline."""
    rows, count = forest_rows(question), len(question.outcomes)
    columns = min(count, 3 if count not in (2, 4) else 2)
    lines = -(-count // columns)
    figure, axes = plt.subplots(lines, columns, figsize=(10, 1 + lines * (1.1 + 0.3 * len(rows))), squeeze=False,
                                layout="constrained", sharey=True)
    for axis, outcome in zip(axes.flat, question.outcomes):
        forest(axis, question, outcome, rows)
    key = [Line2D([], [], color=GREY, marker="o", markerfacecolor="white", linewidth=5,
                  label="mean and its 95 % interval"),
           Line2D([], [], color=GREY, linewidth=1.1, marker="|", markersize=8, label="5-95 % of the runs"),
           Line2D([], [], color=GREY, marker=".", linestyle="none", label="single runs")]
    if any(map(is_difference, question.tests)):
        key.append(Patch(**CLAIMED, label="where the claim has the mean"))
    for axis in axes.flat[count:]:
        axis.axis("off")
    spare = axes.flat[count] if count < axes.size else None
    if spare is not None:
        spare.legend(handles=key, loc="center left", fontsize=SMALL)
    else:
        key_below(figure, key, len(key))
    runs = f"{question.data.sizes['replicate']} runs" + (", same random numbers" if share_seeds(question) else "")
    figure.suptitle(wrapped(f"{question.title}: differences from {named(question.baseline)}, run by run ({runs})", 95),
                    x=0.01, ha="left", fontsize=11, weight="bold")
    return figure
