"""Reading a gathered sweep row by row of its design."""

import h5py
import numpy as np
import pytest

from analysis.designs import Factor, Unfit, mean_and_noise, open_sweep
from analysis.reader import FormatError, MissingFile, NotRecorded

ROWS = 4
BLOCK = {"type": "lhs", "n": ROWS, "factors": ["weight", "from"], "rows": ROWS}
FACTORS = {"weight": (np.array([0.5, 0.25, 1.0, 0.75]), {"units": "USD", "factor": "lever"}),
           "from": (np.array(["2024-10", "2022-10", "2022-10", "2023-10"]),
                    {"distribution": "dates [2022-10, 2024-10]"})}
LAG = np.array([[1.0, 2, 6], [2, 2, 2], [3, 4, 5], [7, 7, 10]])


@pytest.fixture
def sweep(write_sweep, tmp_path):
    def write(lag=LAG, **options):
        return write_sweep(tmp_path / "sweep.h5", BLOCK, FACTORS, {"lag": lag}, **options)

    return write


def test_factors_and_outcomes(sweep):
    read = open_sweep(sweep())
    assert [factor[:4] for factor in ((f.name, f.units, f.role, f.distribution) for f in read.factors)] == [
        ("weight", "USD", "lever", "uniform [0, 1]"), ("from", "", "uncertainty", "dates [2022-10, 2024-10]")]
    assert read.outcomes == ["lag"] and read.units("lag") == "months" and read.arms == [""]
    assert [block._asdict() for block in read.blocks] == [
        {"type": "lhs", "second_order": False, "levels": 0, "factors": ["weight", "from"], "rows": 4}]


def test_units_of_time_stay_numbers(sweep):
    path = sweep()
    with h5py.File(path, "a") as file:
        file["lag"].attrs["units"] = file["weight"].attrs["units"] = "days"
    read = open_sweep(path)
    assert read.samples("lag", "").values.tolist() == [3, 2, 4, 8]
    assert read.factors[0].values.tolist() == [0.5, 0.25, 1, 0.75]


def test_samples_are_means(sweep):
    samples = open_sweep(sweep()).samples("lag", "")
    assert samples.values.tolist() == [3, 2, 4, 8] and samples.missing == {}
    assert samples.replicates == "mean over 3 replicates"


def test_noise_is_what_replicates_do_not_do_alike():
    """As the interaction in a two-way table: a shift of a whole replicate is none. Within 4 standard errors."""
    rows, replicates = 500, 4
    noise = np.random.default_rng(1).standard_normal((rows, replicates))
    level, shift = np.arange(rows)[:, None], np.array([[0.0, 30, -20, 5]])
    there = np.ones((rows, replicates), bool)
    plain, shifted, exact = (mean_and_noise(values, there)[1] for values in
                             (level + noise, level + noise + shift, level + shift))
    assert np.allclose(plain, shifted) and np.allclose(exact, 0)
    assert plain.mean() == pytest.approx(1 / replicates, rel=4 * (2 / (rows * (replicates - 1)))**0.5)


def test_noise_of_a_table_by_hand():
    """Residuals of [[0, 2], [0, 6]] without rows and columns are 1 each: their variance 4 / (1 x 1), halved."""
    mean, noise = mean_and_noise(np.array([[0.0, 2], [0, 6]]), np.ones((2, 2), bool))
    assert mean.tolist() == [1, 3] and noise.tolist() == [2, 2]
    mean, noise = mean_and_noise(np.array([[0.0, 2], [0, np.nan]]), np.array([[True, True], [True, False]]))
    assert mean.tolist() == [1, 0] and np.isnan(noise[1])


def test_samples_of_each_arm_by_row(sweep):
    read = open_sweep(sweep(np.concatenate([LAG, 10 * LAG]), arms=("a", "b"), keep=np.arange(8) != 5))
    assert read.samples("lag", "a").values.tolist() == [3, 2, 4, 8]
    assert np.array_equal(read.samples("lag", "b").values, [30, np.nan, 40, 80], equal_nan=True)
    assert read.by_row(read.factors[0], "b").tolist() == [1, -1, 3, 2]
    assert read.by_row(read.factors[1], "a").tolist() == [2, 0, 0, 1]


@pytest.mark.parametrize("flag", [0, 2, 3])
def test_a_run_that_is_not_done_makes_its_row_missing(sweep, flag):
    status = np.ones((ROWS, 3), "int8")
    status[1, 2] = flag
    samples = open_sweep(sweep(status=status)).samples("lag", "")
    assert samples.missing == {"unfinished or failed": 1}
    assert np.isnan(samples.values).tolist() == [False, True, False, False]
    assert open_sweep(sweep(status=status)).samples("lag", "", 0).missing == {}  # this replicate is done


def test_runs_that_are_not_needed_are_no_gap(sweep):
    status, lag = np.ones((ROWS, 3), "int8"), LAG.copy()
    status[0, 2], lag[0, 2] = 4, np.nan
    samples = open_sweep(sweep(lag, status=status)).samples("lag", "")
    assert samples.values.tolist() == [1.5, 2, 4, 8]
    assert samples.replicates == "mean over 2 to 3 replicates" and samples.missing == {}
    assert open_sweep(sweep(lag, status=status)).samples("lag", "", 2).missing == {"not run": 1}


def test_statistics_beside_the_replicates_are_no_outcomes(sweep):
    read = open_sweep(sweep(statistics=True))
    assert read.outcomes == ["lag"] and read.samples("lag", "").values.tolist() == [3, 2, 4, 8]


def test_what_is_no_number_is_missing(sweep):
    lag = LAG.copy()
    lag[2, 1] = np.nan
    assert open_sweep(sweep(lag)).samples("lag", "").missing == {"without a number": 1}


def test_damaged_designs(sweep):
    path = sweep()
    with h5py.File(path, "a") as file:
        file["design_row"][0] = 1
    with pytest.raises(FormatError, match="design_row is not one row of 4 for each point"):
        open_sweep(path).samples("lag", "")
    with h5py.File(path, "a") as file:
        file["design_row"][0] = 4
    with pytest.raises(FormatError, match="design_row is not one row of 4 for each point"):
        open_sweep(path).samples("lag", "")
    with h5py.File(path, "a") as file:
        del file["provenance/design_json"]
    with pytest.raises(FormatError, match="no design in /provenance/design_json .* gather the sweep again"):
        open_sweep(path).rows


def test_what_is_no_sweep(sample, tmp_path):
    with pytest.raises(Unfit, match="has no factors .* must come from `moat gather` of a sweep"):
        open_sweep(sample)
    with pytest.raises(MissingFile, match="no such file"):
        open_sweep(tmp_path / "absent.h5")


def test_names_that_are_not_there(sweep):
    read = open_sweep(sweep())
    with pytest.raises(NotRecorded, match="no outcome share; it has lag"):
        read.samples("share", "")
    with pytest.raises(NotRecorded, match="no replicate 7; it has 0 to 2"):
        read.samples("lag", "", 7)


def test_order_of_factors():
    def ordered(distribution, *values):
        return Factor("a", "", "lever", distribution, np.array(values)).is_ordered

    assert ordered("uniform [0, 2]", 0.5, 1.5) and ordered("dates [2022-10, 2024-10]", "2022-10", "2024-10")
    assert not ordered("values [low, high]", "low", "high") and not ordered("categorical [1, 2]", 1.0, 2.0)


def test_numbers_that_differ_by_rounding_are_one():
    factor = Factor("a", "", "lever", "uniform [0, 2]", np.array([2 / 3, 2 / 3 + 2e-16, 0, 2, 0.667]))
    assert factor.places.tolist() == [1, 1, 0, 3, 2]
