"""Who took from whom: moves between kinds of models in the baseline, and what another arm changes in them."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis import flows
from analysis.arms_figures import SMALL, arm_name, sentence, short, wrapped
from analysis.question import Question, farthest, summary
from analysis.style import GREY, INK, named

COUNT = len(flows.KINDS)
LEAST = 0.05  # what is smaller rounds to nothing


def square(axis: Axes, sizes: np.ndarray, title: str) -> None:
    """A matrix of greys, from white to dark by size; NaN stays white."""
    top = np.nanmax(sizes) if np.nansum(sizes) > 0 else 1.0
    axis.imshow(sizes, cmap="Greys", norm=PowerNorm(0.6, 0, 1.25 * top), aspect="auto")
    axis.set_xticks(range(COUNT), flows.KINDS, rotation=40, ha="right", rotation_mode="anchor")
    axis.set_yticks(range(COUNT), flows.KINDS)
    axis.set_xticks(np.arange(COUNT + 1) - 0.5, minor=True)
    axis.set_yticks(np.arange(COUNT + 1) - 0.5, minor=True)
    axis.grid(False)
    axis.grid(which="minor", axis="both", color="#d5d5d5", linewidth=0.8)
    axis.tick_params(which="both", length=0)
    axis.set_xlabel("to")
    axis.set_title(title, fontsize=10)


def write_cell(axis: Axes, row: int, column: int, words: str, **style: object) -> None:
    axis.text(column, row, words, ha="center", va="center", fontsize=SMALL, **style)


def unsigned(value: float) -> str:
    return "0" if value < LEAST else f"{value:.1f}"


def signed(value: float) -> str:
    """With its sign, unless it rounds to nothing."""
    return "0" if abs(value) < LEAST else f"{value:+.1f}".replace("-", "−")


def draw_gross(axis: Axes, gross: np.ndarray, title: str) -> None:
    square(axis, gross, title)
    for (i, j), value in np.ndenumerate(gross):
        write_cell(axis, i, j, unsigned(value), color="white" if value > 0.5 * gross.max() else INK)


def draw_change(axis: Axes, runs: np.ndarray, title: str) -> None:
    """Half of the square, as the other half is its mirror image. What could be sampling noise stays white, in grey."""
    found = {(i, j): summary(runs[:, i, j]) for i in range(COUNT) for j in range(i + 1, COUNT)}
    sizes = np.full((COUNT, COUNT), np.nan)
    for place, one in found.items():
        if (one.low > 0 or one.high < 0) and abs(one.mean) >= LEAST:
            sizes[place] = abs(one.mean)
    square(axis, sizes, title)
    for (i, j), one in found.items():
        if np.isnan(sizes[i, j]):
            write_cell(axis, i, j, signed(one.mean), color=GREY)
        elif one.mean < 0:  # hatched, so as to be told from gains without colour
            on_dark = sizes[i, j] > 0.4 * np.nanmax(sizes)
            axis.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, fill=False, hatch="\\\\\\", linewidth=0,
                                     edgecolor="white" if on_dark else GREY))
            write_cell(axis, i, j, signed(one.mean), color=INK,
                       bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})
        else:
            write_cell(axis, i, j, signed(one.mean), color="white" if one.mean > 0.5 * np.nanmax(sizes) else INK)


def draw(question: Question) -> Figure:
    """Gross flows of the baseline, and the change in net flows of the arm that differs most from it."""
    arm = farthest(question, question.outcomes[0])
    baseline = flows.moves(question.data, 0)
    change = flows.net_change(flows.moves(question.data, question.arms.index(arm)), baseline)
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 5.3), sharey=True)
    figure.subplots_adjust(left=0.125, right=0.985, top=0.83, bottom=0.32, wspace=0.06)
    draw_gross(left, flows.shares(np.nanmean(baseline, axis=0)),
               f"{sentence(arm_name(question.baseline))}: all moves\n(% of all moves)")
    draw_change(right, change, f"{sentence(arm_name(arm))} − {short(named(question.baseline), 12)}: "
                               "change in net moves\n(percentage points of all moves)")
    left.set_ylabel("from")
    every = flows.months_between(question.data.time.values)
    when = "every month" if every == 1 else f"recorded months only (one in {every})"
    figure.suptitle(wrapped(f"{question.title}: who took developers from whom, from the row to the column", 95),
                    x=0.01, ha="left", fontsize=11, weight="bold")
    figure.text(0.01, 0.02, f"Developer-tasks that moved between product lines, by openness and origin of the maker; "
                f"counts of {when},\nmean of {question.data.sizes['replicate']} runs. Right: minus and hatched, more "
                f"from column to row; grey on white, below {LEAST} or maybe sampling noise (95 %).", fontsize=SMALL, color=GREY)
    return figure
