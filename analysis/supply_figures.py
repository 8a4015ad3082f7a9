"""Figures of the supply: capability, lag, compute, chips, releases and the measures of governments."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from analysis import facts
from analysis.reader import NotRecorded, Run, band
from analysis.criteria import RULES
from analysis.market_figures import take
from analysis.style import (DASHES, GREY, INK, calendar, canvas, colour_of, end_labels, last_value, line, named,
                            plain_log, thousands)

FRONTIERS = (("closed", "us", "US"), ("closed", "china", "CN"), ("open", "us", "US"), ("open", "china", "CN"))
OPENNESS_DASH = {"closed": "-", "open": DASHES[1]}
NVIDIA_BLUES = ["#08306b", "#2f6fab", "#6aaed6", "#a6cee3", "#cfe1f2", "#e8f1fa"]
ASCEND_REDS = ["#5c1a00", "#a63603", "#e6550d", "#fd8d3c", "#fdbe85", "#feedde"]
MOST_CHIPS = 8
NAME_SIZE, WIDE = 7.5, 9.0  # of names of measures, points; of the panel they stand in, inches


def frontier(run: Run) -> Figure:
    figure, (left, right) = canvas(2, gridspec_kw={"width_ratios": [1.45, 1]})
    figure.subplots_adjust(left=0.065, right=0.985, top=0.88, bottom=0.16, wspace=0.42)
    times, values, labels = run.data.time.values, band(run.series("frontier")), []
    for openness, origin, bloc in FRONTIERS:
        one, colour = take(values, openness=openness, origin=origin), colour_of(origin, 0)
        line(left, times, one, color=colour, linestyle=OPENNESS_DASH[openness])
        labels.append((last_value(one.mean.values), f"{named(origin)}, {openness}", colour))
        known = facts.frontier().query("bloc == @bloc and openness == @openness").iloc[::2]
        left.plot(known.date, known.eci, "o" if origin == "us" else "s", markersize=4, color=colour, linestyle="none",
                  markerfacecolor=colour if openness == "closed" else "white", zorder=4)
    left.set(ylabel="Best capability on offer (ECI points)")
    left.set_title("Frontier: simulated (lines), measured (points)", pad=16)
    left.plot([], [], "o", color=colour_of("us", 0), label="US")
    left.plot([], [], "s", color=colour_of("china", 0), label="China")
    left.plot([], [], "o", color=INK, label="measured, closed")
    left.plot([], [], "o", color=INK, markerfacecolor="white", label="measured, open")
    left.legend(loc="upper center", bbox_to_anchor=(0.5, -0.07), ncol=4, fontsize=9, handletextpad=0.3,
                columnspacing=1.2)
    lag_panel(right, run)
    for axis in (left, right):
        calendar(axis, times, note=axis is left)
    end_labels(left, labels)
    return figure


def lag_panel(axis: Axes, run: Run) -> None:
    axis.axhspan(2, 9, color="#eeeeee", zorder=0, label="2 to 9 months")
    line(axis, run.data.time.values, band(run.series("open_lag")), color=INK, label="simulated")
    lag = facts.open_lag()
    bounds, known = lag[lag.censored == 1], lag[lag.censored == 0]
    axis.plot(bounds.index, bounds.lag_lo, "^", color=GREY, markersize=5, markerfacecolor="white",
              label="measured, at least")
    interval = [known.lag_months - known.lag_lo, known.lag_hi - known.lag_months]
    axis.errorbar(known.index, known.lag_months, yerr=interval, fmt="o", color="#c4500a", markersize=4, elinewidth=1,
                  capsize=2, label="measured, with bounds")
    axis.set(ylabel="Open models behind closed ones (months)")
    axis.set_ylim(0, max(16, axis.get_ylim()[1]))
    axis.set_title("Open lag", pad=16)
    axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.07), ncol=2, fontsize=9, handletextpad=0.5,
                columnspacing=1.2)


def compute(run: Run) -> Figure:
    figure, (left, right) = canvas(2, height=4.8)
    figure.subplots_adjust(left=0.1, right=0.97, top=0.88, bottom=0.2, wspace=0.46)
    stock = run.series("compute_stock_region")
    times, values, labels = run.data.time.values, band(stock.where(stock > 0) / 1000), []
    plain_log(left)
    for place, region in enumerate(run.data.region.values):
        one, colour = take(values, region=region), colour_of(region, place)
        line(left, times, one, color=colour, linestyle=DASHES[place % len(DASHES)])
        labels.append((last_value(one.mean.values), named(region), colour))
    left.set(ylabel="Compute stock of firms (thousand H100e)")
    left.set_title("Compute stock", pad=16)
    purchases(right, run)
    for axis in (left, right):
        calendar(axis, times, note=axis is left)
    end_labels(left, labels)
    return figure


def purchases(axis: Axes, run: Run) -> None:
    """What China buys month by month: domestic chips at the bottom, foreign ones above, smuggled ones on top."""
    bought = run.series("chips_bought").sel(region="china").mean("replicate").fillna(0) / 1000
    total = bought.sum("time").to_series()
    shown = total[total > 0].nlargest(MOST_CHIPS).index
    order = sorted(shown, key=lambda chip: (not chip.startswith("Ascend"), list(bought.chip.values).index(chip)))
    layers = {chip: bought.sel(chip=chip).values for chip in order}
    everything = bought.sum("chip").values
    rest = everything - sum(layers.values(), np.zeros_like(everything))
    if rest.max() > 0.005 * everything.max():
        layers["other"] = rest
    if "chips_smuggled" in run.data:
        smuggled = run.series("chips_smuggled").sel(region="china").mean("replicate").sum("chip").values / 1000
        if smuggled.max() > 0:
            layers["smuggled, all"] = smuggled
    reds, blues = iter(ASCEND_REDS), iter(NVIDIA_BLUES)
    colours = {name: next(reds if name.startswith("Ascend") else blues, "#bdbdbd") for name in order}
    colours |= {"other": "#bdbdbd", "smuggled, all": "white"}
    drawn = axis.stackplot(run.data.time.values, list(layers.values()), colors=[colours[name] for name in layers],
                           edgecolor="white", linewidth=0.4, labels=list(layers)) if layers else []
    for name, layer in zip(layers, drawn):
        if name.startswith("Ascend"):
            layer.set(hatch="////", edgecolor="white")
        elif name == "smuggled, all":
            layer.set(hatch="xxxx", edgecolor=GREY)
    for rule in RULES:
        bites = pd.Period(rule.last_month_before, "M").end_time
        axis.axvline(bites, color=INK, linewidth=0.9, linestyle=":")
        axis.text(bites, 0.985, rule.last_month_before, fontsize=7.5, color=INK, rotation=90, va="top", ha="right",
                  transform=axis.get_xaxis_transform())
    axis.set(ylabel="China's purchases (thousand chips a month)", ylim=(0, None))
    axis.set_title("Chips bought in China", pad=16)
    thousands(axis)
    axis.legend(loc="upper center", bbox_to_anchor=(0.45, -0.08), ncol=4, fontsize=8.5, handlelength=1.4,
                columnspacing=1)


def spans(policy: pd.DataFrame) -> list[tuple[str, pd.Timestamp]]:
    """Each time a measure begins, in order, with its name; the name says when it ends, if it does."""
    rows = []
    for measure, own in policy.groupby("measure"):
        begins = own.month[own.action == "begins"].tolist()
        ends = own.month[own.action == "ends"].tolist()
        for start in begins:
            end = min((month for month in ends if month > start), default=None)
            rows.append((named(measure) + (f" (to {end:%Y-%m})" if end else ""), start))
    return sorted(rows, key=lambda row: (row[1], row[0]))


def pack(rows: list[tuple[str, pd.Timestamp]], first: pd.Timestamp, last: pd.Timestamp) -> list[tuple[int, bool]]:
    """A lane for each name, and whether the name stands left of its mark: as few lanes as the names allow."""
    per_letter = (last - first) * (0.6 * NAME_SIZE / 72 / WIDE)
    lanes: list[list[tuple[pd.Timestamp, pd.Timestamp]]] = []
    places = []
    for name, start in rows:
        width, gap = per_letter * (len(name) + 3), per_letter
        sides = [(start - gap, start + width, False), (start - width, start + gap, True)]
        sides = [side for side in sides if first - gap <= side[0] and side[1] <= last + gap] or sides[:1]
        free = [(lane, side) for lane, taken in enumerate(lanes) for side in sides
                if all(side[1] < low or high < side[0] for low, high in taken)]
        lane, side = free[0] if free else (len(lanes), sides[-1])
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append(side[:2])
        places.append((lane, side[2]))
    return places


def first_replicate(table: pd.DataFrame) -> pd.DataFrame:
    if table.empty or "replicate" not in table:
        return table
    return table[table.replicate == table.replicate.min()]


def records(releases: pd.DataFrame, opened: int) -> pd.DataFrame:
    """Releases that set a new best among open or among closed models: the flagships."""
    own = releases[releases.open == opened].sort_values("month", kind="stable")
    return own[own.capability > own.capability.cummax().shift(fill_value=-np.inf)]


def events(run: Run) -> Figure:
    times = run.data.time.values
    policy, releases = first_replicate(run.policy), first_replicate(run.releases)
    if policy.empty and releases.empty:
        raise NotRecorded("no events in the file")
    rows = spans(policy) if not policy.empty else []
    places = pack(rows, pd.Timestamp(times[0]), pd.Timestamp(times[-1]))
    below = 0.3 + 0.155 * max((lane + 1 for lane, _ in places), default=0)
    height = 3.7 + below
    figure, _ = canvas(height=height)
    figure.clf()
    upper, lower = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [3.1, below]})
    figure.subplots_adjust(left=0.07, right=0.07 + WIDE / 10, top=1 - 0.3 / height, bottom=0.3 / height, hspace=0.05)
    calendar(upper, times)
    if not releases.empty:
        flagships(upper, releases, pd.Timestamp(times[0]))
    upper.set(ylabel="Capability at release (ECI points)")
    upper.tick_params(labelbottom=False)
    for (name, start), (lane, to_left) in zip(rows, places):
        lower.plot(start, lane, "|", color=INK, markersize=7, markeredgewidth=1.4)
        lower.annotate(name, (start, lane), xytext=(-4 if to_left else 4, 0), textcoords="offset points", zorder=6,
                       fontsize=NAME_SIZE, ha="right" if to_left else "left", va="center", color=INK,
                       bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4})
    lower.set(yticks=[], ylabel="Measures begin", ylim=(max((lane for lane, _ in places), default=0) + 0.8, -0.8))
    lower.grid(False)
    calendar(lower, times, note=False)
    return figure


def flagships(axis: Axes, releases: pd.DataFrame, first: pd.Timestamp) -> None:
    axis.margins(y=0.12)
    names = []
    for opened, colour, marker in ((0, "#0b3c6f", "o"), (1, "#c4500a", "s")):
        own = records(releases, opened)
        axis.step(own.month, own.capability, where="post", color=colour, linewidth=1, alpha=0.5)
        axis.plot(own.month, own.capability, marker, color=colour, markerfacecolor="white" if opened else colour,
                  markersize=5, linestyle="none", label=f"{'open' if opened else 'closed'} flagship")
        for event in own.itertuples():
            to_left = not opened and event.month > first + pd.Timedelta(days=365)
            style = {"ha": "right" if to_left else "left", "va": "top" if opened else "bottom", "color": colour}
            names.append(axis.annotate(event.line, (event.month, event.capability), fontsize=7.5, zorder=6, **style,
                                       xytext=(-3 if to_left else 3, -6 if opened else 6), textcoords="offset points"))
    drop_overlaps(axis, names)
    axis.legend(loc="upper left", fontsize=9)


def drop_overlaps(axis: Axes, names: list[Annotation]) -> None:
    """Leaves out every name that would touch an earlier one or leave the picture."""
    axis.get_ylim()  # settles the limits, which matplotlib leaves until it draws
    renderer, kept = axis.figure.canvas.get_renderer(), []
    for name in names:
        box = name.get_window_extent(renderer)
        if box.x1 > axis.figure.bbox.x1 or any(box.overlaps(other) for other in kept):
            name.remove()
        else:
            kept.append(box)
