"""Measured facts, up to December 2025, with their sources (see data/README.md)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).parent / "data"
DATA_END = "2025-12"


@cache
def frontier() -> pd.DataFrame:
    """Best measured capability (ECI) at month ends, by bloc (US, CN, EU, other) and openness."""
    return pd.read_csv(FOLDER / "eci_frontier.csv", parse_dates=["date"])


@cache
def open_lag() -> pd.DataFrame:
    """Measured months of the best open model behind closed ones, with bounds."""
    return pd.read_csv(FOLDER / "eci_open_lag.csv", parse_dates=["date"]).set_index("date")


@cache
def market() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "market_facts.csv", parse_dates=["period_start", "period_end"]).set_index("id")


def fact(name: str) -> float:
    return float(market().value[name])


def router_open_share() -> pd.DataFrame:
    """Open share of a router market's tokens by month of 2025, per cent: bounds `lo` and `hi`."""
    months = pd.period_range("2025-01", DATA_END, freq="M")
    rows = {bound: [fact(f"T-OS-{bound.upper()}-{m.strftime('%Y%m')}") for m in months] for bound in ("lo", "hi")}
    return pd.DataFrame(rows, index=months.to_timestamp(how="end").normalize())


def best_measured(year: int, openness: str) -> float:
    """Highest capability (ECI) of any bloc at the end of that year."""
    table = frontier()
    rows = table[(table.date == f"{year}-12-31") & (table.openness == openness)]
    return float(rows.eci.max())


def lag_text(year: int) -> str:
    row = open_lag().loc[f"{year}-12-31"]
    if row.censored:
        return f"at least {row.lag_lo:.1f}"
    bounds = f" ({row.lag_lo:.1f}-{row.lag_hi:.1f})" if row.lag_lo < row.lag_hi else ""
    return f"{row.lag_months:.1f}{bounds}"
