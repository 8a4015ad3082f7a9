"""The picture of the parameter samples of a question: where its verdict flips, and which assumption decides that."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from analysis.arms_figures import SMALL, wrapped
from analysis.question import Question
from analysis.samples import ParameterSamples, open_samples
from analysis.style import GREY, INK, named

MOST_BARS = 6
MARKS = {True: ("the same tests hold", {"marker": "o", "markerfacecolor": "white", "markeredgecolor": "#0b3c6f"}),
         False: ("other tests hold", {"marker": "X", "markerfacecolor": "#c4500a", "markeredgecolor": "white",
                                     "markeredgewidth": 0.5})}


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


def split_line(axis: Axes, samples: ParameterSamples, place: int, across: bool) -> None:
    """Where the samples are cut in two, and the share of each part in which the same tests hold."""
    at = samples.split[place]
    if not np.isfinite(at):
        return
    line = {"color": INK, "linewidth": 1, "linestyle": (0, (4, 2)), "zorder": 1}
    below, above = percent(samples.share_below[place]), percent(samples.share_above[place])
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


def scatter(axis: Axes, samples: ParameterSamples) -> None:
    places = samples.largest(2)
    x, y = (samples.values[place] for place in (places if len(places) > 1 else places * 2))
    for flag, (_, style) in MARKS.items():
        here = samples.same == flag
        axis.plot(x[here], y[here], linestyle="none", markersize=6.5, zorder=3, **style)
    if is_wide(x):
        axis.set_xscale("log")
        plain_ratios(axis.xaxis)
    if is_wide(y):
        axis.set_yscale("log")
        plain_ratios(axis.yaxis)
    axis.set_xlabel(with_unit(samples.factors[places[0]], samples.units[places[0]]))
    axis.set_ylabel(with_unit(samples.factors[places[-1]], samples.units[places[-1]]))
    axis.grid(axis="both")
    axis.set_title("Parameter samples by the two most telling factors", fontsize=10, pad=20)
    for place, across in zip(places, (False, True)):
        split_line(axis, samples, place, across)
    key = [Line2D([], [], linestyle="none", markersize=6.5, **style,
                  label=f"{name}: {np.count_nonzero(samples.same == flag)}") for flag, (name, style) in MARKS.items()]
    axis.legend(handles=key, loc="upper center", bbox_to_anchor=(0.5, -0.15), ncol=3, fontsize=SMALL,
                handletextpad=0.2, columnspacing=1.2)


def distances(axis: Axes, samples: ParameterSamples) -> None:
    places = samples.largest(MOST_BARS)
    sizes = np.nan_to_num(samples.distance[places])
    axis.barh(range(len(places)), sizes, 0.62, color=["#0b3c6f" if rank < 2 else "#9ecae9"
                                                      for rank in range(len(places))])
    for height, size in enumerate(sizes):
        axis.text(size, height, f" {size:.2f}", va="center", fontsize=SMALL, color=INK)
    labels = [wrapped(factor_name(samples.factors[place]), 24) for place in places]
    axis.set_yticks(range(len(places)), labels, fontsize=SMALL)
    axis.set_ylim(len(places) - 0.4, -0.6)
    axis.set_xlim(0, max(0.1, 1.18 * sizes.max()))
    axis.tick_params(axis="y", length=0)
    axis.locator_params(axis="x", nbins=4)
    axis.grid(axis="x")
    axis.grid(axis="y", visible=False)
    axis.set_xlabel("distance (Kolmogorov-Smirnov, 0 to 1)")
    axis.set_title("How far a factor separates the two", fontsize=10, x=-0.9)


def tests(axis: Axes, samples: ParameterSamples) -> None:
    shares = samples.holds.mean(axis=1)
    axis.barh(range(len(shares)), shares, 0.62, color="#8c8c8c")
    for height, share in enumerate(shares):
        axis.text(share, height, f" {percent(share)}", va="center", fontsize=SMALL, color=INK)
    axis.set_yticks(range(len(shares)), [wrapped(named(name), 30) for name in samples.tests], fontsize=SMALL)
    axis.set_ylim(len(shares) - 0.4, -0.6)
    axis.set_xlim(0, 1.2)
    axis.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    axis.tick_params(axis="y", length=0)
    axis.grid(axis="x")
    axis.grid(axis="y", visible=False)
    axis.set_title("Samples in which a test holds", fontsize=10, x=-0.9)


def flips(question: Question) -> Figure:
    """In which parameter samples other tests hold, and which assumptions decide that."""
    samples = open_samples(question.beside("robust"))
    figure, axes = plt.subplot_mosaic([["map", "tests"], ["map", "factors"]], figsize=(10, 5.8), gridspec_kw={
        "width_ratios": [1.5, 1], "height_ratios": [len(samples.tests) + 1, MOST_BARS + 1]})
    figure.subplots_adjust(left=0.085, right=0.975, top=0.83, bottom=0.2, wspace=0.85, hspace=0.55)
    scatter(axes["map"], samples)
    tests(axes["tests"], samples)
    distances(axes["factors"], samples)
    claim = (samples.claim or question.claim or question.title).rstrip(".")
    found = f"the same tests hold in {percent(samples.same.mean())} of {len(samples.same)} parameter samples"
    if np.isfinite(samples.baseline_agreement):
        found += f" (from sampling noise alone: {percent(samples.baseline_agreement)})"
    figure.suptitle(wrapped(f"{claim}: {found}", 88), x=0.01, y=0.98, ha="left", fontsize=12, weight="bold")
    figure.text(0.01, 0.02, "A dot is a parameter sample. Dashed: split of the factor; beside it the share of samples on either "
                "side in which the same tests hold.", fontsize=SMALL, color=GREY)
    return figure
