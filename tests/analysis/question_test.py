from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from analysis import flows
from analysis.question import (against, bounds, classify, combine, contrast_values, farthest, is_difference, open_question,
                               quantiles, read_select, share_seeds, summary, taken_off, trajectory)
from analysis.reader import FormatError, MissingFile, NotRecorded


def test_reads_arms_outcomes_and_tests(asked):
    question = open_question(asked)
    assert question.baseline == "none" and question.arms == ["none", "strict", "leaky"]
    lag, spend = question.outcomes
    assert (lag.description, lag.unit, lag.factor) == ("China's lag at the end of 2030", "months", 1)
    assert (spend.unit, spend.across, spend.is_share, spend.select) == ("%", "sum", True, {"openness": "open"})
    assert np.allclose(spend.values[1], 41)
    assert [test.name for test in question.tests] == ["longer", "much_longer", "by_a_tenth", "level"]
    assert question.beside("why").name == "chips_why.h5"


def test_select_in_words():
    assert read_select("") == {}
    assert read_select("origin=china,openness=open") == {"origin": "china", "openness": "open"}


def test_summary_of_four_runs_by_hand():
    found = summary(np.array([1, 2, 3, 4, np.nan]))
    half = 3.182446 * np.sqrt(5 / 3) / 2  # Student's 97.5 % with 3 degrees of freedom
    assert found.mean == 2.5 and found.runs == 4
    assert np.allclose([found.low, found.high, found.q05, found.q95], [2.5 - half, 2.5 + half, 1.15, 3.85])
    assert np.isnan(summary(np.array([1.0])).low) and summary(np.array([])).runs == 0


def test_differences_are_paired_run_by_run(asked):
    question = open_question(asked)
    lag = question.outcomes[0]
    assert share_seeds(question) and combine(question, lag, against(question, "leaky")).tolist() == [2, 4, 6, 8]
    assert farthest(question, lag) == "leaky"


def test_runs_that_are_not_there_are_left_out_of_pairs(write_question, tmp_path):
    def fail_one(data):
        data.run_status[2, 0] = 2
        return data
    question = open_question(write_question(tmp_path / "failed.h5", fail_one))
    assert combine(question, question.outcomes[0], against(question, "leaky")).tolist() == [4, 6, 8]
    assert np.isnan(trajectory(question.data, question.outcomes[0])[2, 0]).all()
    assert taken_off(question, question.tests[2]).tolist() == [9, 10, 11] and classify(question, question.tests[2])


def test_without_the_same_seeds_runs_are_taken_in_order(write_question, tmp_path):
    def reseed(data):
        data.run_seed[1] = 8
        data.china_lag[1, 0] = np.nan
        return data
    question = open_question(write_question(tmp_path / "seeds.h5", reseed))
    lag = question.outcomes[0]
    assert not share_seeds(question)
    assert combine(question, lag, against(question, "strict")).tolist() == [2, 3, 4]
    assert combine(question, lag, against(question, "leaky")).tolist() == [2, 4, 6, 8]


def test_trajectory_of_one_place(asked):
    question = open_question(asked)
    path = trajectory(question.data, question.outcomes[0])
    assert path.dims == ("point", "replicate", "time")
    assert np.array_equal(path[:, :, -1], question.outcomes[0].values)
    assert np.allclose(quantiles(path).values[1, 1, :2], [2.5, 3.5])


def test_trajectory_of_a_share_of_several_cells(asked):
    question = open_question(asked)
    path = trajectory(question.data, question.outcomes[1])
    assert path.dims == ("point", "replicate", "time") and np.allclose(path, 40)  # (1 + 3) of 10 billion USD


@pytest.mark.parametrize("across, value", [("sum", 4), ("mean", 2), ("max", 3), ("min", 1)])
def test_trajectory_across_places(asked, across, value):
    question = open_question(asked)
    outcome = question.outcomes[1]
    outcome = type(outcome)(**{**vars(outcome), "across": across, "is_share": False, "factor": 1e-9})
    assert np.allclose(trajectory(question.data, outcome), value)


def test_what_does_not_exist_is_no_number(write_question, tmp_path):
    def none_at_first(data):
        data.region_lag[..., 0, 1] = -np.inf
        return data
    question = open_question(write_question(tmp_path / "first.h5", none_at_first))
    path = trajectory(question.data, question.outcomes[0])
    assert np.isnan(path[..., 0]).all() and np.isfinite(path[..., 1:]).all()


def test_series_that_is_not_recorded(asked):
    question = open_question(asked)
    with pytest.raises(NotRecorded, match="region_lag, the series of china_lag, is not in the file"):
        trajectory(question.data.drop_vars("region_lag"), question.outcomes[0])
    outcome = question.outcomes[1]
    outcome = type(outcome)(**{**vars(outcome), "across": "none", "is_share": False})
    with pytest.raises(NotRecorded, match="open_spend names no place on origin of spend"):
        trajectory(question.data, outcome)


def test_findings_and_bounds(asked):
    question = open_question(asked)
    longer, much_longer, by_a_tenth, level = question.tests
    assert [is_difference(test) for test in question.tests] == [True, True, True, False]
    assert bounds(question, longer) == (0.2, np.inf)
    # strict comes to 7 + 1..4 months, 9.5 in the mean, of which a tenth is 0.95
    assert np.allclose(bounds(question, by_a_tenth), (0.95, np.inf))
    # of which leaky has 12.5 to 36.4 % more, 25.3 (8.9 to 41.6) in the mean
    assert [classify(question, test) for test in question.tests] == ["holds", "fails", "open", "holds"]
    assert classify(question, type(longer)(**{**vars(by_a_tenth), "above": 8.5})) == "holds"
    assert classify(question, type(longer)(**{**vars(longer), "above": 2.0})) == "open"


def test_relative_bounds_are_of_the_size_of_what_is_taken_off(asked):
    question = open_question(asked)
    lag, spend = question.outcomes
    test = replace(question.tests[2], minus="open_spend")
    less = [outcome.values[[1, 2]] for outcome in (lag, spend)]
    strict, leaky = less[0] - less[1]
    assert (strict < 0).all() and taken_off(question, test).tolist() == (-strict).tolist()
    assert np.allclose(contrast_values(question, test), 100 * (leaky - strict) / -strict)


def test_flows_by_kind_add_up_to_all_moves(asked):
    data = open_question(asked).data
    moves = flows.moves(data, 0)
    assert moves.shape == (4, 7, 7) and np.allclose(moves.sum(axis=(1, 2)), 10 * data.sizes["time"])
    gross = flows.shares(moves.mean(axis=0))
    assert np.isclose(gross.sum(), 100)
    place = {kind: i for i, kind in enumerate(flows.KINDS)}
    assert gross[place["no model"], place["closed US"]] == 50 and gross[place["open US"], place["open China"]] == 20
    assert np.isclose(gross[place["open China"], place["open US"]], 10)


def test_net_flows_are_antisymmetric_and_of_own_moves(asked):
    data = open_question(asked).data
    change = flows.net_change(flows.moves(data, 1), flows.moves(data, 0)).mean(axis=0)
    assert np.allclose(change, -change.T)
    # open US to open China: 2 - 3 of 12 moves, after 2 - 1 of 10
    assert np.isclose(change[flows.KINDS.index("open US"), flows.KINDS.index("open China")], 100 * (-1 / 12 - 1 / 10))


def test_flows_need_their_series(asked, write_question, tmp_path):
    with pytest.raises(NotRecorded, match="switching_flow is not in the file"):
        flows.moves(open_question(asked).data.drop_vars("switching_flow"), 0)
    def nobody(data):
        data.switching_flow[:] = 0
        return data
    with pytest.raises(NotRecorded, match="nobody moved in none"):
        flows.moves(open_question(write_question(tmp_path / "still.h5", nobody)).data, 0)


def test_months_between_records(asked):
    assert flows.months_between(open_question(asked).data.time.values) == 3
    assert flows.months_between(np.array(["2030-01-31"], "M8[ns]")) == 1


def test_files_that_are_no_question(sample, write_question, tmp_path):
    with pytest.raises(FormatError, match="has no outcomes; pictures of a question need a scenario with `outcomes`"):
        open_question(sample)
    with pytest.raises(FormatError, match="has 1 point; pictures of a question compare 2 to 12 arms"):
        one = write_question(tmp_path / "one.h5", lambda data: data.isel(point=[0]))
        open_question(one)
    with pytest.raises(FormatError, match="statistics over replicates"):
        open_question(write_question(tmp_path / "s.h5", lambda data: data.assign_coords(statistic=["mean"])))
    with pytest.raises(NotRecorded, match="no run has finished"):
        open_question(write_question(tmp_path / "none.h5", lambda data: data.assign(run_status=data.run_status * 0)))
    with pytest.raises(MissingFile, match="no such file"):
        open_question(tmp_path / "absent.h5")


def test_a_file_without_a_verdict_has_no_tests(write_question, tmp_path):
    data = xr.open_dataset(write_question(tmp_path / "with.h5"), decode_timedelta=False)
    data.to_netcdf(tmp_path / "without.h5", engine="h5netcdf")
    assert open_question(tmp_path / "without.h5").tests == []
