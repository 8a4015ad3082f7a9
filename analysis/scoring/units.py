"""Units as people write them, such as `billion USD/year`, brought to those of series: `USD/month`."""

from __future__ import annotations

from typing import NamedTuple

PREFIXES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "quadrillion": 1e15}
MONTHS_A_YEAR = 12
DAYS_A_MONTH = 365.25 / MONTHS_A_YEAR
TIMES = {"month": 1.0, "quarter": 3.0, "year": 12.0, "day": 1 / DAYS_A_MONTH, "week": 7 / DAYS_A_MONTH}  # in months
COUNTS = {"1", "", "share", "ratio", "times", "fraction", "rank", "downloads", "models", "releases", "incidents"}
NOUNS = {"%": ("1", 0.01), "per cent": ("1", 0.01), "percent": ("1", 0.01), "tokens": ("Mtok", 1e-6),
         "token": ("Mtok", 1e-6), "Mtok": ("Mtok", 1.0), "Gtok": ("Mtok", 1e3), "Ttok": ("Mtok", 1e6),
         "users": ("developers", 1.0), "accounts": ("developers", 1.0), "year": ("months", 12.0),
         "years": ("months", 12.0), "month": ("months", 1.0)}
# What adds up over an axis. The rest (ECI, prices, lags, shares) has to be taken at one place, or its mean or highest.
ADDS_UP = {"USD", "Mtok", "developers", "developer-tasks", "chips", "H100e", "GW", "thousand derivatives",
           "1/month", "USD/month", "Mtok/month", "chips/month"}


class Unit(NamedTuple):
    dimension: str  # as a series has it: "USD/month", "1"
    factor: float   # of that, in one of the unit


def noun(words: str) -> Unit:
    factor = 1.0
    while (head := words.split(" ", 1))[0] in PREFIXES:
        factor *= PREFIXES[head[0]]
        words = head[1].strip() if len(head) > 1 else "1"
    if words in COUNTS:
        return Unit("1", factor)
    dimension, own = NOUNS.get(words, (words, 1.0))
    return Unit(dimension, factor * own)


def parse(text: str) -> Unit:
    if text.strip() in ("thousand derivatives", "log10 FLOP"):
        return Unit(text.strip(), 1.0)
    above, *below = (part.strip() for part in text.replace(" per ", "/").split("/"))
    dimension, factor = noun(above)
    for part in below:
        if part in TIMES:
            dimension, factor = f"{dimension}/month", factor / TIMES[part]
        else:
            one = noun(part)
            dimension, factor = f"{dimension}/{one.dimension}", factor / one.factor
    return Unit(dimension, factor)


def adds_up(unit: str) -> bool:
    return unit in ADDS_UP
