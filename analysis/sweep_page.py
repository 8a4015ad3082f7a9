"""The page of a gathered sweep: its design, its outcomes, and each outcome against each factor."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import page
from analysis.command_line import METHODS
from analysis.designs import Factor, Sweep, Unfit, mean_and_noise
from analysis.reader import DONE, text
from analysis.sensitivity_report import fitting_blocks
from analysis.style import INK, SETTINGS

COLUMNS, MOST_FACTORS = 4, 11
ARMS = [("#0b3c6f", "o"), ("#fdae6b", "s"), ("#009e73", "^"), ("#8c2d04", "D"), ("#a6579b", "v"), ("#6b6b6b", "P")]
STATUS = ("pending", "done", "failed", "timed out", "not needed")  # flags of run_status
FEW = 8  # values of a factor that are drawn one by one


class Outcome(NamedTuple):
    """A line of the table of outcomes: points of one arm, each the mean over its replicates."""

    name: str
    units: str
    arm: str
    points: int
    mean: str  # with the 5-95 % range over points
    noise: str  # standard deviation between replicates, typical of a point


def by_point(sweep: Sweep, outcome: str) -> np.ndarray:
    """Mean over the finished replicates, NaN where there is none or one is not a number."""
    done = sweep.data.run_status.values == DONE
    return mean_and_noise(sweep.data[outcome].values, done)[0]


def outcome_line(sweep: Sweep, outcome: str, arm: str) -> Outcome:
    mine = sweep.arm == arm
    values = by_point(sweep, outcome)[mine]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # points with fewer than two finished replicates
        variances = np.nanvar(sweep.data[outcome].values[mine], axis=1, ddof=1)
    variances = variances[np.isfinite(variances)]
    values = values[np.isfinite(values)]
    mean = "none"
    if values.size:
        low, high = np.quantile(values, [0.05, 0.95])
        mean = f"{values.mean():.4g} ({low:.4g} to {high:.4g})"
    return Outcome(outcome, sweep.units(outcome), arm, values.size, mean,
                   f"{np.sqrt(variances.mean()):.2g}" if variances.size else "unknown")


def span(factor: Factor) -> str:
    """The values in the file: all of a few, else the least and the greatest."""
    values = np.unique(factor.values).tolist()
    shown = [f"{value:.4g}" if factor.is_number else value for value in values]
    return ", ".join(shown) if len(shown) <= FEW else f"{shown[0]} to {shown[-1]}"


def cells(factor: Factor) -> tuple[np.ndarray, dict[int, str]]:
    """Where the points lie on the factor's axis, and the labels of that axis if it has no numbers."""
    if factor.is_number and factor.is_ordered:
        return factor.values, {}
    names = np.unique(factor.values)
    every = -(-len(names) // FEW)
    return factor.places.astype(float), {place: str(name) for place, name in enumerate(names) if place % every == 0}


def against(axis: Axes, factor: Factor, values: np.ndarray, arms: list[np.ndarray]) -> None:
    """Points, and by arm the mean and standard deviation of the points of each value, or of eight classes of values."""
    at, labels = cells(factor)
    if factor.distribution.startswith("log_uniform"):
        axis.set_xscale("log")
    for mine, (colour, marker) in zip(arms, ARMS * len(arms)):
        axis.scatter(at[mine], values[mine], s=7, color=colour, marker=marker, alpha=0.25, linewidths=0,
                     rasterized=True)
        known = mine & np.isfinite(values)
        if not known.any():
            continue
        places = np.unique(factor.places[known], return_inverse=True)[1]
        classes = places if places.max() < FEW else places * FEW // (places.max() + 1)
        groups = [np.flatnonzero(known)[classes == one] for one in np.unique(classes)]
        centres, means, deviations = zip(*((at[one].mean(), values[one].mean(), values[one].std()) for one in groups))
        axis.errorbar(centres, means, deviations, color=colour, marker=marker, mec=INK, mew=0.7, ms=5,
                      lw=1.2, capsize=2)
    if labels:
        axis.margins(x=0.15)
        axis.set_xticks(list(labels), list(labels.values()), rotation=90 if sum(map(len, labels.values())) > 16 else 0)
    name = factor.name + (f" ({factor.units})" if factor.units else "")
    if len(name) > 34:
        name = ".\n".join(name.rsplit(".", 1))
    axis.set_xlabel(name, fontsize=10 if len(name) < 28 else 8)


def draw(sweep: Sweep, outcome: str) -> Figure:
    values = by_point(sweep, outcome)
    arms = [sweep.arm == arm for arm in sweep.arms]
    factors = sweep.factors[:MOST_FACTORS]
    columns = min(COLUMNS, 1 + len(factors))
    lines = -(-(1 + len(factors)) // columns)
    figure, axes = plt.subplots(lines, columns, figsize=(10, 3.1 * lines), squeeze=False, layout="constrained")
    panels = axes.ravel()
    edges = np.histogram_bin_edges(values[np.isfinite(values)], bins=min(20, max(5, round(len(values)**0.5))))
    for mine, name, (colour, marker) in zip(arms, sweep.arms, ARMS * len(arms)):
        counts = np.histogram(values[mine & np.isfinite(values)], edges)[0]
        panels[0].stairs(counts, edges, color=colour, linewidth=1.6, fill=len(arms) == 1)
        if len(arms) > 1:
            panels[0].plot((edges[:-1] + edges[1:])[counts > 0] / 2, counts[counts > 0], color=colour, marker=marker,
                           ls="", ms=4, mec=INK, mew=0.5, label=name)
    panels[0].set_xlabel(outcome + (f" ({sweep.units(outcome)})" if sweep.units(outcome) else ""))
    panels[0].set_ylabel("points")
    panels[0].yaxis.get_major_locator().set_params(integer=True)
    for axis, factor in zip(panels[1:], factors):
        against(axis, factor, values, arms)
    for axis in panels[2:1 + len(factors)]:
        axis.sharey(panels[1])
    for axis in panels[1 + len(factors):]:
        axis.set_visible(False)
    panels[1].set_ylabel(outcome + (f" ({sweep.units(outcome)})" if sweep.units(outcome) else ""))
    if len(arms) > 1:
        panels[0].legend(fontsize=8)
    return figure


def pictures(sweep: Sweep, folder: Path) -> list[tuple[str, str]]:
    """Outcome and its picture, embedded; written into the folder as PNG and SVG too."""
    drawn = []
    folder.mkdir(parents=True, exist_ok=True)
    for outcome in sweep.outcomes:
        if not np.isfinite(by_point(sweep, outcome)).any():
            drawn.append((outcome, ""))
            continue
        with plt.rc_context(SETTINGS):
            figure = draw(sweep, outcome)
            figure.savefig(folder / f"{outcome}.png", dpi=160, metadata={"Software": None})
            figure.savefig(folder / f"{outcome}.svg", dpi=160, metadata={"Date": None})
            plt.close(figure)
        drawn.append((outcome, page.embedded(folder / f"{outcome}.svg")))
    return drawn


def methods(sweep: Sweep) -> list[str]:
    """The sensitivity analyses that the design allows."""
    fitting = []
    for method in METHODS:
        try:
            fitting_blocks(sweep, method)
            fitting.append(method)
        except Unfit:
            pass
    return fitting


def write(sweep: Sweep, target: Path) -> None:
    """Writes PAGE.html and the folder PAGE_figures."""
    target.parent.mkdir(parents=True, exist_ok=True)
    status = sweep.data.run_status.values
    counts = [f"{int((status == flag).sum()):,} {name}" for flag, name in enumerate(STATUS) if (status == flag).any()]
    target.write_text(page.template("sweep.html.j2").render(
        title=text(sweep.data.attrs.get("title", sweep.path.stem)), question=text(sweep.data.attrs.get("question", "")),
        sweep=sweep, points=sweep.data.sizes["point"], replicates=status.shape[1], runs=", ".join(counts),
        factors=[(factor, span(factor)) for factor in sweep.factors], most_factors=MOST_FACTORS,
        outcomes=[outcome_line(sweep, outcome, arm) for outcome in sweep.outcomes for arm in sweep.arms],
        figures=pictures(sweep, target.with_name(f"{target.stem}_figures")), methods=methods(sweep),
        command=page.command(sweep.provenance), made_by=page.made_by(sweep.provenance),
    ), encoding="utf-8")
