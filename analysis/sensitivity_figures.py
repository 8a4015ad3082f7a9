"""Pictures of sensitivity: bars of indices, or mean size against standard deviation of elementary effects."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from analysis.designs import Unfit
from analysis.sensitivity import Estimate
from analysis.sensitivity_report import Analysis
from analysis.style import GREY, INK, SETTINGS

MOST = 8  # panels on one picture
# Middle and plain, light and hatched: told apart without colour, and intervals are seen on both.
BARS = {"S1": {"color": "#5b8db8", "label": "S1, alone"},
        "ST": {"color": "#fdae6b", "hatch": "////", "edgecolor": "#8c2d04", "linewidth": 0.6,
               "label": "ST, with interactions"}}


class NotDrawn(Exception):
    """The picture cannot be written."""


def whiskers(one: Estimate, place: np.ndarray) -> np.ndarray:
    """Lengths of the intervals below and above the values."""
    return np.maximum(np.stack([one.value - one.low, one.high - one.value])[:, place], 0)


def bars(axis: Axes, found: Analysis, order: np.ndarray) -> None:
    height = 0.8 / len(found.columns)
    for rank, (label, one) in enumerate(found.columns.items()):
        at = np.arange(len(order)) + (rank - (len(found.columns) - 1) / 2) * height
        axis.barh(at, one.value[order], height, **BARS[label])
        axis.errorbar(one.value[order], at, xerr=whiskers(one, order), fmt="none", ecolor=INK, elinewidth=1,
                      capsize=2.5)
    axis.set_yticks(range(len(order)), [found.factors[place] for place in order])
    axis.set_ylim(len(order) - 0.4, -0.6)
    axis.axvline(0, color=INK, linewidth=0.8)
    axis.grid(axis="x")
    axis.grid(axis="y", visible=False)
    axis.set_xlabel(f"share of the variance of {found.outcome}")


def scatter(axis: Axes, found: Analysis) -> None:
    """Above the dashed line effects vary more than they weigh; unordered factors have no sigma and lie on the axis."""
    star, sigma = found.columns["mu_star"], found.columns["sigma"].value
    signed = np.isfinite(sigma)
    for chosen, style in ((signed, {"mfc": INK, "marker": "o"}), (~signed, {"mfc": "white", "marker": "s"})):
        if chosen.any():
            place = np.flatnonzero(chosen)
            axis.errorbar(star.value[place], np.nan_to_num(sigma)[place], xerr=whiskers(star, place), fmt=" ",
                          ecolor=GREY, elinewidth=1, capsize=2.5, mec=INK, ms=6, clip_on=False, **style)
    end = max(np.nanmax(star.high), np.nan_to_num(sigma).max()) * 1.1 or 1.0
    axis.plot([0, end], [0, end], color=GREY, linewidth=0.9, linestyle=(0, (4, 2)), label="sigma = mu_star")
    axis.legend(loc="lower right")
    axis.set_xlim(0, end)
    axis.set_ylim(0, max(np.nan_to_num(sigma).max() * 1.2, end * 0.25))
    for name, x, y in zip(found.factors, star.value, np.nan_to_num(sigma)):
        axis.annotate(name, (x, y), xytext=(5, 5), textcoords="offset points", fontsize=9, color=INK)
    axis.grid(axis="both")
    unit = f", {found.units}" if found.units else ""
    axis.set_xlabel(f"mu_star: mean size of the effect{unit}")
    axis.set_ylabel(f"sigma{unit}")
    if not signed.all():
        axis.set_xlabel(axis.get_xlabel() + "; squares: not ordered, without sigma")


def draw(analyses: list[Analysis], path: Path) -> None:
    """Writes a picture with a panel for each outcome and arm; the ending of path says which kind."""
    shown = [found for found in analyses if found.constant is None]
    if not shown or len(shown) > MOST:
        raise Unfit(f"{path}: {len(shown)} panels, and a picture has 1 to {MOST}; choose with --outcome and --arm")
    of_morris = "mu_star" in shown[0].columns
    last = list(shown[0].columns)[-1]
    order = np.argsort(-np.max([found.columns[last].value for found in shown], axis=0)) if not of_morris else None
    height = 4.2 if of_morris else 1.3 + (0.42 if last == "ST" else 0.3) * len(shown[0].factors)
    with plt.rc_context(SETTINGS):
        figure, axes = plt.subplots(len(shown), 1, figsize=(10, height * len(shown)), squeeze=False,
                                    layout="constrained", sharex=not of_morris)
        for axis, found in zip(axes[:, 0], shown):
            axis.set_title(found.title)
            scatter(axis, found) if of_morris else bars(axis, found, order)
        if last == "ST":
            axes[0, 0].legend(loc="lower right")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            figure.savefig(path, dpi=160, metadata={"Date": None} if path.suffix == ".svg" else {"Software": None})
        except OSError as error:
            raise NotDrawn(f"{path}: cannot be written ({error.strerror}); name another place with -o") from error
        finally:
            plt.close(figure)
