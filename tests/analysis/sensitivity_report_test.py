"""`python3 -m analysis sobol|morris|given-data` on small gathered sweeps."""

import json
import shutil

import h5py
import matplotlib.image
import numpy as np
import pytest

from analysis import sensitivity
from analysis.__main__ import main

BASE, FACTORS = 32, 2
WIDTH = 2 * FACTORS + 2
SOBOL = {"type": "sobol", "n": BASE, "second_order": True, "factors": ["peer.weight", "cost"], "rows": BASE * WIDTH}


def unit_rows(base=BASE):
    """Saltelli's rows for two factors, in the order A, AB_1, AB_2, BA_1, BA_2, B."""
    a, b = np.split(np.random.default_rng(1).random((base, 4)), 2, axis=1)
    swapped = [np.stack([x[:, 0], y[:, 1]], axis=1) for x, y in ((b, a), (a, b), (a, b), (b, a))]
    return np.stack([a, *swapped, b], axis=1).reshape(-1, 2)


def factors(rows):
    return {"peer.weight": (2 * rows[:, 0], {"distribution": "uniform [0, 2]"}),
            "cost": (500 * rows[:, 1], {"units": "USD", "distribution": "uniform [0, 500]", "factor": "lever"})}


def truth(rows):
    return 3 * rows[:, 0] + rows[:, 1] * rows[:, 0]


def repeated(values, replicates=4, noise=0.0):
    return values[:, None] + noise * np.random.default_rng(2).standard_normal((len(values), replicates))


@pytest.fixture
def sobol(write_sweep, tmp_path):
    """Writes a Saltelli sweep; keywords as of write_sweep."""

    def write(outcomes=None, **options):
        rows = unit_rows()
        values = np.concatenate([truth(rows)] * len(options.get("arms", [""])))
        return write_sweep(tmp_path / "sweep.h5", SOBOL, factors(rows), outcomes or {"lag": repeated(values)},
                           **options)

    return write


def call(capsys, *words, code=0):
    assert main([str(word) for word in words]) == code
    out, err = capsys.readouterr()
    return err if code else out


def found(capsys, *words):
    return json.loads(call(capsys, *words, "--json"))


def values(one, label):
    return [factor[label]["value"] for factor in one["factors"]]


def test_sobol_takes_the_rows_in_their_order(sobol, capsys):
    one, = found(capsys, "sobol", sobol(), "--bootstrap", "100")
    direct = sensitivity.sobol(truth(unit_rows()).reshape(BASE, WIDTH), FACTORS, 100, 0.95)
    assert values(one, "S1") == pytest.approx(direct.first.value)
    assert values(one, "ST") == pytest.approx(direct.total.value)
    assert one["pairs"] == [{"factors": ["peer.weight", "cost"], "S2": {
        end: pytest.approx(getattr(direct.second, end)[0]) for end in ("value", "low", "high")}}]
    assert (one["outcome"], one["units"], one["groups"], one["groups_used"]) == ("lag", "months", BASE, BASE)


def test_points_may_lie_in_any_order(sobol, capsys, tmp_path):
    path = sobol()
    shuffled = tmp_path / "shuffled.h5"
    shutil.copy(path, shuffled)
    order = np.random.default_rng(3).permutation(BASE * WIDTH)
    with h5py.File(shuffled, "a") as file:
        for name in ("design_row", "lag", "peer.weight", "cost"):
            file[name][...] = file[name][...][order]
    one, other = (found(capsys, "sobol", each)[0] for each in (path, shuffled))
    assert one["factors"] == other["factors"]


def test_table_says_the_same_as_json(sobol, capsys):
    path = sobol()
    words = ("sobol", path, "--confidence", "0.9")
    text, (one,) = call(capsys, *words), found(capsys, *words)
    s1 = one["factors"][0]["S1"]
    line = next(line for line in text.splitlines() if line.startswith("peer.weight "))
    assert f"{s1['value']:.3f}" in line and f"{s1['low']:.3f} to {s1['high']:.3f}" in line
    assert "90 % interval" in text and "1000 bootstrap resamples of the base rows, seed 1." in text
    assert "peer.weight x cost" in text and "mean over 4 replicates" in text
    assert len({len(row) for row in text.splitlines()[3:6]}) == 1  # aligned


def test_arms_are_analysed_apart(sobol, capsys):
    rows = unit_rows()
    both = np.concatenate([truth(rows), rows[:, 1]])
    path = sobol({"lag": repeated(both)}, arms=("open", "strict"))
    first, second = found(capsys, "sobol", path)
    assert (first["arm"], second["arm"]) == ("open", "strict")
    assert values(first, "ST")[0] > 0.5 and values(second, "ST")[0] == pytest.approx(0, abs=1e-12)
    assert found(capsys, "sobol", path, "--arm", "strict") == [second]
    assert "no arm lax; it has open, strict" in call(capsys, "sobol", path, "--arm", "lax", code=65)


def test_one_replicate_or_their_mean(sobol, capsys):
    noisy = repeated(truth(unit_rows()), 2, 0.5)
    path = sobol({"lag": noisy})
    one, = found(capsys, "sobol", path, "--replicates", "1")
    direct = sensitivity.sobol(noisy[:, 1].reshape(BASE, WIDTH), FACTORS, 1000, 0.95)
    assert values(one, "S1") == pytest.approx(direct.first.value)
    assert one["noise_share"] is None and one["replicates"] == "replicate 1"
    mean, = found(capsys, "sobol", path, "--replicates", "mean")
    assert values(mean, "S1") == pytest.approx(
        sensitivity.sobol(noisy.mean(axis=1).reshape(BASE, WIDTH), FACTORS, 1000, 0.95).first.value)
    assert "no replicate 7; it has 0 to 1" in call(capsys, "sobol", path, "--replicates", "7", code=65)


def test_share_of_sampling_noise(sobol, capsys):
    """Variance of a mean over 4 replicates, from 192 rows: relative standard error sqrt(2 / (3 x 192)) = 6 %."""
    expected = 0.8**2 / 4 / (truth(unit_rows()).var() + 0.8**2 / 4)
    one, = found(capsys, "sobol", sobol({"lag": repeated(truth(unit_rows()), 4, 0.8)}))
    assert one["noise_share"] == pytest.approx(expected, rel=4 * 0.06)
    assert any("sampling noise makes" in warning and "run more replicates" in warning for warning in one["warnings"])
    quiet, = found(capsys, "sobol", sobol({"lag": repeated(truth(unit_rows()), 4, 0.1)}))
    assert quiet["noise_share"] < 0.1 and quiet["warnings"] == []


def test_missing_rows_are_refused(sobol, capsys):
    status = np.ones((BASE * WIDTH, 4), "int8")
    status[3, 0], status[WIDTH, :] = 2, 0
    path = sobol(status=status, keep=np.arange(BASE * WIDTH) != 20)
    said = call(capsys, "sobol", path, code=65)
    assert "3 of 192 rows are missing (1 not in the file, 2 unfinished or failed)" in said
    assert "`moat resume DIR`" in said and "--allow-gaps to use the 29 of 32 base rows" in said


def test_gaps_when_allowed_take_whole_base_rows(sobol, capsys):
    keep = np.ones(BASE * WIDTH, bool)
    keep[[20, 21, 100]] = False  # of base rows 3 and 16
    one, = found(capsys, "sobol", sobol(keep=keep), "--allow-gaps")
    rows = np.delete(truth(unit_rows()).reshape(BASE, WIDTH), [3, 16], axis=0)
    assert values(one, "S1") == pytest.approx(sensitivity.sobol(rows, FACTORS, 1000, 0.95).first.value)
    assert (one["groups"], one["groups_used"]) == (32, 30) and "2 of 32 base rows have gaps" in one["warnings"][0]
    assert "192 rows, 30 of 32 base rows" in call(capsys, "sobol", sobol(keep=keep), "--allow-gaps")


def test_too_many_gaps_are_refused_even_then(sobol, capsys):
    keep = np.arange(BASE * WIDTH) >= 17 * WIDTH  # 15 whole base rows: fewer than half
    said = call(capsys, "sobol", sobol(keep=keep), "--allow-gaps", code=65)
    assert "only 15 of 32 base rows are whole, and at least 16 are needed" in said and "pass --allow-gaps" not in said


def test_a_filter_is_named_as_the_reason(sobol, capsys):
    said = call(capsys, "sobol", sobol(keep=np.arange(BASE * WIDTH) != 20, filtered=True), code=65)
    assert "take `filter` out of the sweep file" in said


def test_an_outcome_without_a_number(sobol, capsys):
    lag = repeated(truth(unit_rows()))
    lag[7, 1] = np.nan
    said = call(capsys, "sobol", sobol({"lag": lag}), code=65)
    assert "(1 without a number): choose an outcome that is a number in every run" in said and "resume" not in said


def test_constant_outcome(sobol, capsys):
    path = sobol({"lag": repeated(np.full(BASE * WIDTH, 2.5))})
    assert "Constant: 2.5 in every row, so no factor matters for it here." in call(capsys, "sobol", path)
    one, = found(capsys, "sobol", path)
    assert one["constant"] == 2.5


def test_outcomes_by_name(sobol, capsys):
    lag = repeated(truth(unit_rows()))
    path = sobol({"lag": lag, "share": 1 + lag})
    assert [one["outcome"] for one in found(capsys, "sobol", path)] == ["lag", "share"]
    assert [one["outcome"] for one in found(capsys, "sobol", path, "--outcome", "share")] == ["share"]
    assert "no outcome delay; it has lag, share" in call(capsys, "sobol", path, "--outcome", "delay", code=65)


@pytest.mark.parametrize("kind", ["random", "lhs", "qmc"])
def test_other_designs_name_the_estimator_that_fits(write_sweep, tmp_path, capsys, kind):
    x = np.random.default_rng(4).random((400, 2))
    block = {"type": kind, "factors": ["peer.weight", "cost"], "rows": 400}
    path = write_sweep(tmp_path / "sweep.h5", block, factors(x), {"lag": repeated(truth(x))})
    said = call(capsys, "sobol", path, code=65)
    assert f"type {kind}, not one for `sobol`" in said and f"python3 -m analysis given-data {path}" in said
    one, = found(capsys, "given-data", path)
    # The mean of truth rises by 1/2 over the second factor; a null index in 20 bins is sqrt(2 x 19) / 400 = 1.5 % off.
    assert values(one, "S1")[0] > 0.8 and values(one, "S1")[1] == pytest.approx(1 / 48 / truth(x).var(), abs=0.06)
    assert "lag (months)\n400 rows, mean over 4 replicates." in call(capsys, "given-data", path)
    assert "First order only" in " ".join(call(capsys, "given-data", path).split())


def test_half_of_the_rows_must_be_there(write_sweep, tmp_path, capsys):
    x = np.random.default_rng(4).random((100, 2))
    block = {"type": "lhs", "factors": ["peer.weight", "cost"], "rows": 100}
    for kept, code in ((49, 65), (50, 0)):
        path = write_sweep(tmp_path / f"{kept}.h5", block, factors(x), {"lag": repeated(truth(x))},
                           keep=np.arange(100) < kept)
        said = call(capsys, "given-data", path, "--allow-gaps", code=code)
        assert ("only 49 of 100 rows are whole, and at least 50 are needed" if code else "50 of 100 rows") in said


def test_sobol_and_morris_point_at_each_other(sobol, capsys):
    assert "use `python3 -m analysis sobol" in call(capsys, "morris", sobol(), code=65)
    assert "use `python3 -m analysis sobol" in call(capsys, "given-data", sobol(), code=65)


def test_crossed_blocks_are_refused(write_sweep, tmp_path, capsys):
    rows = np.tile(unit_rows(), (3, 1))
    blocks = [{"type": "oat", "factors": ["cost"], "rows": 3}, {**SOBOL, "factors": ["peer.weight"]}]
    path = write_sweep(tmp_path / "sweep.h5", blocks, factors(rows), {"lag": repeated(truth(rows))})
    assert "`sobol` reads a design of one block" in call(capsys, "sobol", path, code=65)


def morris_rows():
    """Four trajectories of three factors at four levels; the third has two unordered values."""
    third = 1 / 3
    one = np.array([[0, 0, 0], [2 * third, 0, 0], [2 * third, 2 * third, 0], [2 * third, 2 * third, 1]])
    down = np.array([[1, third, 1], [1, third, 0], [third, third, 0], [third, 1, 0]])
    return np.concatenate([one, down, one, down])


def test_morris_on_a_linear_outcome(write_sweep, tmp_path, capsys):
    rows, months = morris_rows(), np.array(["2022-10", "2023-02", "2023-06", "2023-10"])
    columns = {"peer.weight": (2 * rows[:, 0], {}),
               "from": (months[np.rint(3 * rows[:, 1]).astype(int)], {}),
               "strategy": (np.array(["open", "closed"])[rows[:, 2].astype(int)], {"distribution": "categorical"})}
    lag = 4 * rows[:, 0] - 3 * rows[:, 1] + rows[:, 2]
    block = {"type": "morris", "n": 4, "levels": 4, "factors": list(columns), "rows": 16}
    path = write_sweep(tmp_path / "sweep.h5", block, columns, {"lag": repeated(lag)})
    one, = found(capsys, "morris", path)
    assert values(one, "mu") == [pytest.approx(4), pytest.approx(-3), None]
    assert values(one, "mu_star") == pytest.approx([4, 3, 1.5])  # a step of 1 in the outcome for 2/3 of the cube
    assert values(one, "sigma") == [pytest.approx(0, abs=1e-9)] * 2 + [None]
    assert "strategy: not ordered, so effects have no sign" in one["warnings"][0]
    text = call(capsys, "morris", path, "-o", tmp_path / "morris.png")
    assert "mu_star" in text and "4 trajectories" in text
    assert matplotlib.image.imread(tmp_path / "morris.png").shape[1] == 1600


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_picture(sobol, capsys, tmp_path, ending):
    path, target = sobol(), tmp_path / "new" / f"picture.{ending}"
    call(capsys, "sobol", path, "-o", target)
    first = target.read_bytes()
    if ending == "png":
        pixels = matplotlib.image.imread(target)
        assert pixels.shape[1] == 1600 and 0.02 < (pixels[..., :3].min(axis=2) < 0.97).mean() < 0.98
    call(capsys, "sobol", path, "-o", target)
    assert target.read_bytes() == first


def test_picture_of_too_much_or_nowhere(sobol, capsys, tmp_path):
    lag = repeated(truth(unit_rows()))
    path = sobol({f"outcome_{place}": lag + place for place in range(9)})
    assert "9 panels, and a picture has 1 to 8; choose with --outcome" in call(
        capsys, "sobol", path, "-o", tmp_path / "a.png", code=65)
    (tmp_path / "file").write_text("")
    assert "cannot be written" in call(
        capsys, "sobol", path, "--outcome", "outcome_1", "-o", tmp_path / "file/a.png", code=73)


@pytest.mark.parametrize("words", [["--confidence", "95"], ["--bootstrap", "3"], ["-o", "picture.jpeg"],
                                   ["--replicates", "all"], ["--levels", "4"]])
def test_usage(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["sobol", "sweep.h5", *words])
    assert stopped.value.code == 2 and words[0] in capsys.readouterr().err


def test_files_that_do_not_fit(sample, capsys, tmp_path):
    assert "no such file" in call(capsys, "sobol", tmp_path / "absent.h5", code=66)
    assert "has no factors" in call(capsys, "sobol", sample, code=65)
