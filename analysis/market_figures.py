"""Figures of the market: who adopts what, who is paid, at what price."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import facts
from analysis.reader import Band, Run, band, share
from analysis.style import (DASHES, GREY, INK, KIND_COLOURS, KIND_HATCHES, calendar, canvas, colour_of, end_labels,
                            last_value, line, named, plain_log)

SEGMENT_COLOURS = {"independent": "#c4500a", "startup": "#b8860b", "enterprise": "#0b3c6f", "regulated": "#4d4d4d"}
KINDS = ["openness", "origin"]


def take(values: Band, **place: str) -> Band:
    return Band(*(part.sel(place) for part in values))


def adoption(run: Run) -> Figure:
    figure, (axis,) = canvas()
    figure.subplots_adjust(left=0.07, right=0.86, top=0.93, bottom=0.08)
    by_segment, population = run.series("adoption"), run.series("population")
    # Without developers by segment in the file, every segment counts the same, and the axis says so.
    weighted = "segment" in population.dims
    by_region = by_segment.weighted(population.fillna(0)) if weighted else by_segment
    values, times, labels = band(100 * by_region.mean("segment")), run.data.time.values, []
    for place, region in enumerate(run.data.region.values):
        one, colour = take(values, region=region), colour_of(region, place)
        line(axis, times, one, color=colour, linestyle=DASHES[place % len(DASHES)])
        labels.append((last_value(one.mean.values), named(region), colour))
    unit = "% of developers" if weighted else "% of developers, mean over segments"
    axis.set(ylim=(0, 100), ylabel=f"Users of any model ({unit})")
    calendar(axis, times)
    end_labels(axis, labels)
    return figure


def kind_shares(values: xr.DataArray) -> dict[tuple[str, str], np.ndarray]:
    """Percentages by openness and US, China or other origin; mean over replicates."""
    parts = (100 * values.fillna(0) / values.sum(KINDS).where(lambda total: total > 0)).mean("replicate")
    shares = {}
    for openness, origin in KIND_COLOURS:
        own = parts.sel(openness=openness)
        if origin == "other":
            rest = [name for name in own.origin.values.tolist() if name not in ("us", "china")]
            shares[openness, origin] = own.sel(origin=rest).sum("origin", skipna=False).values
        elif origin in own.origin.values:
            shares[openness, origin] = own.sel(origin=origin).values
    return shares


def stacked_shares(run: Run, name: str, label: str) -> Figure:
    figure, (axis,) = canvas()
    figure.subplots_adjust(left=0.07, right=0.83, top=0.93, bottom=0.08)
    times, shares = run.data.time.values, kind_shares(run.series(name))
    layers = axis.stackplot(times, list(shares.values()), colors=[KIND_COLOURS[kind] for kind in shares],
                            edgecolor="white", linewidth=0.6)
    bottom, labels = 0.0, []
    for kind, layer in zip(shares, layers):
        openness, origin = kind
        if kind in KIND_HATCHES:
            layer.set(hatch=KIND_HATCHES[kind], edgecolor=GREY)
        height = last_value(shares[kind])
        if np.nanmax(shares[kind], initial=0) > 0.05:
            labels.append((bottom + height / 2, f"{openness.capitalize()}, {named(origin)}: {height:.0f} %", INK))
        bottom += height
    axis.set(ylim=(0, 100), ylabel=label)
    axis.grid(False)
    calendar(axis, times)
    end_labels(axis, labels)
    return figure


def tokens(run: Run) -> Figure:
    return stacked_shares(run, "tokens_by_kind", "Tokens by openness and origin of the model (% of tokens)")


def spend(run: Run) -> Figure:
    return stacked_shares(run, "spend_by_kind", "Spend by openness and origin of the model (% of USD)")


def measured_prices(axis: Axes) -> None:
    for name, colour in (("E-75", SEGMENT_COLOURS["enterprise"]), ("E-76", SEGMENT_COLOURS["independent"])):
        row = facts.market().loc[name]
        middle = row.period_start + (row.period_end - row.period_start) / 2
        axis.errorbar([middle], [float(row.value)], xerr=[(row.period_end - row.period_start) / 2], color=colour,
                      fmt="D", markersize=6, markerfacecolor="white", markeredgewidth=1.5, capsize=3, zorder=6)


def prices(run: Run) -> Figure:
    figure, (left, right) = canvas(2, gridspec_kw={"width_ratios": [1.5, 1]})
    figure.subplots_adjust(left=0.075, right=0.97, top=0.88, bottom=0.2, wspace=0.24)
    times, paid = run.data.time.values, band(run.series("paid_price"))
    plain_log(left)
    for openness, colour, dash in (("closed", SEGMENT_COLOURS["enterprise"], "-"),
                                   ("open", SEGMENT_COLOURS["independent"], DASHES[1])):
        line(left, times, take(paid, openness=openness), color=colour, linestyle=dash,
             label=f"Paid for {openness} models")
    line(left, times, band(run.series("price_constant_capability")), color=GREY, linestyle=DASHES[3],
         label="Cheapest at constant capability")
    measured_prices(left)
    left.plot([], [], "D", color=INK, markerfacecolor="white", label="Measured paid prices (May-Sep 2025)")
    left.set(ylabel="Price (USD per million tokens)")
    left.set_title("Prices", pad=16)
    left.legend(loc="upper center", bbox_to_anchor=(0.5, -0.09), ncol=2, fontsize=9)
    plain_log(right)
    line(right, times, band(run.series("price_index")), color=INK)
    right.set(ylabel=f"Matched-model price index ({run.first} = 1)")
    right.set_title("Same models, month to month", pad=16)
    for axis in (left, right):
        calendar(axis, times, note=axis is left)
    return figure


def router_facts(axis: Axes) -> None:
    router = facts.router_open_share()
    axis.fill_between(router.index, router.lo, router.hi, facecolor="#f6c9a8", edgecolor="#c4500a", hatch="////",
                      linewidth=0.6, zorder=1, label="Measured, router market (compare independents, start-ups)")
    surveys = facts.market().loc[["E-01", "E-02"]]
    axis.plot(surveys.period_start + pd.Timedelta(days=182), surveys.value.astype(float), "o", markersize=8, color=INK,
              markerfacecolor=SEGMENT_COLOURS["enterprise"], linestyle="none", zorder=6,
              label="Measured, enterprise surveys (% of workloads)")


def segments(run: Run) -> Figure:
    figure, (axis,) = canvas()
    figure.subplots_adjust(left=0.07, right=0.86, top=0.93, bottom=0.15)
    all_tokens = run.series("tokens").sum("line")
    open_tokens = run.series("open_token_share") * all_tokens
    values, times, labels = band(100 * share(all_tokens, open_tokens, ["region"])), run.data.time.values, []
    for place, segment in enumerate(run.data.segment.values):
        one, colour = take(values, segment=segment), SEGMENT_COLOURS.get(segment, GREY)
        line(axis, times, one, color=colour, linestyle=DASHES[place % len(DASHES)], zorder=4)
        labels.append((last_value(one.mean.values), named(segment), colour))
    router_facts(axis)
    axis.set(ylabel="Tokens on open weights (% of the segment's tokens)")
    axis.set_ylim(0, max(50, min(100, axis.get_ylim()[1])))
    axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.07), ncol=2, fontsize=9)
    calendar(axis, times)
    end_labels(axis, labels)
    return figure
