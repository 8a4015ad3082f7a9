"""Five forecasts that know nothing of the model: what a model has to beat.

Each is made from earlier values of the same series alone, has the spread that it deserved on them, and is bounded: a share
lies between 0 and 1, and what is positive between a tenth of the lowest and ten times the highest value seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import numpy as np
from scipy.optimize import OptimizeWarning, curve_fit
from scipy.special import expit, logit, ndtri

MEMBERS = 99  # quantiles that stand for a forecast
STEPS = ndtri((np.arange(MEMBERS) + 0.5) / MEMBERS)
FAR = 10.0  # times the highest value seen, or a tenth of the lowest


@dataclass(frozen=True)
class Past:
    months: np.ndarray  # ascending, from any origin
    values: np.ndarray
    share: bool = False  # values between 0 and 1
    log: bool = False    # walks and lines are of logarithms

    def bounded(self, members: np.ndarray) -> np.ndarray:
        if self.share:
            return np.clip(members, 0, 1)
        low, high = self.values.min(), self.values.max()
        if low > 0:
            return np.clip(members, low / FAR, high * FAR)
        room = FAR * (high - low)
        return np.clip(members, min(low, 0) if low >= 0 else low - room, high + (room or abs(high)))

    @property
    def walked(self) -> np.ndarray:
        return np.log(self.values) if self.log else self.values

    def back(self, members: np.ndarray) -> np.ndarray:
        return np.exp(np.minimum(members, 700)) if self.log else members


def spread(middle: float, sd: float) -> np.ndarray:
    """A normal forecast as quantiles; without any spread it is a single one."""
    return middle + sd * STEPS if sd > 0 else np.array([middle])


def last_value(past: Past, month: float) -> np.ndarray:
    """The last value; its variance is the mean squared change a month, times the months ahead."""
    ahead = month - past.months[-1]
    changes = np.diff(past.walked)**2 / np.diff(past.months)
    return past.back(spread(past.walked[-1], float(np.sqrt(changes.mean() * ahead)) if changes.size else 0.0))


def random_walk(past: Past, month: float) -> np.ndarray:
    """With drift, the mean change a month from the first value to the last; its error grows with the months ahead."""
    gaps, ahead = np.diff(past.months), month - past.months[-1]
    drift = (past.walked[-1] - past.walked[0]) / gaps.sum()
    away = np.diff(past.walked) - drift * gaps
    variance = float((away**2 / gaps).sum() / max(gaps.size - 1, 1))
    return past.back(spread(past.walked[-1] + drift * ahead, float(np.sqrt(variance * (ahead + ahead**2 / gaps.sum())))))


def line(x: np.ndarray, y: np.ndarray, at: float) -> tuple[float, float]:
    """Least squares: forecast and its standard error, of the line and of a new value."""
    middle = x.mean()
    slope = float(((x - middle) * (y - y.mean())).sum() / ((x - middle)**2).sum())
    error = y - y.mean() - slope * (x - middle)
    variance = float((error**2).sum() / max(len(x) - 2, 1)) * (1 + 1 / len(x) + (at - middle)**2 / ((x - middle)**2).sum())
    return float(y.mean() + slope * (at - middle)), float(np.sqrt(variance))


def linear(past: Past, month: float) -> np.ndarray:
    return past.back(spread(*line(past.months, past.walked, month)))


def logit_trend(past: Past, month: float) -> np.ndarray:
    """A straight line of the log-odds of a share."""
    inside = np.clip(past.values, 1e-3, 1 - 1e-3)
    return expit(spread(*line(past.months, logit(inside), month)))


def curve(x: np.ndarray, ceiling: float, pace: float, middle: float) -> np.ndarray:
    return ceiling * expit(pace * (x - middle))


def logistic(past: Past, month: float) -> np.ndarray:
    """Bass's curve without innovators: it rises to a ceiling of at most ten times the highest value."""
    x, y = past.months - past.months[0], past.values
    top = 1.0 if past.share else FAR * y.max()
    low, high = [y.max() * 0.5, -1.0, -600.0], [max(top, y.max() * 0.51), 1.0, 1200.0]
    start = [min(y.max() * 1.5, 0.9 * high[0]), 0.1 if y[-1] >= y[0] else -0.1, float(x.mean())]
    found, _ = curve_fit(curve, x, y, p0=np.clip(start, low, high), bounds=(low, high), x_scale=[y.max(), 0.1, 10], max_nfev=2000)
    sd = float(np.sqrt(((curve(x, *found) - y)**2).sum() / max(len(x) - 3, 1)))
    return spread(float(curve(month - past.months[0], *found)), sd)


# Name -> forecast, and how many earlier values it needs.
FORECASTS: dict[str, tuple[Callable[[Past, float], np.ndarray], int]] = {
    "last value": (last_value, 1), "random walk with drift": (random_walk, 2), "linear": (linear, 3),
    "logistic": (logistic, 4), "logit trend": (logit_trend, 3)}


def forecast(name: str, past: Past, month: float) -> np.ndarray | None:
    """Quantiles of a forecast, or None where it cannot be made."""
    make, needed = FORECASTS[name]
    if len(past.values) < needed or (name == "logit trend" and not past.share):
        return None
    if name == "logistic" and not (past.values > 0).all() or past.log and not (past.values > 0).all():
        return None
    try:
        members = make(past, month)
    except (RuntimeError, ValueError, OptimizeWarning):  # the curve found no fit
        return None
    return past.bounded(members) if np.isfinite(members).all() else None
