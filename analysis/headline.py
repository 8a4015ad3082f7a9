"""The five lines that a reader takes away: at the end of 2025, at the end of the run, and what was measured."""

from __future__ import annotations

from typing import Callable, NamedTuple

from analysis import facts
from analysis.reader import Run, share
from analysis.sanity import with_range

KINDS = ["openness", "origin"]


class Line(NamedTuple):
    name: str
    now: str
    end: str
    measured: str


def part(run: Run, name: str, month: str, **kind: str) -> str:
    """Percentage of a series by kind that is of the given openness or origin."""
    values = run.month(name, month)
    dims = [dim for dim in KINDS if dim in values.dims]
    return f"{with_range(share(values, values.sel(kind), dims=dims), 0, 100)} %"


def open_part(run: Run, month: str) -> list[str]:
    downloads = run.month("downloads_by_origin", month).sum("origin")
    return [f"{part(run, 'tokens_by_kind', month, openness='open')} of tokens",
            f"{part(run, 'spend_by_kind', month, openness='open')} of spend",
            f"{with_range(downloads, 0, 1e-6)} million downloads a month"]


def chinese_part(run: Run, month: str) -> list[str]:
    return [f"{part(run, 'tokens_by_kind', month, origin='china')} of tokens",
            f"{part(run, 'downloads_by_origin', month, origin='china')} of downloads"]


def frontier(run: Run, month: str) -> list[str]:
    best = run.month("frontier", month).max("origin")
    return [f"closed {with_range(best.sel(openness='closed'))} ECI", f"open {with_range(best.sel(openness='open'))} ECI",
            f"open {with_range(run.month('open_lag', month))} months behind"]


def closed_spend(run: Run, month: str) -> list[str]:
    total = run.month("spend_by_kind", month).sum(KINDS)
    return [f"{part(run, 'spend_by_kind', month, openness='closed')} of spend",
            f"of {with_range(total, 1, 1e-9)} billion USD a month"]


def compute(run: Run, month: str) -> list[str]:
    stock = run.month("compute_stock_region", month)
    china = stock.sel(region="china")
    return [f"{with_range(stock.sel(region='us') / china.where(china > 0))} : 1"]


def measured() -> list[str]:
    router = facts.router_open_share().iloc[-1]
    open_eci = facts.best_measured(2025, "open")
    return [
        f"{router.lo:.0f}-{router.hi:.0f} % of tokens of a router market; "
        f"{100 - facts.fact('E-74'):.0f} % of its revenue (May to September)",
        f"{facts.fact('T-CN-202511'):.0f} % of tokens of a router market (November, lower bound); "
        f"{facts.fact('H-07'):.0f} % of Hugging Face downloads in 2025",
        f"closed {facts.best_measured(2025, 'closed'):.1f}, open {open_eci:.1f} ECI; {facts.lag_text(2025)} months",
        f"{facts.fact('E-74'):.0f} % of revenue of a router market",
        f"{facts.fact('CMP05') / facts.fact('CMP04-H'):.0f} : 1 of known clusters "
        "(May 2025, a tenth to a fifth of all chips)",
    ]


LINES: tuple[tuple[str, Callable[[Run, str], list[str]]], ...] = (
    ("Open weights", open_part),
    ("Models of Chinese origin", chinese_part),
    ("Capability frontier", frontier),
    ("Closed models", closed_spend),
    ("Compute stock, US to China", compute),
)


def cell(read: Callable[[Run, str], list[str]], run: Run, month: str) -> str:
    try:
        return "; ".join(read(run, month))
    except KeyError as error:
        return f"no data: {error}"


def lines(run: Run) -> list[Line]:
    return [Line(name, cell(read, run, facts.DATA_END), cell(read, run, run.last), known)
            for (name, read), known in zip(LINES, measured())]
