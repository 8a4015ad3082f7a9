"""Estimators of sensitivity: Sobol indices, elementary effects, and first-order indices from given data.

All are pure functions of arrays. Intervals are bootstrap percentiles, from a generator with a fixed seed, so the same
file gives the same numbers.
"""

from __future__ import annotations

from typing import Callable, NamedTuple

import numpy as np

SEED = 1
HELD = 1 << 22  # resamples x rows in memory at once


class Estimate(NamedTuple):
    """Values with the ends of their intervals."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray


class Indices(NamedTuple):
    """By factor; second order by pair (i, j), i < j, in the order of numpy.triu_indices, or nothing."""

    first: Estimate
    total: Estimate
    second: Estimate | None


class Effects(NamedTuple):
    """Elementary effects by factor, per whole range of the factor: mean, mean size, standard deviation."""

    mu: Estimate
    mu_star: Estimate
    sigma: Estimate


Statistic = Callable[[np.ndarray], np.ndarray]  # from column means [sample, column] to numbers [sample, number]


def resample(table: np.ndarray, statistic: Statistic, resamples: int) -> tuple[np.ndarray, np.ndarray]:
    """A statistic of the rows of table as they are, and in resamples of its rows, [resample, number]."""
    rows, random = len(table), np.random.default_rng(SEED)
    step = max(1, HELD // rows)
    draws = []
    for start in range(0, resamples, step):
        picks = random.integers(rows, size=(min(step, resamples - start), rows))
        shares = np.stack([np.bincount(pick, minlength=rows) for pick in picks]) / rows
        draws.append(statistic(shares @ table))
    return statistic(table.mean(axis=0, keepdims=True))[0], np.concatenate(draws)


def interval(draws: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Percentiles over resamples; those without a number, such as without any variance, are left out."""
    none = ~np.isfinite(draws).any(axis=0)
    ends = np.nanquantile(np.where(none, 0.0, draws), [(1 - confidence) / 2, (1 + confidence) / 2], axis=0)
    low, high = np.where(none, np.nan, ends)
    return low, high


def estimate(table: np.ndarray, statistic: Statistic, resamples: int, confidence: float) -> Estimate:
    value, draws = resample(table, statistic, resamples)
    return Estimate(value, *interval(draws, confidence))


def parts(whole: Estimate, *sizes: int) -> list[Estimate]:
    return [Estimate(*ends) for ends in zip(*(np.split(end, np.cumsum(sizes)[:-1]) for end in whole))]


def is_constant(values: np.ndarray) -> bool:
    """Whether the variation is no more than rounding."""
    return bool(np.ptp(values) <= 1e-12 * np.abs(values).max())


def sobol(values: np.ndarray, factors: int, resamples: int, confidence: float) -> Indices:
    """Indices from values [base row, row within]: A, AB_1..AB_D, [BA_1..BA_D], B, as SALib orders them.

    First order by Saltelli (2010, doi:10.1016/j.cpc.2009.09.018), mean(B (AB - A)) / V; total by Jansen (1999,
    doi:10.1016/S0010-4655(98)00154-4), mean((A - AB)^2) / 2V; second order mean(BA_j AB_k - A B) / V - S_j - S_k.
    V is the variance over A and B; values are taken from their mean, which these estimators need for precision.
    """
    y = values - values[:, [0, -1]].mean()
    a, b, ab = y[:, 0], y[:, -1], y[:, 1:factors + 1]
    pairs = np.triu_indices(factors, 1) if values.shape[1] == 2 * factors + 2 and factors > 1 else None
    products = [np.stack([a, b, a * a, b * b, a * b], axis=1), ab, b[:, None] * ab, (a[:, None] - ab)**2]
    if pairs is not None:
        ba = y[:, factors + 1:-1]
        products += [ba, ba[:, pairs[0]] * ab[:, pairs[1]]]
    table = np.concatenate(products, axis=1)

    def indices(means: np.ndarray) -> np.ndarray:
        """[sample, index] from the means of the products, [sample, product]: S1, then ST, then S2."""
        of_a, of_b, of_a2, of_b2, of_ab = means[:, :5].T[..., None]
        ab_j, b_ab_j, jansen, ba_j, ba_ab = np.split(means[:, 5:], factors * np.arange(1, 5), axis=1)
        centre = (of_a + of_b) / 2
        with np.errstate(invalid="ignore", divide="ignore"):
            variance = (of_a2 + of_b2) / 2 - centre**2
            first = (b_ab_j - of_ab - centre * (ab_j - of_a)) / variance
            orders = [first, jansen / 2 / variance]
            if pairs is not None:
                both = ba_ab - of_ab - centre * (ba_j[:, pairs[0]] + ab_j[:, pairs[1]] - of_a - of_b)
                orders.append(both / variance - first[:, pairs[0]] - first[:, pairs[1]])
        return np.concatenate(orders, axis=1)

    found = estimate(table, indices, resamples, confidence)
    first, total, second = parts(found, factors, factors, len(found.value) - 2 * factors)
    return Indices(first, total, second if pairs is not None else None)


def moved(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which factor each step of a trajectory changes, and in which direction, [trajectory, step].

    `places` of the factors' values in ascending order: [trajectory, row, factor]. ValueError where a step changes none
    or several factors, or a trajectory one factor twice: that is no Morris design.
    """
    change = np.diff(places, axis=1)
    changed = change != 0
    wrong = (changed.sum(axis=2) != 1).any(axis=1) | (changed.sum(axis=1) != 1).any(axis=1)
    if wrong.any():
        raise ValueError(f"trajectory {wrong.argmax()} does not change each factor once, one factor at a step")
    which = changed.argmax(axis=2)
    return which, np.sign(np.take_along_axis(change, which[..., None], axis=2)[..., 0])


def morris(values: np.ndarray, places: np.ndarray, ordered: np.ndarray, levels: int, resamples: int,
           confidence: float) -> Effects:
    """Elementary effects from values [trajectory, row], of steps delta = p / (2 (p - 1)) of the unit cube, p levels.

    mu_star is the mean of their sizes (Campolongo et al. 2007, doi:10.1016/j.envsoft.2006.10.004). A factor that is not
    ordered has no direction: its mu and sigma are NaN. Intervals by resampling trajectories.
    """
    which, direction = moved(places)
    by_factor = np.argsort(which, axis=1)
    effects = np.take_along_axis(np.diff(values, axis=1) * direction, by_factor, axis=1) * 2 * (levels - 1) / levels
    mean, count, factors = effects.mean(axis=0), len(effects), len(ordered)
    away = effects - mean

    def summary(means: np.ndarray) -> np.ndarray:
        shift, star, squares = np.split(means, 3, axis=1)
        sigma = np.sqrt(np.maximum(squares - shift**2, 0) * count / (count - 1))
        return np.concatenate([np.where(ordered, mean + shift, np.nan), star, np.where(ordered, sigma, np.nan)], axis=1)

    table = np.concatenate([away, np.abs(effects), away**2], axis=1)
    return Effects(*parts(estimate(table, summary, resamples, confidence), factors, factors, factors))


def bins(places: np.ndarray) -> np.ndarray:
    """Bin of each row: of equal numbers of rows, but equal values stay together.

    As many bins as there are rows in each, 64 at most: fewer would hide what bends within a bin, and more would only
    add random differences, which given_data takes off again.
    """
    count = min(round(len(places)**0.5), 64)
    if places.max() < count:
        return places
    edges = np.quantile(places, np.linspace(0, 1, count + 1)[1:-1])
    return np.unique(np.searchsorted(edges, places, side="right"), return_inverse=True)[1]


def given_data(values: np.ndarray, places: np.ndarray, resamples: int, confidence: float) -> Estimate:
    """First-order indices from any sample of independent factors: the share of variance between bins of a factor.

    Plischke, Borgonovo and Smith (2013, doi:10.1016/j.ejor.2012.11.047). Sampling noise alone makes bins differ; as in that
    paper the bootstrap removes this bias: 2 estimate - mean of resamples, and the interval is reflected likewise.
    `places` of the factors' values in ascending order: [row, factor].
    """
    y = values - values.mean()
    members = [np.eye(int(column.max()) + 1)[column] for column in map(bins, places.T)]
    table = np.concatenate([np.stack([y, y * y], axis=1), *members, *(y[:, None] * one for one in members)], axis=1)
    ends = np.cumsum([member.shape[1] for member in members])

    def between(means: np.ndarray) -> np.ndarray:
        size, total = np.split(means[:, 2:], 2, axis=1)
        centre = means[:, :1]
        with np.errstate(invalid="ignore", divide="ignore"):
            squares = np.where(size > 0, total**2 / size, 0)
            of_factor = np.stack([part.sum(axis=1) for part in np.split(squares, ends[:-1], axis=1)], axis=1)
            return (of_factor - centre**2) / (means[:, 1:2] - centre**2)

    value, draws = resample(table, between, resamples)
    low, high = interval(draws, confidence)
    return Estimate(2 * value - np.nanmean(draws, axis=0), 2 * value - high, 2 * value - low)
