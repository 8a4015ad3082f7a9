"""The picture of why the arms of a question differ: the part of each channel in the differences of the first outcome."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from analysis.arms_figures import key_below, of_differences, wrapped
from analysis.question import Question
from analysis.style import GREY, INK, named
from analysis.why import Why, open_why, stacked

# Neighbours in a bar differ in brightness and in hatching.
CHANNELS = {"direct": ("#4d4d4d", ""), "compute": ("#9ecae9", "////"), "research": ("#0b3c6f", "\\\\\\"),
            "release": ("#fdae6b", "...."), "pricing": ("#a63f03", "xxx"), "community": ("#efefef", "")}
SPARE = [("#a6579b", "++"), ("#d9d9d9", "xxxx"), ("#009e73", "oo"), ("#ffffff", "----")]


def looks(channels: list[str]) -> list[tuple[str, str]]:
    spare = iter(SPARE * len(channels))
    return [CHANNELS[channel] if channel in CHANNELS else next(spare) for channel in channels]


def is_light(colour: str) -> bool:
    return float(np.dot(to_rgb(colour), [0.2126, 0.7152, 0.0722])) > 0.45


def bars(axis: Axes, found: Why) -> None:
    starts = stacked(found.contribution)
    for place, (channel, (colour, hatch)) in enumerate(zip(found.channels, looks(found.channels))):
        axis.barh(range(len(found.arms)), found.contribution[:, place], 0.5, left=starts[:, place], color=colour,
                  hatch=hatch, edgecolor=GREY if is_light(colour) else "white", linewidth=0.8, label=named(channel))
    for height, runs in enumerate(found.difference):
        known = runs[np.isfinite(runs)]
        if not known.size:
            continue
        low, high = np.quantile(known, [0.05, 0.95])
        axis.plot([low, high], [height + 0.38] * 2, color=INK, linewidth=1.3)
        axis.plot(known.mean(), height + 0.38, "D", color="white", markeredgecolor=INK, markeredgewidth=1.6,
                  markersize=7)


def draw(question: Question) -> Figure:
    """What each channel adds to the differences of the first outcome."""
    found, outcome = open_why(question.beside("why"), question), question.outcomes[0]
    figure, axis = plt.subplots(figsize=(10, 2.3 + 0.55 * len(found.arms)), layout="constrained")
    bars(axis, found)
    axis.axvline(0, color=INK, linewidth=0.9)
    axis.plot([], [], "D-", color=INK, markerfacecolor="white", markeredgewidth=1.6, linewidth=1.3,
              label="in all: mean, 5-95 % of the runs")
    axis.set_yticks(range(len(found.arms)), [wrapped(named(arm), 20) for arm in found.arms])
    axis.set_ylim(len(found.arms) - 0.35, -0.5)
    axis.tick_params(axis="y", length=0)
    axis.grid(axis="x")
    axis.grid(axis="y", visible=False)
    base = named(question.baseline)
    axis.set_xlabel(f"difference from {base} ({of_differences(outcome.unit)}); bars: by channel (Shapley values)")
    axis.set_title(wrapped(f"{outcome.description}: why arms differ from {base}", 92))
    key_below(figure, axis.get_legend_handles_labels()[0], 4)
    return figure
