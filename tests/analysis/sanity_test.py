import json

import numpy as np
import pytest

from analysis import facts, sanity
from analysis.__main__ import main
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


def verdicts(run, words):
    return [row.result for row in sanity.check(run) if words in row.criterion]


def test_measured_facts():
    assert [facts.best_measured(year, "closed") for year in sanity.YEARS] == [125.81, 142.52, 154.93]
    assert [facts.lag_text(year) for year in sanity.YEARS] == ["at least 9.6", "3.6", "8.5 (6.7-8.5)"]
    router = facts.router_open_share()
    assert len(router) == 12 and (router.lo < router.hi).all()


def test_every_criterion_holds_in_the_sample(good):
    rows = sanity.check(good)
    assert [row.result for row in rows] == ["pass"] * 13
    assert all(row.measured and row.simulated for row in rows)


MISSES = [
    ("Closed frontier", {"frontier": lambda v: v - 12}, 3),
    ("months behind", {"open_lag": lambda v: v + 20}, 3),
    ("purchases fall", {"chips_bought": lambda v: 0 * v + 1}, 2),
    ("buys more Ascend", {"chips_bought": lambda v: 0 * v, "chips_substituted": lambda v: 0 * v}, 2),
    ("every month of 2025", {"open_token_share": lambda v: v * 4}, 1),
    ("above that of enterprises", {"open_token_share": lambda v: 0 * v + 0.2}, 1),
    ("85 % of spend", {"spend_by_kind": lambda v: 0 * v + 1}, 1),
]


@pytest.mark.parametrize("words, change, count", MISSES, ids=[miss[0] for miss in MISSES])
def test_a_miss_is_a_miss(good, words, change, count):
    assert verdicts(changed(good, **change), words) == ["miss"] * count


def test_one_month_out_of_range_is_enough(good):
    spike = lambda v: v.where(v.time != np.datetime64("2025-06-30"), 0.6)
    assert verdicts(changed(good, open_token_share=spike), "every month of 2025") == ["miss"]


def test_chips_never_bought_do_not_collapse(good):
    none = lambda v: v.where(v.chip != "H20", 0)
    assert verdicts(changed(good, chips_bought=none), "H20 purchases fall") == ["miss"]


def test_what_is_not_recorded_has_no_verdict(good):
    run = type(good)(good.data.drop_vars("open_lag"), good.point, {}, good.releases, good.policy)
    rows = [row for row in sanity.check(run) if "months behind" in row.criterion]
    assert [row.result for row in rows] == ["no data"] * 3
    assert rows[0].simulated == "open_lag is not in the file"
    assert sanity.summary(sanity.check(run)) == "10 of 13 criteria hold, 3 without data"


def test_command_prints_text_and_json(sample, capsys):
    assert main(["check", str(sample)]) == 0
    assert "13 of 13 criteria hold" in capsys.readouterr().out
    assert main(["check", str(sample), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 13 and set(rows[0]) == {"criterion", "measured", "simulated", "result"}


def test_a_miss_is_no_error_but_a_bad_file_is(write_sample, tmp_path, capsys):
    path = write_sample(tmp_path / "closed.h5", open_share=np.full(96, 0.01))
    assert main(["check", str(path)]) == 0
    assert "miss" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "absent.h5")]) == 65
    assert "no such file" in capsys.readouterr().err
