import numpy as np
import pytest

from analysis.scoring import naive
from analysis.scoring.naive import Past, forecast


def past(values, months=None, **kind):
    values = np.array(values, float)
    return Past(np.arange(values.size, dtype=float) if months is None else np.array(months, float), values, **kind)


def median(name, before, month):
    return float(np.median(forecast(name, before, month)))


def sd(name, before, month):
    members = forecast(name, before, month)
    return float(members[-1] - members[0]) / (naive.STEPS[-1] - naive.STEPS[0])


def test_last_value_keeps_it_and_widens_with_the_square_root_of_time():
    before = past([10, 12, 10, 12])
    assert median("last value", before, 4) == 12
    assert sd("last value", before, 4) == pytest.approx(2) and sd("last value", before, 7) == pytest.approx(4)
    assert forecast("last value", past([5]), 9).tolist() == [5]


def test_random_walk_goes_on_as_from_first_to_last():
    before = past([10, 14, 12, 16])  # drift 2; changes 4, -2, 4 are 2, -4, 2 off it: variance 24 / 2
    assert median("random walk with drift", before, 5) == pytest.approx(20)
    assert sd("random walk with drift", before, 5) == pytest.approx((12 * (2 + 4 / 3))**0.5)
    assert forecast("random walk with drift", past([5]), 9) is None


def test_logarithms_walk_by_factors():
    assert median("random walk with drift", past([1, 2, 4], log=True), 4) == pytest.approx(16)
    assert median("linear", past([1, 2, 4], log=True), 4) == pytest.approx(16)


def test_linear_is_least_squares_with_its_standard_error():
    before = past([1, 3, 2, 4])  # slope 0.8, 1.3 at 0; residuals -0.3, 0.9, -0.9, 0.3
    assert median("linear", before, 5) == pytest.approx(1.3 + 4)
    assert sd("linear", before, 5) == pytest.approx((1.8 / 2 * (1 + 1 / 4 + 3.5**2 / 5))**0.5)


def test_logistic_finds_the_curve_it_was_given():
    months = np.arange(30.0)
    before = past(naive.curve(months, 80, 0.3, 15))
    assert median("logistic", before, 60) == pytest.approx(80, rel=0.01)


def test_logistic_has_a_ceiling():
    rising = past(np.exp(0.2 * np.arange(8.0)))
    assert median("logistic", rising, 400) <= 10 * rising.values.max() * (1 + 1e-9)


def test_logit_trend_is_a_line_of_log_odds():
    odds = np.array([0.1, 0.2, 0.4])  # doubles each month
    share = odds / (1 + odds)
    assert median("logit trend", past(share, share=True), 4) == pytest.approx(1.6 / 2.6)
    assert forecast("logit trend", past([5, 6, 7]), 4) is None  # no share


@pytest.mark.parametrize("name", naive.FORECASTS)
@pytest.mark.parametrize("values", [[0.9, 0.95, 0.7, 0.99], [0, 0, 0, 0], [1, 1, 1, 1], [0.01, 0.5, 0.01, 0.9]])
def test_no_forecast_of_a_share_leaves_it(name, values):
    members = forecast(name, past(values, share=True), 200)
    assert members is None or (0 <= members).all() and (members <= 1).all()


@pytest.mark.parametrize("name", naive.FORECASTS)
def test_no_forecast_is_absurd(name):
    members = forecast(name, past([1, 4, 30, 100]), 500)
    assert members is None or (0.1 <= members).all() and (members <= 1000).all()
