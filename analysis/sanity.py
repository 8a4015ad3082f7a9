"""Does a run look like the world up to 2025? One row per criterion; a miss is shown, never hidden."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import Callable, NamedTuple

import numpy as np
import xarray as xr

from analysis import facts
from analysis.reader import NotRecorded, Run, share, within

YEARS = (2023, 2024, 2025)
ROUTER_SEGMENTS = ["independent", "startup"]  # those whom a router market shows


class Rule(NamedTuple):
    """An export rule of the US: the chips it stopped and the last month before it bit."""

    name: str
    chips: tuple[str, ...]
    last_month_before: str


RULES = (Rule("Rule of October 2023", ("A800", "H800"), "2023-10"),
         Rule("Licence duty of April 2025", ("H20",), "2025-04"))


@dataclass(frozen=True)
class Check:
    criterion: str
    measured: str
    simulated: str
    result: str  # "pass", "miss" or "no data"


class Finding(NamedTuple):
    simulated: str
    holds: bool


class Criterion(NamedTuple):
    text: str
    measured: str
    judge: Callable[[Run], Finding]


def with_range(values: xr.DataArray, digits: int = 1, scale: float = 1) -> str:
    """Mean over replicates, with their 5-95 % range where there are several."""
    values = values.values.ravel() * scale
    values = values[np.isfinite(values)]
    if values.size == 0:
        return "none"
    mean = f"{values.mean():,.{digits}f}"
    if values.size == 1:
        return mean
    low, high = (f"{np.quantile(values, q):,.{digits}f}" for q in (0.05, 0.95))
    return mean if low == high else f"{mean} ({low} to {high})"


def closed_frontier(run: Run, year: int) -> Finding:
    best = run.month("frontier", f"{year}-12").sel(openness="closed").max("origin")
    gap = float(best.mean()) - facts.best_measured(year, "closed")
    return Finding(f"{with_range(best)} ECI, {gap:+.1f} from data", abs(gap) <= 6)


def open_lag(run: Run, year: int) -> Finding:
    lag = run.month("open_lag", f"{year}-12")
    return Finding(f"{with_range(lag)} months", 2 <= float(lag.mean()) <= 9)


def before_and_after(run: Run, name: str, chips: list[str], rule: Rule) -> tuple[xr.DataArray, xr.DataArray]:
    """What China bought of these chips in the six months up to a rule and in the six months after it."""
    last = np.datetime64(rule.last_month_before, "M")
    values = run.series(name).sel(region="china", chip=chips).sum("chip")
    return (within(values, str(last - 5), str(last)).sum("time"),
            within(values, str(last + 1), str(last + 6)).sum("time"))


def has_chips(run: Run, wanted: Callable[[str], bool]) -> list[str]:
    if "chip" not in run.data.coords:
        raise NotRecorded("no chips in the file")
    return [chip for chip in run.data.chip.values.tolist() if wanted(chip)]


def hit_chips_fall(run: Run, rule: Rule) -> Finding:
    chips = has_chips(run, lambda chip: chip in rule.chips)
    if not chips:
        raise NotRecorded(f"no {' or '.join(rule.chips)} in the file")
    before, after = before_and_after(run, "chips_bought", chips, rule)
    return Finding(f"{with_range(before, 0, 1e-3)} to {with_range(after, 0, 1e-3)} thousand chips",
                   float(before.mean()) > 0 and float(after.mean()) <= 0.5 * float(before.mean()))


def substitutes_rise(run: Run, rule: Rule) -> Finding:
    """Either is enough: more Ascend bought, or more money moved to chips still permitted."""
    ascend = before_and_after(run, "chips_bought", has_chips(run, lambda chip: chip.startswith("Ascend")), rule)
    moved = before_and_after(run, "chips_substituted", has_chips(run, lambda chip: True), rule)
    texts = [f"{name} {with_range(before, 0, 1e-3)} to {with_range(after, 0, 1e-3)}"
             for name, (before, after) in (("Ascend", ascend), ("substituted", moved))]
    return Finding("; ".join(texts) + " thousand chips",
                   any(float(after.mean()) > float(before.mean()) for before, after in (ascend, moved)))


def open_share_2025(run: Run, segments: list[str]) -> xr.DataArray:
    """Open share of the tokens of some segments, by replicate and month of 2025."""
    tokens = within(run.series("tokens"), "2025-01", "2025-12").sum("line").sel(segment=segments)
    open_part = within(run.series("open_token_share"), "2025-01", "2025-12").sel(segment=segments) * tokens
    return share(tokens, open_part, ["region", "segment"])


def router_range(run: Run) -> Finding:
    by_month = open_share_2025(run, ROUTER_SEGMENTS).mean("replicate")
    low, high = float(by_month.min()), float(by_month.max())
    return Finding(f"{100 * low:.0f} to {100 * high:.0f} % of tokens by month", 0.10 <= low and high <= 0.40)


def router_above_enterprise(run: Run) -> Finding:
    router, enterprise = (open_share_2025(run, names).mean("time") for names in (ROUTER_SEGMENTS, ["enterprise"]))
    return Finding(f"{with_range(router, 0, 100)} against {with_range(enterprise, 0, 100)} % of tokens",
                   float(router.mean()) > float(enterprise.mean()))


def closed_spend(run: Run) -> Finding:
    spend = within(run.series("spend_by_kind"), "2025-01", "2025-12").sum("time")
    part = share(spend, spend.sel(openness="closed"), ["openness", "origin"])
    return Finding(f"{with_range(part, 0, 100)} % of spend", float(part.mean()) > 0.85)


def criteria() -> list[Criterion]:
    router = facts.router_open_share()
    rows = [Criterion(f"Closed frontier within 6 ECI of data, end of {year}", f"{facts.best_measured(year, 'closed'):.1f} ECI",
                      partial(closed_frontier, year=year)) for year in YEARS]
    rows += [Criterion(f"Open models 2 to 9 months behind closed ones, end of {year}", f"{facts.lag_text(year)} months",
                       partial(open_lag, year=year)) for year in YEARS]
    for rule in RULES:
        hit = " and ".join(rule.chips)
        rows += [Criterion(f"{rule.name}: China's {hit} purchases fall by half or more (six months before, after)",
                           "legal sales stopped", partial(hit_chips_fall, rule=rule)),
                 Criterion(f"{rule.name}: China buys more Ascend or other permitted chips instead",
                           "yes, volume contested", partial(substitutes_rise, rule=rule))]
    rows.append(Criterion("Open share of tokens of independents and start-ups within 10 to 40 % in every month of 2025",
                          f"{router.lo.min():.0f} to {router.hi.max():.0f} % (router market)", router_range))
    rows.append(Criterion("Open share of tokens of independents and start-ups above that of enterprises, mean of 2025",
                          f"{router.lo.mean():.0f}-{router.hi.mean():.0f} (router market) against "
                          f"{facts.fact('E-02'):.0f} % (workloads, 2024)", router_above_enterprise))
    rows.append(Criterion("Closed models take over 85 % of spend in 2025",
                          f"{facts.fact('E-74'):.0f} % (router market, May to September)", closed_spend))
    return rows


def check(run: Run) -> list[Check]:
    rows = []
    for criterion in criteria():
        try:
            finding = criterion.judge(run)
            result = "pass" if finding.holds else "miss"
            rows.append(Check(criterion.text, criterion.measured, finding.simulated, result))
        except KeyError as error:  # NotRecorded, or a region, segment or chip by another name
            rows.append(Check(criterion.text, criterion.measured, str(error), "no data"))
    return rows


def as_dicts(rows: list[Check]) -> list[dict[str, str]]:
    return [asdict(row) for row in rows]


def as_text(rows: list[Check]) -> str:
    table = [("result", "criterion", "measured", "simulated")]
    table += [(row.result, row.criterion, row.measured, row.simulated) for row in rows]
    widths = [max(len(line[column]) for line in table) for column in range(3)]
    lines = ["  ".join([*(cell.ljust(width) for cell, width in zip(line, widths)), line[3]]) for line in table]
    return "\n".join([*lines, summary(rows)])


def summary(rows: list[Check]) -> str:
    passed = sum(row.result == "pass" for row in rows)
    absent = sum(row.result == "no data" for row in rows)
    return f"{passed} of {len(rows)} criteria hold" + (f", {absent} without data" if absent else "")
