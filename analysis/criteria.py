"""What a run of the baseline is compared with: one row per measured number up to 2025, with its error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analysis import facts
from analysis.expression import Expression, one_of, series

YEARS = (2023, 2024, 2025)
ROUTER_SEGMENTS = ["independent", "startup"]  # those whom a router market shows
# A router grows by users who come to it, beside what all of them use: by as much again in 2025. Assumed; 1.3 to 3 are possible.
PARTICIPATION = 2
ENTERPRISES = ["enterprise", "in_house"]  # whom surveys of firms ask
QUARTERS = {"first": (1, 3), "second": (4, 6), "third": (7, 9), "fourth": (10, 12)}


class Rule(NamedTuple):
    """An export rule of the US: the chips it stopped and the last month before it bit."""

    name: str
    chips: tuple[str, ...]
    last_month_before: str


RULES = (Rule("Rule of October 2023", ("A800", "H800"), "2023-10"),
         Rule("Licence duty of April 2025", ("H20",), "2025-04"))


@dataclass(frozen=True)
class Criterion:
    text: str
    value: Expression  # of the run, one number per replicate
    observed: float
    error: float       # standard error of what was observed; with `factor`, a factor up and down
    unit: str
    source: str        # of the number and of its error
    sense: str = "="   # "at least" or "at most" where only a bound was observed
    factor: bool = False     # compared as logarithms
    scale: float = 1         # from the unit of the series to `unit`
    tolerance: float = 2     # in combined errors


def router_tokens() -> Expression:
    return series("tokens").sel(segment=ROUTER_SEGMENTS)


def open_router_share(first: str, last: str) -> Expression:
    """Open share of the tokens of those whom a router shows."""
    tokens = series("tokens").total("line")
    opened = Expression("(tokens * open_token_share)",
                        lambda run: run.series("open_token_share") * tokens(run))
    parts = [values.sel(segment=ROUTER_SEGMENTS).total("region") for values in (opened, tokens)]
    share = parts[0] / parts[1]
    return share.mean(first, last)


def capability() -> list[Criterion]:
    rows = [Criterion(f"Closed frontier, end of {year}",
                      series("frontier").sel(openness="closed").highest("origin").at(f"{year}-12"),
                      facts.best_measured(year, "closed"), 2.1, "ECI",
                      "Epoch Capabilities Index; its intervals at 90 % are 2 to 5 points to either side")
            for year in YEARS]
    for year in YEARS:
        lag = facts.open_lag().loc[f"{year}-12-31"]
        # Of a lower bound the date of the first model in the record is known to the day, its place in the month of a
        # run is not. Else the models' ratings are uncertain: 2.1 ECI are 1.8 months at 14 ECI a year.
        error = 0.3 if lag.censored else float(np.hypot(1.8, (lag.lag_hi - lag.lag_lo) / 2))
        rows.append(Criterion(f"Open models behind closed ones, end of {year}", series("open_lag").at(f"{year}-12"),
                              float(lag.lag_lo if lag.censored else lag.lag_months), error, "months",
                              "computed from the Epoch Capabilities Index; error from its intervals",
                              sense="at least" if lag.censored else "="))
    return rows


def part_after(values: Expression, rule: Rule) -> Expression:
    """Part that falls into the six months after a rule, of the twelve around it."""
    last = np.datetime64(rule.last_month_before, "M")
    return values.sum(str(last + 1), str(last + 6)) / values.sum(str(last - 5), str(last + 6))


def chips() -> list[Criterion]:
    rows = []
    for rule in RULES:
        hit = one_of("chip", lambda chip, rule=rule: chip in rule.chips, " or ".join(rule.chips), "chips_bought")
        ascend = one_of("chip", lambda chip: chip.startswith("Ascend"), "Ascend", "chips_bought")
        other = one_of("chip", lambda chip: True, "any", "chips_substituted")
        more = "press and filings: more than before, contested how many; error: a tenth more or less"
        rows += [Criterion(f"{rule.name}: {' and '.join(rule.chips)} that China buys, part after it",
                           part_after(hit.sel(region="china"), rule), 0, 9, "%",
                           "legal sales stopped; error: deliveries under way and licences, a tenth", sense="at most",
                           scale=100),
                 Criterion(f"{rule.name}: Ascend chips that China buys, part after it",
                           part_after(ascend.sel(region="china"), rule), 50, 2.5, "%", more, sense="at least",
                           scale=100),
                 Criterion(f"{rule.name}: chips that China buys in place of denied ones, part after it",
                           part_after(other.sel(region="china"), rule), 50, 2.5, "%", more, sense="at least",
                           scale=100)]
    rows.append(Criterion(
        "Compute of the US over that of China, May 2025",
        series("compute_stock_region").sel(region="us").at("2025-05") /
        series("compute_stock_region").sel(region="china").at("2025-05"),
        facts.fact("CMP05") / facts.fact("CMP04-H"), 1.35, "ratio",
        "known GPU clusters (Epoch AI); two counts of them, 5 and 9, differ by 1.35 to either side", factor=True))
    return rows


def router() -> list[Criterion]:
    share = facts.router_open_share()
    middle, half = (share.lo + share.hi) / 2, float((share.hi - share.lo).mean()) / 2
    scatter = float(middle.diff().std()) / np.sqrt(2)  # of one month, from what changes from month to month
    source = "OpenRouter; half of the unknown counted as open; error: this half and the scatter of months"

    def row(name: str, first: int, last: int) -> Criterion:
        months = slice(first - 1, last)
        return Criterion(f"Open share of tokens of independents and start-ups, {name}",
                         open_router_share(f"2025-{first:02}", f"2025-{last:02}"), float(middle.iloc[months].mean()),
                         float(np.hypot(half, scatter / np.sqrt(last - first + 1))), "%", source, scale=100)

    rows = [row("2025", 1, 12)]
    rows += [row(f"{name} quarter of 2025", first, last) for name, (first, last) in QUARTERS.items()]
    chinese = [facts.fact(f"T-CN-2025{month}") for month in ("09", "10", "11")]
    autumn = router_tokens().total("region").sum("2025-09", "2025-11")
    rows.append(Criterion(
        "Chinese share of tokens of independents and start-ups, September to November 2025",
        autumn.made_in("china") / autumn.total("line"), float(np.mean(chinese)), 3, "%",
        "OpenRouter, named authors only; error: Chinese authors among the others", scale=100))
    volume = router_tokens().total("region", "line")
    rows.append(Criterion(
        "Tokens of independents and start-ups, December over January 2025", volume.at("2025-12") / volume.at("2025-01"),
        facts.fact("T-VOL-202512") / facts.fact("T-VOL-202501"), 1.5, "times",
        "OpenRouter; the model's growth times two, as users come to routers (assumed); error: 1.3 to 3 times", factor=True,
        scale=PARTICIPATION))
    return rows


def money() -> list[Criterion]:
    months = ("2025-05", "2025-09")
    spend = series("spend_by_kind").total("origin").sum(*months)
    fall = (series("price_constant_capability").at("2023-12") / series("price_constant_capability").at("2025-12"))
    nagle = "OpenRouter (Nagle 2025); error: a router is not the market"
    rows = [Criterion("Closed models' share of spend, May to September 2025",
                      spend.sel(openness="closed") / spend.total("openness"), facts.fact("E-74"), 2, "%", nagle,
                      scale=100)]
    rows += [Criterion(f"Mean price paid for {openness} models, May to September 2025",
                       series("paid_price").sel(openness=openness).mean(*months), facts.fact(name), 1.25, "USD/Mtok",
                       nagle, factor=True)
             for openness, name in (("closed", "E-75"), ("open", "E-76"))]
    rows.append(Criterion("Fall of the price at constant capability, a year from 2023 to 2025", fall.power(0.5),
                          facts.fact("R-28"), 1.5, "times", "a16z 2024; error: 5 to 20 by level of capability",
                          factor=True))
    return rows


def use() -> list[Criterion]:
    def enterprise(year: int, name: str) -> Criterion:
        tokens = series("tokens").total("line")
        opened = Expression("(tokens * open_token_share)", lambda run: run.series("open_token_share") * tokens(run))
        months = (f"{year}-01", f"{year}-12")
        parts = [values.sel(segment=ENTERPRISES).total("region").sum(*months) for values in (opened, tokens)]
        return Criterion(f"Open share of tokens of enterprises, {year}", parts[0] / parts[1], facts.fact(name), 3, "%",
                         "share of workloads (Menlo Ventures 2024); error: 600 asked, and workloads are not tokens",
                         scale=100)

    downloads = series("downloads_by_origin").sum("2025-01", "2025-12")
    return [enterprise(2023, "E-01"), enterprise(2024, "E-02"),
            Criterion("Chinese share of downloads, 2025", downloads.sel(origin="china") / downloads.total("origin"),
                      facts.fact("H-07"), 5, "%", "Hugging Face 2026; error: derivatives count for their makers",
                      scale=100)]


def criteria() -> list[Criterion]:
    return [*capability(), *chips(), *router(), *use(), *money()]
