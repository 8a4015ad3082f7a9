"""Estimators against functions whose indices are known."""

import math

import numpy as np
import pytest

from analysis import sensitivity

# Ishigami and Homma (1990) with a = 7, b = 0.1: indices from the integrals of the function.
A, B = 7, 0.1
VARIANCE = A**2 / 8 + B * math.pi**4 / 5 + B**2 * math.pi**8 / 18 + 0.5
ALONE = np.array([0.5 * (1 + B * math.pi**4 / 5)**2, A**2 / 8, 0]) / VARIANCE
TOGETHER = 8 * B**2 * math.pi**8 / 225 / VARIANCE  # of factors 0 and 2
TOTAL = ALONE + [TOGETHER, 0, TOGETHER]
PAIRS = np.array([0, TOGETHER, 0])  # (0, 1), (0, 2), (1, 2)


def ishigami(u):
    x = math.pi * (2 * u - 1)
    return np.sin(x[..., 0]) + A * np.sin(x[..., 1])**2 + B * x[..., 2]**4 * np.sin(x[..., 0])


def saltelli(base, second_order=True):
    """Rows [base row, row within, factor] from base points of 2 D numbers, in SALib's order."""
    a, b = np.split(base, 2, axis=1)
    factors = a.shape[1]
    swap = lambda one, other: [np.where(np.arange(factors) == j, other, one) for j in range(factors)]
    return np.stack([a, *swap(a, b), *(swap(b, a) if second_order else []), b], axis=1)


def random_base(rows, factors=3, seed=3):
    return np.random.default_rng(seed).random((rows, 2 * factors))


def places(values):
    return np.unique(values, return_inverse=True)[1]


def test_the_known_indices():
    assert np.allclose(ALONE, [0.313905, 0.442411, 0], atol=5e-7)
    assert np.allclose(TOTAL, [0.557589, 0.442411, 0.243684], atol=5e-7)


def test_ishigami_on_a_sobol_sequence():
    qmc = pytest.importorskip("scipy.stats.qmc")
    found = sensitivity.sobol(ishigami(saltelli(qmc.Sobol(6, seed=1).random_base2(14))), 3, 100, 0.95)
    assert found.first.value == pytest.approx(ALONE, abs=0.01)
    assert found.total.value == pytest.approx(TOTAL, abs=0.01)
    assert found.second.value == pytest.approx(PAIRS, abs=0.01)


def test_ishigami_on_random_numbers():
    """Within four standard errors, from the standard deviation of the estimators over 64 independent parts of the base rows."""
    rows, split = 2**14, 64
    values = ishigami(saltelli(random_base(rows)))
    found = sensitivity.sobol(values, 3, 100, 0.95)
    several = [sensitivity.sobol(part, 3, 100, 0.95) for part in np.split(values, split)]
    for order, known in (("first", ALONE), ("total", TOTAL), ("second", PAIRS)):
        error = np.std([getattr(one, order).value for one in several], axis=0) / math.sqrt(split)
        assert (error < 0.03).all()
        assert (np.abs(getattr(found, order).value - known) < 4 * error).all(), order


def test_estimators_as_written_in_the_papers():
    """First, total and second order spelled out, for values around their mean, on few rows."""
    y = ishigami(saltelli(random_base(8)))
    y = y - y[:, [0, -1]].mean()
    a, ab, ba, b = y[:, 0], y[:, 1:4], y[:, 4:7], y[:, 7]
    variance = np.var(np.r_[a, b])
    first = [np.mean(b * (ab[:, j] - a)) / variance for j in range(3)]
    found = sensitivity.sobol(y + 1000, 3, 100, 0.95)
    assert found.first.value == pytest.approx(first, abs=1e-9)
    assert found.total.value == pytest.approx([np.mean((a - ab[:, j])**2) / 2 / variance for j in range(3)], abs=1e-9)
    second = [np.mean(ba[:, j] * ab[:, k] - a * b) / variance - first[j] - first[k]
              for j, k in ((0, 1), (0, 2), (1, 2))]
    assert found.second.value == pytest.approx(second, abs=1e-9)


def test_rows_without_second_order_give_the_same_first_and_total():
    base = random_base(128)
    both = [sensitivity.sobol(ishigami(saltelli(base, second)), 3, 200, 0.9) for second in (True, False)]
    assert both[1].second is None
    for order in ("first", "total"):
        assert np.allclose(getattr(both[0], order), getattr(both[1], order), atol=1e-12)


def test_an_additive_function_has_no_second_order():
    """Four standard errors, from the interval itself: (high - low) / 2 is 1.96 of them."""
    values = saltelli(random_base(2**12)) @ np.array([1.0, 2.0, 3.0])
    found = sensitivity.sobol(values, 3, 500, 0.95)
    error = (found.second.high - found.second.low) / 2 / 1.96
    assert (error < 0.03).all() and (np.abs(found.second.value) < 4 * error).all()
    assert found.total.value == pytest.approx(np.array([1, 4, 9]) / 14, abs=0.03)


def test_intervals_hold_the_truth_as_often_as_they_say():
    """200 repetitions: the binomial standard error of 95 % is 1.5 %, and the percentile bootstrap is a little short."""
    held = np.zeros((2, 3))
    for seed in range(200):
        found = sensitivity.sobol(ishigami(saltelli(random_base(256, seed=seed), False)), 3, 200, 0.95)
        for order, (one, known) in enumerate(((found.first, ALONE), (found.total, TOTAL))):
            held[order] += (one.low <= known) & (known <= one.high)
    assert (held / 200 > 0.95 - 4 * 0.0154).all() and (held < 200).any()


def test_intervals_are_of_the_estimators_on_rows_drawn_again():
    values = 5 + ishigami(saltelli(random_base(32)))
    found = sensitivity.sobol(values, 3, 100, 0.9)
    picks = np.random.default_rng(sensitivity.SEED).integers(32, size=(100, 32))
    again = [sensitivity.sobol(values[pick], 3, 100, 0.9) for pick in picks]
    for order in ("first", "total", "second"):
        low, high = np.quantile([getattr(one, order).value for one in again], [0.05, 0.95], axis=0)
        assert getattr(found, order).low == pytest.approx(low, abs=1e-9)
        assert getattr(found, order).high == pytest.approx(high, abs=1e-9)


def test_a_narrower_confidence_gives_a_narrower_interval():
    values = ishigami(saltelli(random_base(64)))
    wide, narrow = (sensitivity.sobol(values, 3, 500, confidence).total for confidence in (0.99, 0.5))
    assert ((wide.low < narrow.low) & (narrow.high < wide.high)).all()


def test_same_values_same_intervals():
    values = ishigami(saltelli(random_base(64)))
    assert np.array_equal(*(np.array(sensitivity.sobol(values, 3, 100, 0.95).first) for _ in range(2)))


def test_intervals_do_not_depend_on_the_memory_held(monkeypatch):
    values = ishigami(saltelli(random_base(64)))
    before = sensitivity.sobol(values, 3, 100, 0.95).first
    monkeypatch.setattr(sensitivity, "HELD", 1000)
    assert np.allclose(before, sensitivity.sobol(values, 3, 100, 0.95).first, atol=1e-12)


def test_constant_means_no_more_than_rounding():
    assert sensitivity.is_constant(np.full((4, 2), 0.1 + 0.2))
    assert sensitivity.is_constant(np.array([0.3, 0.1 + 0.2]))
    assert not sensitivity.is_constant(np.array([0.3, 0.3000001]))


def trajectories(count, factors, levels, seed=5):
    """Morris's rows in the unit cube: [trajectory, row, factor]."""
    rng = np.random.default_rng(seed)
    delta = levels / (2 * (levels - 1))
    rows = np.empty((count, factors + 1, factors))
    for one in rows:
        start = rng.integers(levels // 2, size=factors) / (levels - 1)
        up = rng.random(factors) < 0.5
        one[0] = np.where(up, start, start + delta)
        for step, factor in enumerate(rng.permutation(factors)):
            one[step + 1] = one[step]
            one[step + 1, factor] += delta if up[factor] else -delta
    return rows


def ranks(rows):
    flat = rows.reshape(-1, rows.shape[-1]).round(9)
    return np.stack([places(column) for column in flat.T], axis=1).reshape(rows.shape)


@pytest.mark.parametrize("levels", [4, 6])
def test_morris_of_a_linear_function_is_its_coefficients(levels):
    coefficients = np.array([3.0, -2.0, 0.0])
    rows = trajectories(10, 3, levels)
    found = sensitivity.morris(rows @ coefficients, ranks(rows), np.ones(3, bool), levels, 100, 0.95)
    assert found.mu.value == pytest.approx(coefficients, abs=1e-12)
    assert found.mu_star.value == pytest.approx(np.abs(coefficients), abs=1e-12)
    assert found.sigma.value == pytest.approx(np.zeros(3), abs=1e-12)
    assert found.mu_star.low == pytest.approx(found.mu_star.high, abs=1e-12)


def test_morris_of_a_product():
    """Effects of x0 x1 are the other factor's value: their mean and standard deviation, written out."""
    rows = trajectories(40, 2, 4)
    effects = np.array([[one[:, 1 - j][np.flatnonzero(np.diff(one[:, j]))[0]] for j in range(2)] for one in rows])
    found = sensitivity.morris(rows[..., 0] * rows[..., 1], ranks(rows), np.ones(2, bool), 4, 500, 0.95)
    assert found.mu.value == pytest.approx(effects.mean(axis=0), abs=1e-12)
    assert found.sigma.value == pytest.approx(effects.std(axis=0, ddof=1), abs=1e-12)
    # A bootstrap interval of a mean is close to 1.96 standard errors: 5 % off by 500 resamples, more by skewness.
    assert (found.mu_star.high - found.mu_star.low) / 2 == pytest.approx(1.96 * effects.std(axis=0) / 40**0.5, rel=0.15)


def test_morris_without_order_has_no_sign():
    rows = trajectories(10, 2, 4)
    found = sensitivity.morris(rows @ np.array([1.0, 2.0]), ranks(rows), np.array([True, False]), 4, 100, 0.95)
    assert np.isnan([end[1] for end in (*found.mu, *found.sigma)]).all()
    assert found.mu_star.value == pytest.approx([1, 2], abs=1e-12) and found.mu.value[0] == pytest.approx(1, abs=1e-12)


def test_morris_refuses_other_rows():
    with pytest.raises(ValueError, match="trajectory 0 does not change each factor once"):
        sensitivity.moved(np.zeros((2, 3, 2), int))
    twice = np.array([[[0, 0], [1, 0], [0, 0]]])
    with pytest.raises(ValueError, match="one factor at a step"):
        sensitivity.moved(twice)


def test_given_data_on_ishigami():
    """Against the known indices: 64 bins of 256 rows hide 2 % of factor 1; the rest is the estimator's own interval."""
    x = np.random.default_rng(2).random((2**14, 3))
    found = sensitivity.given_data(ishigami(x), np.stack([places(column) for column in x.T], axis=1), 200, 0.95)
    assert found.value == pytest.approx(ALONE, abs=0.025)
    assert (found.high - found.low < 0.04).all()
    assert (found.low <= found.value).all() and (found.value <= found.high).all()


def test_given_data_of_a_factor_without_effect_is_not_biased():
    """Mean over 100 samples of 64 rows within four standard errors of zero; the plain estimate would be 0.11 off."""
    found = []
    for seed in range(100):
        x = np.random.default_rng(seed).random((64, 2))
        ordered = np.stack([places(column) for column in x.T], axis=1)
        found.append(sensitivity.given_data(x[:, 0], ordered, 100, 0.95).value)
    assert abs(np.mean(found, axis=0)[1]) < 4 * np.std(found, axis=0)[1] / 10
    assert np.mean(found, axis=0)[0] == pytest.approx(1, abs=0.05)


def test_given_data_of_few_values_has_a_bin_for_each():
    assert set(sensitivity.bins(np.repeat([0, 1, 2], 50))) == {0, 1, 2}
    counts = np.bincount(sensitivity.bins(np.arange(100)))
    assert len(counts) == 10 and set(counts) == {10}
