"""`python3 -m analysis sobol|morris|given-data FILE.h5`: which factor matters, as a table, JSON or a picture."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from analysis import sensitivity
from analysis.command_line import METHODS
from analysis.designs import NO_NUMBER, Block, Samples, Sweep, Unfit
from analysis.draws import DrawnRuns
from analysis.reader import NotRecorded
from analysis.sensitivity import Estimate

INDEPENDENT = ("random", "lhs", "qmc", "grid")  # designs in which factors vary independently over all their rows
NOISE_LIMIT = 0.1
LEAST = {"sobol": 16, "morris": 4, "given-data": 16}  # units that must remain when gaps are allowed
UNITS = {"sobol": "base rows", "morris": "trajectories", "given-data": "rows"}  # what the bootstrap resamples
TELLS = {"sobol": "S1: share of variance by the factor alone (Saltelli 2010); ST: with all its interactions "
                  "(Jansen 1999)",
         "morris": "Effect of the factor's whole range, from steps of the unit cube: mu mean, mu_star mean size "
                   "(Campolongo 2007), sigma standard deviation, large where effects bend or depend on other factors",
         "given-data": "S1: share of variance by the factor alone, from conditional means in bins (Plischke 2013). "
                       "First order only: interactions are not seen; for them run a design of type sobol"}


class Options(NamedTuple):
    replicate: int | None = None  # none: the mean over replicates
    resamples: int = 1000
    confidence: float = 0.95
    allow_gaps: bool = False


@dataclass
class Analysis:
    """One outcome in one arm. `columns`: label -> estimate by factor; `pairs` likewise, by pair of factors."""

    method: str
    outcome: str
    units: str
    arm: str
    rows: int
    groups: int  # base rows, trajectories or rows of the design
    used: int  # those without a gap
    replicates: str
    noise: float  # share of the variance that is sampling noise in the mean over replicates; NaN where it cannot be known
    options: Options
    factors: list[str]
    columns: dict[str, Estimate] = field(default_factory=dict)
    pair_names: list[tuple[str, str]] = field(default_factory=list)
    pairs: dict[str, Estimate] = field(default_factory=dict)
    constant: float | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.outcome + (f" ({self.units})" if self.units else "") + (f", arm {self.arm}" if self.arm else "")


def fitting_blocks(sweep: Sweep | DrawnRuns, method: str) -> list[Block]:
    """The blocks of the design if the method can use them; otherwise Unfit, with the method that can."""
    blocks = sweep.blocks
    types = sorted({block.type for block in blocks})
    independent = set(types) <= set(INDEPENDENT) and (len(blocks) == 1 or sweep.design.get("combine") != "concat")
    if method == "given-data" and independent or method == types[0] and len(blocks) == 1:
        return blocks
    if len(blocks) > 1 and not independent:
        advice = f"`{method}` reads a design of one block: give the factors of interest a sweep file of their own"
    elif independent:
        advice = f"its factors vary independently: use `python3 -m analysis given-data {sweep.path}` (first order only)"
    elif types[0] in METHODS:
        advice = f"use `python3 -m analysis {types[0]} {sweep.path}`"
    else:
        advice = f"no sensitivity index can be estimated from it; `python3 -m analysis {sweep.path}` draws its points"
    raise Unfit(f"{sweep.path}: the design is of type {' and '.join(types)}, not one for `{method}`; {advice}")


def group_size(sweep: Sweep | DrawnRuns, block: Block, method: str) -> int:
    """Rows that belong together: those of a base row or of a trajectory."""
    factors = len(block.factors)
    size = {"sobol": 2 * factors + 2 if block.second_order else factors + 2, "morris": factors + 1}.get(method, 1)
    if block.rows % size or block.rows != sweep.rows:
        raise Unfit(f"{sweep.path}: {block.rows} rows are not whole {UNITS[method]} of {size} rows; design_json is "
                    "damaged: gather the sweep again")
    return size


def whole_groups(sweep: Sweep | DrawnRuns, samples: Samples, groups: np.ndarray, method: str, arm: str,
                 allow_gaps: bool) -> np.ndarray:
    """Which groups have all their rows; Unfit where too many rows are missing, or any and gaps are not allowed."""
    whole = np.isfinite(groups).all(axis=1)
    kept, wanted = int(whole.sum()), max(LEAST[method], math.ceil(len(whole) / 2))
    if whole.all() or (allow_gaps and kept >= wanted):
        return whole
    reasons = ", ".join(f"{count} {reason}" for reason, count in samples.missing.items())
    where = f" of arm {arm}" if arm else ""
    text = f"{sweep.path}: {sum(samples.missing.values())} of {sweep.rows} rows{where} are missing ({reasons})"
    cures = []
    if set(samples.missing) - {NO_NUMBER}:
        cures.append("finish them with `moat resume DIR` and gather again")
    if NO_NUMBER in samples.missing:
        cures.append("choose an outcome that is a number in every run")
    if sweep.design.get("filtered"):
        cures.append("take `filter` out of the sweep file, which leaves rows out on purpose")
    if allow_gaps:
        text += f"; only {kept} of {len(whole)} {UNITS[method]} are whole, and at least {wanted} are needed"
    else:
        cures.append(f"pass --allow-gaps to use the {kept} of {len(whole)} {UNITS[method]} that are whole")
    raise Unfit(f"{text}: {', or '.join(cures)}")


def analyse(sweep: Sweep | DrawnRuns, method: str, outcome: str, arm: str, options: Options) -> Analysis:
    blocks = fitting_blocks(sweep, method)
    names = [name for block in blocks for name in block.factors]
    known = {factor.name: factor for factor in sweep.factors}
    if absent := [name for name in names if name not in known]:
        raise NotRecorded(f"{sweep.path}: no values of {', '.join(absent)} in the file; gather the sweep again")
    factors = [known[name] for name in names]
    samples = sweep.samples(outcome, arm, options.replicate)
    groups = samples.values.reshape(-1, group_size(sweep, blocks[0], method) if len(blocks) == 1 else 1)
    whole = whole_groups(sweep, samples, groups, method, arm, options.allow_gaps)
    values = groups[whole]
    noise = samples.noise.reshape(groups.shape)[whole]
    constant, interval = sensitivity.is_constant(values), (options.resamples, options.confidence)
    noise_share = float(np.nanmean(noise) / values.var()) if np.isfinite(noise).any() and not constant else math.nan
    found = Analysis(method, outcome, sweep.units(outcome), arm, sweep.rows, len(groups), len(values),
                     samples.replicates, noise_share, options, names)
    places = np.stack([sweep.by_row(factor, arm) for factor in factors], axis=-1).reshape(*groups.shape, -1)[whole]
    if constant:
        found.constant = float(values.mean())
    elif method == "sobol":
        indices = sensitivity.sobol(values, len(factors), *interval)
        found.columns = {"S1": indices.first, "ST": indices.total}
        if indices.second is not None:
            found.pair_names = [(names[i], names[j]) for i, j in zip(*np.triu_indices(len(names), 1))]
            found.pairs = {"S2": indices.second}
    elif method == "morris":
        ordered = np.array([factor.is_ordered for factor in factors])
        try:
            effects = sensitivity.morris(values, places, ordered, blocks[0].levels, *interval)
        except ValueError as error:
            raise Unfit(f"{sweep.path}: {error}; expand the sweep file to see its rows") from error
        found.columns = effects._asdict()
    else:
        found.columns = {"S1": sensitivity.given_data(values[:, 0], places[:, 0], *interval)}
    found.warnings = warnings(found, sweep, [factor.name for factor in factors if not factor.is_ordered])
    return found


def warnings(found: Analysis, sweep: Sweep | DrawnRuns, unordered: list[str]) -> list[str]:
    texts = []
    if found.used < found.groups:
        texts.append(f"{found.groups - found.used} of {found.groups} {UNITS[found.method]} have gaps and are left out; "
                     "if the gaps are not random, the figures are of a part of the design only")
    if sweep.design.get("filtered") and found.method == "given-data":
        texts.append("a filter makes factors depend on each other, and shares of variance then overlap")
    if found.noise > NOISE_LIMIT:
        where = {"sobol": "the ST of every factor", "morris": "every mu_star and sigma",
                 "given-data": "what no S1 explains"}
        texts.append(f"sampling noise makes {100 * found.noise:.0f} % of the variance and is part of {where[found.method]}: "
                     "run more replicates")
    if found.method == "morris" and unordered:
        texts.append(f"{', '.join(unordered)}: not ordered, so effects have no sign; mu and sigma are left out")
    return texts


def number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None  # JSON has no NaN


def as_dict(found: Analysis, file: str) -> dict[str, Any]:
    def line(columns: dict[str, Estimate], place: int) -> dict[str, Any]:
        return {label: {end: number(values[place]) for end, values in one._asdict().items()}
                for label, one in columns.items()}

    return {
        "file": file, "method": found.method, "outcome": found.outcome, "units": found.units, "arm": found.arm,
        "rows": found.rows, "resampled": UNITS[found.method], "groups": found.groups, "groups_used": found.used,
        "replicates": found.replicates, "noise_share": number(found.noise), "constant": found.constant,
        "bootstrap": {"resamples": found.options.resamples, "seed": sensitivity.SEED,
                      "confidence": found.options.confidence},
        "factors": [{"factor": name, **line(found.columns, place)} for place, name in enumerate(found.factors)],
        "pairs": [{"factors": list(pair), **line(found.pairs, place)} for place, pair in enumerate(found.pair_names)],
        "warnings": found.warnings,
    }


def table(names: list[str], heading: str, columns: dict[str, Estimate], found: Analysis) -> list[str]:
    """Aligned lines; every number with its interval."""
    shape = ".4g" if found.method == "morris" else ".3f"
    lines = [[heading]]
    for label in columns:
        lines[0] += [label, f"{100 * found.options.confidence:g} % interval"]
    for place, name in enumerate(names):
        lines.append([name])
        for one in columns.values():
            value, low, high = (f"{end[place]:{shape}}" for end in one)
            lines[-1] += [value, f"{low} to {high}"] if math.isfinite(one.value[place]) else ["-", "-"]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return ["  ".join([line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:]))])
            for line in lines]


def noise_text(found: Analysis) -> str:
    if math.isnan(found.noise):
        return "Sampling noise: unknown without a second replicate; it hides in the interactions."
    return (f"Sampling noise: {100 * found.noise:.1f} % of the variance of the mean over replicates (their variance, without "
            "what a replicate adds to all points alike, divided by their number).")


def as_text(found: Analysis) -> str:
    used = "" if found.used == found.groups else f"{found.used} of "
    whole = f"{found.rows} rows, " if found.groups < found.rows else ""
    lines = [f"{found.method}: {found.title}",
             f"{whole}{used}{found.groups} {UNITS[found.method]}, {found.replicates}.", ""]
    warned = [f"Warning: {warning}." for warning in found.warnings]
    if found.constant is not None:
        lines += [f"Constant: {found.constant:g} in every row, so no factor matters for it here."]
        return "\n".join([*lines, *warned])
    lines += table(found.factors, "factor", found.columns, found)
    if found.pairs:
        lines += ["", *table([" x ".join(pair) for pair in found.pair_names], "pair", found.pairs, found)]
    notes = [f"{TELLS[found.method]}.", noise_text(found), f"Intervals: {found.options.resamples} bootstrap resamples "
             f"of the {UNITS[found.method]}, seed {sensitivity.SEED}.", *warned]
    return "\n".join([*lines, "", *(textwrap.fill(note, 110, subsequent_indent="  ") for note in notes)])


def analyse_all(sweep: Sweep | DrawnRuns, method: str, outcomes: list[str], arm: str | None, options: Options) -> list[Analysis]:
    """Every outcome asked for, all of them by default, in the arm asked for, or in each."""
    outcomes = outcomes or sweep.outcomes
    if not outcomes:
        raise Unfit(f"{sweep.path}: no outcomes; name some under `outcomes:` of the sweep file and run it again")
    return [analyse(sweep, method, outcome, name, options)
            for outcome in outcomes for name in ([arm] if arm is not None else sweep.arms)]
