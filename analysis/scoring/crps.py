"""Continuous ranked probability score and quantiles of weighted ensembles (Gneiting & Raftery 2007,
doi:10.1198/016214506000001437)."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr


def crps(members: np.ndarray, observed: float, weights: np.ndarray | None = None, fair: bool = True) -> float:
    """sum w |x - y| - 1/2 sum w w' |x - x'| / c.

    Fair (Ferro 2014, doi:10.1002/qj.2270) has c = 1 - sum w^2, that is (m - 1)/m of m equal members: its expectation does
    not depend on their number, and no spread is expected for free. c = 1 scores the members as if they were the whole
    distribution. One member, fair or not, scores its absolute error.
    """
    members = np.asarray(members, float)
    weights = np.full(members.size, 1 / members.size) if weights is None else np.asarray(weights, float)
    order = np.argsort(members, kind="stable")
    x, w = members[order], weights[order]
    below = np.cumsum(w) - w
    pairs = 2 * float(np.sum(w * (x * below - (np.cumsum(w * x) - w * x))))  # sum over i, j of w w' |x - x'|
    left = 1 - float(np.sum(w**2))
    return float(np.sum(w * np.abs(x - observed))) - (pairs / 2 / (left if fair else 1) if left > 1e-12 else 0.0)


def quantile(members: np.ndarray, weights: np.ndarray, probability: float, sd: float = 0.0) -> float:
    """Of the members, each blurred by a normal error; of the members themselves (Hazen's rule) without one."""
    order = np.argsort(members, kind="stable")
    x, w = members[order], weights[order]
    plain = float(np.interp(probability, np.cumsum(w) - w / 2, x))
    if sd == 0:
        return plain
    return float(brentq(lambda y: float(np.sum(w * ndtr((y - x) / sd))) - probability, x[0] - 9 * sd, x[-1] + 9 * sd))
