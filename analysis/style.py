"""One look for all figures: safe for colour-blind readers, and readable without colour."""

from __future__ import annotations

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.facts import DATA_END
from analysis.reader import Band

INK, GREY = "#1a1a1a", "#6b6b6b"
SETTINGS = {
    "font.size": 10, "axes.titlesize": 11, "axes.titleweight": "bold", "axes.titlelocation": "left",
    "axes.labelcolor": INK, "axes.edgecolor": GREY, "axes.spines.top": False, "axes.spines.right": False,
    "axes.grid": True, "axes.grid.axis": "y", "axes.axisbelow": True, "grid.color": "#e3e3e3", "grid.linewidth": 0.8,
    "xtick.color": GREY, "ytick.color": GREY, "xtick.labelcolor": INK, "ytick.labelcolor": INK,
    "legend.frameon": False, "lines.linewidth": 2, "hatch.linewidth": 0.6, "savefig.facecolor": "white",
    "svg.hashsalt": "moat",  # the same figure gives the same file
}

# Dark to light within an origin: closed before open.
KIND_COLOURS = {("closed", "us"): "#0b3c6f", ("closed", "china"): "#8c2d04", ("closed", "other"): "#4d4d4d",
                ("open", "us"): "#9ecae9", ("open", "china"): "#fdae6b", ("open", "other"): "#d9d9d9"}
KIND_HATCHES = {("open", "us"): "////", ("open", "china"): "....", ("open", "other"): "\\\\\\\\"}
REGION_COLOURS = {"us": "#0b3c6f", "china": "#c4500a", "europe": "#009e73", "allied_asia": "#a6579b",
                  "india": "#b8860b", "emerging": "#4d4d4d"}
DASHES = ["-", (0, (6, 1.5)), (0, (3, 1.2, 1, 1.2)), (0, (1.2, 1.2)), (0, (8, 2, 2, 2)), (0, (4, 3))]
NAMES = {"us": "US", "china": "China", "europe": "Europe", "allied_asia": "Allied Asia", "india": "India",
         "emerging": "Emerging", "other": "other", "independent": "Independents", "startup": "Start-ups",
         "enterprise": "Enterprises", "regulated": "Regulated"}


def named(key: str) -> str:
    return NAMES.get(key, key.replace("_", " "))


def colour_of(region: str, place: int) -> str:
    return REGION_COLOURS.get(region, plt.get_cmap("cividis")(0.1 + 0.13 * (place % 7)))


def canvas(columns: int = 1, height: float = 4.6, **options: object) -> tuple[Figure, np.ndarray]:
    """A figure 10 inches wide; every panel leaves room on its right for labels."""
    figure, axes = plt.subplots(1, columns, figsize=(10, height), squeeze=False, **options)
    return figure, axes[0]


def thousands(axis: Axes) -> None:
    axis.yaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda y, _: f"{y:,.0f}"))


def plain_log(axis: Axes) -> None:
    """A log axis with 0.1, 1, 10 000 in place of powers."""
    axis.set_yscale("log")
    axis.yaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda y, _: f"{y:,.10g}"))
    axis.yaxis.set_minor_formatter(matplotlib.ticker.NullFormatter())


def calendar(axis: Axes, times: np.ndarray, note: bool = True) -> None:
    """Years below; a line where the data end."""
    start, end = pd.Period(times[0], "M").start_time, pd.Timestamp(times[-1])
    axis.set_xlim(start, end)
    years = range(start.year, end.year + 1)
    every = 2 if len(years) > 6 and axis.get_subplotspec().get_geometry()[1] > 1 else 1
    ticks = [pd.Timestamp(f"{year}-01-01") for year in years if (year - years[0]) % every == 0]
    axis.set_xticks([tick for tick in ticks if start <= tick <= end])
    axis.xaxis.set_major_formatter(matplotlib.dates.DateFormatter("%Y"))
    data_end = pd.Period(DATA_END, "M").end_time
    if not start < data_end < end - pd.Timedelta(days=5):
        return
    axis.axvline(data_end, color=INK, linewidth=0.9, linestyle=(0, (4, 2)), zorder=5)
    if note:
        axis.text(data_end, 1.01, " Data end; beyond is projection", transform=axis.get_xaxis_transform(), fontsize=8,
                  color=GREY, va="bottom", ha="left" if len(years) > 3 else "right")


def line(axis: Axes, times: np.ndarray, values: Band, scale: float = 1, **style: object) -> None:
    """Mean over replicates, with their 5-95 % range."""
    axis.plot(times, values.mean * scale, **style)
    if (values.high > values.low).any():
        axis.fill_between(times, values.low * scale, values.high * scale, color=style["color"], alpha=0.18, linewidth=0)


def end_labels(axis: Axes, labels: list[tuple[float, str, str]], size: float = 9) -> None:
    """Names (height in data units, text, colour) to the right of the panel, moved apart where they would touch."""
    labels = [label for label in labels if np.isfinite(label[0])]
    if not labels:
        return
    axis.get_ylim()  # settles the limits in which heights are measured
    to_axes = axis.transAxes.inverted()
    labels.sort(key=lambda label: label[0])
    want = [to_axes.transform(axis.transData.transform((0, height)))[1] for height, _, _ in labels]
    gap = 1.45 * size / 72 / (axis.get_position().height * axis.figure.get_size_inches()[1])
    place = np.array(want)
    for _ in range(200):  # push neighbours apart evenly until none touch
        short = gap - np.diff(place)
        if (short <= 1e-6).all():
            break
        for i in np.flatnonzero(short > 0):
            place[i] -= short[i] / 2
            place[i + 1] += short[i] / 2
    for i in reversed(range(len(place))):  # and keep them within the height of the panel
        place[i] = min(place[i], 1 - gap * (len(place) - 1 - i))
    for (_, text, colour), y, target in zip(labels, place, want):
        axis.annotate(text, xy=(1, target), xytext=(1.035, y), xycoords="axes fraction", textcoords="axes fraction",
                      fontsize=size, color=colour, va="center", annotation_clip=False,
                      arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "shrinkA": 1, "shrinkB": 0,
                                 "relpos": (0, 0.5)})


def last_value(values: np.ndarray) -> float:
    """The last number that is there, to set a label beside a line."""
    known = values[np.isfinite(values)]
    return float(known[-1]) if known.size else np.nan
