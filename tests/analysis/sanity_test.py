import dataclasses
import json

import numpy as np
import pytest
import xarray as xr

from analysis import criteria, facts, sanity
from analysis.__main__ import main
from analysis.expression import Expression
from analysis.reader import open_run


@pytest.fixture(scope="module")
def good(sample):
    return open_run(sample)


def changed(run, **series):
    """The same run with some series replaced by a function of the old values."""
    data = run.data.copy()
    for name, change in series.items():
        data[name] = change(data[name])
    return type(run)(data, run.point, run.provenance, run.releases, run.policy)


def found(run, words):
    return [row for row in sanity.check(run) if words in row.criterion]


def results(run, words):
    return [row.result for row in found(run, words)]


def row_of(values, **rest):
    """A criterion on numbers given; by default it is 10, give or take 3."""
    value = Expression("given", lambda run: xr.DataArray(np.array(values, float), dims="replicate"))
    return dataclasses.replace(criteria.Criterion("Ten", value, 10, 3, "pieces", "a test"), **rest)


def compare(values, **rest):
    return sanity.compare(row_of(values, **rest), None)


def test_measured_facts():
    assert [facts.best_measured(year, "closed") for year in criteria.YEARS] == [125.81, 142.52, 154.93]
    assert [facts.lag_text(year) for year in criteria.YEARS] == ["at least 9.6", "3.6", "8.5 (6.7-8.5)"]
    router = facts.router_open_share()
    assert len(router) == 12 and (router.lo < router.hi).all()


def test_distance_is_in_errors_of_both_sides():
    one = compare([16])
    assert (one.mean, one.sd, one.distance, one.result) == (16, 0, 2, "pass")
    assert one.measured == "10 +- 3 pieces" and one.simulated == "16 +- 0 pieces"
    several = compare([12, 20])  # sd 4 * sqrt(2), combined with 3: sqrt(41)
    assert several.sd == pytest.approx(32**0.5) and several.distance == pytest.approx(6 / 41**0.5)


def test_just_outside_is_a_miss():
    assert compare([16.01]).result == "miss" and compare([3.99]).result == "miss"
    assert compare([16.01], tolerance=2.1).result == "pass"


def test_a_bound_allows_one_side():
    assert [compare([x], sense="at least").distance for x in (1, 10, 1000)] == [-3, 0, 0]
    assert [compare([x], sense="at most").distance for x in (-1000, 10, 19)] == [0, 0, 3]
    assert compare([1], sense="at least").measured == "at least 10 +- 3 pieces"


def test_factors_are_compared_as_logarithms():
    twice = compare([40], factor=True, error=2)
    assert twice.distance == pytest.approx(2) and twice.result == "pass" and twice.mean == pytest.approx(40)
    assert compare([2.5], factor=True, error=2).distance == pytest.approx(-2)
    assert compare([41], factor=True, error=2).result == "miss"
    assert twice.measured == "10 */ 2 pieces"


def test_scale_turns_shares_into_per_cent():
    assert compare([0.1], scale=100).distance == 0


def test_no_number_is_no_data():
    assert [compare(values).result for values in ([], [np.nan])] == ["no data"] * 2
    assert compare([-1], factor=True, error=2).result == "no data"
    assert compare([np.nan, 10]).distance == 0  # of one replicate


def test_every_criterion_names_number_error_and_source():
    rows = criteria.criteria()
    assert len(rows) == 27 and len({row.text for row in rows}) == 27
    assert all(row.error > (1 if row.factor else 0) and row.source and str(row.value) for row in rows)


def test_the_sample_has_both(good):
    rows = sanity.check(good)
    assert [row.result for row in rows].count("pass") == 18
    assert [row.result for row in rows].count("miss") == 8
    assert all(row.measured and row.simulated and abs(row.distance or 0) < 20 for row in rows)


MISSES = [
    ("Closed frontier", {"frontier": lambda v: v - 12}, 3),
    ("behind closed ones", {"open_lag": lambda v: 0 * v + 30}, 2),
    ("behind closed ones", {"open_lag": lambda v: 0 * v}, 2),
    ("H800 that China buys", {"chips_bought": lambda v: 0 * v + 1}, 1),
    ("H20 that China buys", {"chips_bought": lambda v: 0 * v + 1}, 1),
    ("April 2025: Ascend", {"chips_bought": lambda v: v.where(v.time < np.datetime64("2025-05"), v / 3)}, 1),
    ("April 2025: chips that China buys in place",
     {"chips_substituted": lambda v: (0 * v + 1).where(v.time < np.datetime64("2025-05"), 0.5)}, 1),
    ("Compute of the US", {"compute_stock_region": lambda v: v.where(v.region != "us", 5 * v)}, 1),
    ("quarter of 2025", {"open_token_share": lambda v: v * 4}, 4),
    ("Chinese share of tokens", {"tokens": lambda v: v.where(v.line != "china-closed", 5 * v)}, 1),
    ("December over January", {"tokens": lambda v: 0 * v + 1}, 1),
    ("of enterprises", {"open_token_share": lambda v: 0 * v}, 2),
    ("Chinese share of downloads", {"downloads_by_origin": lambda v: v.where(v.origin != "china", 0)}, 1),
    ("share of spend", {"spend_by_kind": lambda v: 0 * v + 1}, 1),
    ("Mean price paid", {"paid_price": lambda v: v * 3}, 2),
    ("constant capability", {"price_constant_capability": lambda v: 0 * v + 1}, 1),
]


@pytest.mark.parametrize("words, change, count", MISSES, ids=[f"{n} {row[0]}" for n, row in enumerate(MISSES)])
def test_a_miss_is_a_miss(good, words, change, count):
    assert results(changed(good, **change), words).count("miss") == count


def test_a_lower_bound_of_the_lag_is_one(good):
    """The data of 2023 say `at least 9.6 months`: 9 months once passed as being between 2 and 9."""
    eight, twelve = (changed(good, open_lag=lambda v, to=to: 0 * v + to) for to in (8, 12))
    assert found(eight, "closed ones, end of 2023")[0].distance == pytest.approx(-1.6 / 0.3)
    assert found(twelve, "closed ones, end of 2023")[0].distance == 0


def test_less_in_place_of_denied_chips_is_a_miss_whatever_ascend_does(good):
    """More Ascend chips once made up for anything."""
    less = changed(good, chips_substituted=lambda v: (0 * v + 408).where(v.time < np.datetime64("2025-05"), 190))
    ascend, other = (results(less, f"April 2025: {words}") for words in ("Ascend", "chips that China buys in place"))
    assert (ascend, other) == (["pass"], ["miss"])


def test_what_is_not_recorded_has_no_verdict(good):
    run = type(good)(good.data.drop_vars("open_lag"), good.point, {}, good.releases, good.policy)
    rows = found(run, "behind closed ones")
    assert [row.result for row in rows] == ["no data"] * 3
    assert rows[0].simulated == "open_lag is not in the file" and rows[0].distance is None
    assert sanity.summary(sanity.check(run)) == "17 of 27 criteria hold, 4 without data"


def test_command_prints_text_and_json(sample, capsys):
    assert main(["check", str(sample)]) == 0
    text = capsys.readouterr().out
    assert "18 of 27 criteria hold" in text and "errors away" in text
    assert main(["check", str(sample), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 27 and set(rows[0]) == {
        "result", "criterion", "measured", "simulated", "observed", "error", "mean", "sd", "distance", "tolerance",
        "expression", "source"}
    assert rows[0]["expression"] == "frontier[openness=closed], highest over origin, 2023-12"


def test_a_miss_is_no_error_but_a_bad_file_is(write_sample, tmp_path, capsys):
    path = write_sample(tmp_path / "closed.h5", open_share=np.full(96, 0.01))
    assert main(["check", str(path)]) == 0
    assert "miss" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "absent.h5")]) == 65
    assert "no such file" in capsys.readouterr().err
