"""Pictures of the files beside a question: where its verdict flips, and why its arms differ."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from analysis.arms_figures import SMALL, key_below, of_differences, wrapped
from analysis.question import Question
from analysis.siblings import Why, Worlds, open_why, open_worlds, stacked
from analysis.style import GREY, INK, named

MOST_BARS = 6
MARKS = {True: ("the same tests hold", {"marker": "o", "markerfacecolor": "white", "markeredgecolor": "#0b3c6f"}),
         False: ("others do", {"marker": "X", "markerfacecolor": "#c4500a", "markeredgecolor": "white",
                                     "markeredgewidth": 0.5})}
# Neighbours in a bar differ in brightness and in hatching.
CHANNELS = {"direct": ("#4d4d4d", ""), "compute": ("#9ecae9", "////"), "research": ("#0b3c6f", "\\\\\\"),
            "release": ("#fdae6b", "...."), "pricing": ("#a63f03", "xxx"), "community": ("#efefef", "")}
SPARE = [("#a6579b", "++"), ("#d9d9d9", "xxxx"), ("#009e73", "oo"), ("#ffffff", "----")]


def factor_name(factor: str) -> str:
    """research.imitation_open: research, imitation open."""
    return ": ".join(named(part) for part in factor.split("."))


def with_unit(factor: str, unit: str) -> str:
    return factor_name(factor) + (f" ({unit})" if unit not in ("", "1") else "")


def percent(share: float) -> str:
    return "–" if not np.isfinite(share) else f"{100 * share:.0f} %"


def is_wide(values: np.ndarray) -> bool:
    """Whether it spans so much, and lies so evenly in its logarithm, that equal ratios should be equal steps."""
    low, middle, high = np.nanmin(values), np.nanmedian(values), np.nanmax(values)
    return bool(low > 0 and high / low >= 5 and abs(middle - np.sqrt(low * high)) < abs(middle - (low + high) / 2))


def plain_ratios(axis: Axis) -> None:
    """A log axis with plain numbers at 1, 2, 5, 10."""
    axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.10g}"))
    axis.set_minor_locator(NullLocator())


def split_line(axis: Axes, worlds: Worlds, place: int, across: bool) -> None:
    """Where worlds are cut in two, and in how many of each half the same tests hold."""
    at = worlds.split[place]
    if not np.isfinite(at):
        return
    line = {"color": INK, "linewidth": 1, "linestyle": (0, (4, 2)), "zorder": 1}
    below, above = percent(worlds.share_below[place]), percent(worlds.share_above[place])
    words = {"fontsize": SMALL, "color": INK, "annotation_clip": False, "textcoords": "offset points"}
    if across:
        axis.axhline(at, **line)
        for share, shift, va in ((below, -4, "top"), (above, 4, "bottom")):
            axis.annotate(share, (1, at), xytext=(4, shift), va=va, ha="left", **words,
                          xycoords=axis.get_yaxis_transform())
    else:
        axis.axvline(at, **line)
        for share, shift, ha in ((below, -4, "right"), (above, 4, "left")):
            axis.annotate(share, (at, 1), xytext=(shift, 4), va="bottom", ha=ha, **words,
                          xycoords=axis.get_xaxis_transform())


def scatter(axis: Axes, worlds: Worlds) -> None:
    places = worlds.largest(2)
    x, y = (worlds.values[place] for place in (places if len(places) > 1 else places * 2))
    for flag, (_, style) in MARKS.items():
        here = worlds.same == flag
        axis.plot(x[here], y[here], linestyle="none", markersize=6.5, zorder=3, **style)
    if is_wide(x):
        axis.set_xscale("log")
        plain_ratios(axis.xaxis)
    if is_wide(y):
        axis.set_yscale("log")
        plain_ratios(axis.yaxis)
    axis.set_xlabel(with_unit(worlds.factors[places[0]], worlds.units[places[0]]))
    axis.set_ylabel(with_unit(worlds.factors[places[-1]], worlds.units[places[-1]]))
    axis.grid(axis="both")
    axis.set_title("Worlds by the two factors that tell most", fontsize=10, pad=20)
    for place, across in zip(places, (False, True)):
        split_line(axis, worlds, place, across)
    key = [Line2D([], [], linestyle="none", markersize=6.5, **style,
                  label=f"{name}: {np.count_nonzero(worlds.same == flag)}") for flag, (name, style) in MARKS.items()]
    axis.legend(handles=key, loc="upper center", bbox_to_anchor=(0.5, -0.15), ncol=3, fontsize=SMALL,
                handletextpad=0.2, columnspacing=1.2)


def distances(axis: Axes, worlds: Worlds) -> None:
    places = worlds.largest(MOST_BARS)
    sizes = np.nan_to_num(worlds.distance[places])
    axis.barh(range(len(places)), sizes, 0.62, color=["#0b3c6f" if rank < 2 else "#9ecae9"
                                                      for rank in range(len(places))])
    for height, size in enumerate(sizes):
        axis.text(size, height, f" {size:.2f}", va="center", fontsize=SMALL, color=INK)
    labels = [wrapped(factor_name(worlds.factors[place]), 24) for place in places]
    axis.set_yticks(range(len(places)), labels, fontsize=SMALL)
    axis.set_ylim(len(places) - 0.4, -0.6)
    axis.set_xlim(0, max(0.1, 1.18 * sizes.max()))
    axis.tick_params(axis="y", length=0)
    axis.locator_params(axis="x", nbins=4)
    axis.grid(axis="x")
    axis.grid(axis="y", visible=False)
    axis.set_xlabel("distance (Kolmogorov-Smirnov, 0 to 1)")
    axis.set_title("How far a factor tells the two apart", fontsize=10, x=-0.9)


def tests(axis: Axes, worlds: Worlds) -> None:
    shares = worlds.holds.mean(axis=1)
    axis.barh(range(len(shares)), shares, 0.62, color="#8c8c8c")
    for height, share in enumerate(shares):
        axis.text(share, height, f" {percent(share)}", va="center", fontsize=SMALL, color=INK)
    axis.set_yticks(range(len(shares)), [wrapped(named(name), 30) for name in worlds.tests], fontsize=SMALL)
    axis.set_ylim(len(shares) - 0.4, -0.6)
    axis.set_xlim(0, 1.2)
    axis.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    axis.tick_params(axis="y", length=0)
    axis.grid(axis="x")
    axis.grid(axis="y", visible=False)
    axis.set_title("Worlds in which a test holds", fontsize=10, x=-0.9)


def flips(question: Question) -> Figure:
    """In which worlds other tests hold, and which assumptions decide that."""
    worlds = open_worlds(question.beside("robust"))
    figure, axes = plt.subplot_mosaic([["map", "tests"], ["map", "factors"]], figsize=(10, 5.8), gridspec_kw={
        "width_ratios": [1.5, 1], "height_ratios": [len(worlds.tests) + 1, MOST_BARS + 1]})
    figure.subplots_adjust(left=0.085, right=0.975, top=0.83, bottom=0.2, wspace=0.85, hspace=0.55)
    scatter(axes["map"], worlds)
    tests(axes["tests"], worlds)
    distances(axes["factors"], worlds)
    claim = (worlds.claim or question.claim or question.title).rstrip(".")
    found = f"the same tests hold in {percent(worlds.same.mean())} of {len(worlds.same)} worlds"
    if np.isfinite(worlds.at_home):
        found += f" (chance alone leaves {percent(worlds.at_home)})"
    figure.suptitle(wrapped(f"{claim}: {found}", 88), x=0.01, y=0.98, ha="left", fontsize=12, weight="bold")
    figure.text(0.01, 0.02, "A dot is a world. Dashed: split of the factor; beside it the share of worlds on either "
                "side in which the same tests hold.", fontsize=SMALL, color=GREY)
    return figure


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


def why(question: Question) -> Figure:
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
