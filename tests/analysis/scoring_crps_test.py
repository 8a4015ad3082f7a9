import numpy as np
import pytest

from analysis.scoring.crps import crps, quantile


def test_one_member_scores_its_absolute_error():
    assert crps([3.0], 5) == 2


def test_two_members_by_hand():
    """Members 0 and 2, observed 1: mean distance 1; the pair is 2 apart, of which fair takes half, plain a quarter."""
    assert crps([0, 2], 1) == pytest.approx(1 - 2 / 2)
    assert crps([0, 2], 1, fair=False) == pytest.approx(1 - 2 / 4)


def test_weights_are_members_said_more_than_once():
    twice = crps([1, 1, 4], 2, fair=False)
    assert crps([4, 1], 2, np.array([1 / 3, 2 / 3]), fair=False) == pytest.approx(twice)
    assert crps([1, 4, 9], 2, np.array([0.5, 0.5, 0])) == pytest.approx(crps([1, 4], 2))


def test_pairs_in_any_order():
    members = np.array([3.0, -1, 7, 7, 2])
    pairs = np.abs(members[:, None] - members).sum()
    assert crps(members, 4) == pytest.approx(np.abs(members - 4).mean() - pairs / (2 * 5 * 4))


def test_many_normal_members_score_as_a_normal():
    """Gneiting & Raftery 2007, equation 5, at its mean: (sqrt 2 - 1) / sqrt pi standard deviations."""
    members = np.random.default_rng(1).standard_normal(200_000)
    assert crps(members, 0) == pytest.approx((2**0.5 - 1) / np.pi**0.5, abs=3e-3)


def test_a_fair_score_does_not_depend_on_how_many_members():
    draws = np.random.default_rng(2).standard_normal((20_000, 12))
    few, many = (np.mean([crps(row[:count], row[11]) for row in draws]) for count in (2, 11))
    assert few == pytest.approx(many, abs=0.015)
    plain = np.mean([crps(row[:2], row[11], fair=False) for row in draws])
    assert plain > many + 0.2


def test_quantiles_of_members_and_of_blurred_members():
    members, equal = np.arange(1.0, 6), np.full(5, 0.2)
    assert quantile(members, equal, 0.5) == pytest.approx(3)
    assert quantile(members, np.array([1, 0, 0, 0, 0.0]), 0.5) == 1
    assert quantile(np.zeros(3), np.full(3, 1 / 3), 0.95, 2.0) == pytest.approx(2 * 1.644854, abs=1e-4)
    assert quantile(members, equal, 0.5, 1.0) == pytest.approx(3, abs=1e-6)
