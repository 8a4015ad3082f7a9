import matplotlib.image
import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr

from analysis import arms_figures, flow_figure, question_figures, samples_figures
from analysis.__main__ import main
from analysis.question import open_question
from analysis.samples import open_samples
from analysis.why import open_why, stacked

NAMES = ["fan", "differences", "flows", "flips", "why"]


def write_robust(path):
    """Eight parameter samples; the verdict is the same where the first factor is small."""
    sample = np.arange(8)
    data = xr.Dataset(coords={"sample": sample, "test": ["longer"], "factor": ["research.growth", "price_weight", "b.c"]})
    data["value"] = (("test", "sample"), sample[None] / 1.0)
    data["above"], data["below"] = ("test", [0.2]), ("test", [np.inf])
    data["holds"] = (("test", "sample"), (sample[None] < 4).astype("int8"))
    data["holds"] = (("test", "sample"), np.array([[1, 1, 1, 1, 0, 0, 0, 0]], "int8"))
    data["same"] = ("sample", np.array([1, 1, 1, 1, 0, 0, 0, 0], "int8"))
    data["factor_value"] = (("factor", "sample"), np.stack([sample, sample[::-1] % 4, sample % 3]) + 1.0)
    data["factor_unit"] = ("factor", ["ECI/month", "1", ""])
    data["distance"], data["split"] = ("factor", [0.25, 1.0, np.nan]), ("factor", [4.5, 2.5, np.nan])
    data["share_below"], data["share_above"] = ("factor", [1.0, 0.5, np.nan]), ("factor", [0.0, 0.5, np.nan])
    data.attrs = {"title": "Chips", "claim": "They do.", "verdict": "supported", "baseline_agreement": 0.9}
    data.to_netcdf(path, engine="h5netcdf")
    return path


def write_why(path, outcomes=("china_lag", "open_spend")):
    channels = ["direct", "compute", "research", "release", "pricing", "community"]
    each = np.array([0, 3, 1, -2, -0.5, 0.5])[:, None] + np.zeros(4)
    contribution = np.stack([[each, each / 100], [2 * each, each / 50]])[:, :len(outcomes)]
    data = xr.Dataset(coords={"arm": ["strict", "leaky"], "outcome": list(outcomes), "channel": channels})
    data["contribution"] = (("arm", "outcome", "channel", "replicate"), contribution)
    data["difference"] = (("arm", "outcome", "replicate"), contribution.sum(axis=2))
    data.to_netcdf(path, engine="h5netcdf")
    return path


@pytest.fixture
def with_all_files(asked):
    write_robust(asked.with_name("chips_robust.h5"))
    write_why(asked.with_name("chips_why.h5"))
    return asked


def test_writes_all_figures_and_prints_their_paths(with_all_files, capsys):
    assert main(["figures", str(with_all_files)]) == 0
    told = capsys.readouterr()
    folder = with_all_files.with_name("chips_figures")
    assert told.out.split() == [str(folder / f"{name}.png") for name in NAMES]
    assert told.err == "analysis: not in figure differences: level compares no arms in one outcome\n"
    for name in NAMES:
        pixels = matplotlib.image.imread(folder / f"{name}.png")
        assert pixels.shape[1] == 1600 and pixels.shape[0] >= 400
        assert 0.02 < (pixels[..., :3].min(axis=2) < 0.97).mean() < 0.98  # neither empty nor all ink
    assert not plt.get_fignums()


def test_says_which_files_beside_it_are_missing(asked, tmp_path, capsys):
    assert main(["figures", str(asked), "-o", str(tmp_path / "slides")]) == 0
    told = capsys.readouterr()
    assert len(told.out.split()) == 3 and (tmp_path / "slides" / "fan.png").is_file()
    assert "no figure flips: no file chips_robust.h5 beside it" in told.err
    assert "no figure why: no file chips_why.h5 beside it" in told.err


def test_says_what_is_not_recorded(write_question, tmp_path, capsys):
    path = write_question(tmp_path / "bare.h5", lambda data: data.drop_vars(["region_lag", "switching_flow"]))
    assert main(["figures", str(path)]) == 0
    told = capsys.readouterr()
    assert len(told.out.split()) == 2
    assert "not in figure fan: region_lag, the series of china_lag, is not in the file" in told.err
    assert "no figure flows: switching_flow is not in the file" in told.err
    bare = write_question(tmp_path / "bare.h5", lambda data: data.drop_vars(["region_lag", "spend"]))
    assert main(["figures", str(bare)]) == 0
    assert "no figure fan: region_lag, the series of china_lag" in capsys.readouterr().err


def test_a_file_beside_it_that_cannot_be_read_is_said(asked, capsys):
    asked.with_name("chips_why.h5").write_text("not HDF5")
    xr.Dataset({"same": ("sample", [1])}).to_netcdf(asked.with_name("chips_robust.h5"), engine="h5netcdf")
    assert main(["figures", str(asked)]) == 0
    told = capsys.readouterr().err
    assert "chips_why.h5: cannot be read" in told and "chips_robust.h5: has no holds" in told


def test_why_of_another_outcome_is_said(asked, capsys):
    write_why(asked.with_name("chips_why.h5"), ["other"])
    assert main(["figures", str(asked)]) == 0
    assert "no figure why: chips_why.h5 has no china_lag" in capsys.readouterr().err


def test_exit_codes(sample, asked, tmp_path, capsys):
    assert main(["figures", str(tmp_path / "absent.h5")]) == 66
    assert main(["figures", str(sample)]) == 65
    assert "has no outcomes" in capsys.readouterr().err
    (tmp_path / "in_the_way").write_text("")
    assert main(["figures", str(asked), "-o", str(tmp_path / "in_the_way")]) == 73
    assert "name another folder with -o" in capsys.readouterr().err
    assert not plt.get_fignums()


def test_same_file_same_pictures(asked, tmp_path):
    question = open_question(asked)
    for folder in ("a", "b"):
        question_figures.write(question, tmp_path / folder)
    for name in NAMES[:3]:
        assert (tmp_path / "a" / f"{name}.png").read_bytes() == (tmp_path / "b" / f"{name}.png").read_bytes()


def test_labels():
    assert arms_figures.short("two sided", 20) == "two sided" and len(arms_figures.short("x" * 30, 20)) == 20
    assert arms_figures.of_differences("%") == "percentage points" and arms_figures.of_differences("months") == "months"
    assert [flow_figure.signed(x) for x in (0.26, -0.26, -0.01)] == ["+0.3", "−0.3", "0"]
    assert samples_figures.with_unit("research.growth", "ECI/month") == "research: growth (ECI/month)"
    assert samples_figures.with_unit("price_weight", "1") == "price weight"


def test_series_label_and_rows(asked):
    question = open_question(asked)
    assert [arms_figures.series_label(one) for one in question.outcomes] == ["Region lag, China (months)",
                                                                             "Spend, open, share (%)"]
    assert [label for label, _ in arms_figures.forest_rows(question)] == [
        "strict − none", "leaky − none", "strict − leaky", "leaky − strict"]


def test_log_axes_are_for_factors_spread_evenly_in_logarithm():
    even = np.linspace(0.001, 0.5, 101)
    assert not samples_figures.is_wide(even) and samples_figures.is_wide(10 ** (4 * even))
    assert not samples_figures.is_wide(np.linspace(-1, 1, 11))


def test_factors_are_ranked_by_distance(tmp_path):
    samples = open_samples(write_robust(tmp_path / "q_robust.h5"))
    assert samples.largest(2) == [1, 0] and samples.largest(8) == [1, 0, 2]
    assert samples.same.mean() == 0.5 and samples.verdict == "supported" and samples.baseline_agreement == 0.9 and samples.units == ["ECI/month", "1", ""]


def test_contributions_are_of_the_first_outcome_and_stacked(asked):
    write_why(asked.with_name("chips_why.h5"))
    question = open_question(asked)
    found = open_why(question.beside("why"), question)
    assert np.allclose(found.difference[0], 2) and np.allclose(found.contribution.sum(axis=1), [2, 4])
    assert stacked(found.contribution)[0].tolist() == [0, 0, 3, 0, -2, 4]
    turned = type(question)(**{**vars(question), "outcomes": question.outcomes[::-1]})
    assert np.allclose(open_why(question.beside("why"), turned).difference[0], 0.02)


def test_many_arms_with_long_names(write_question, tmp_path):
    def many(data):
        more = xr.concat([data.isel(point=i % 3) for i in range(10)], "point")
        names = [f"subsidies_for_those_who_publish_{i}" for i in range(10)]
        return more.assign_coords(point=names)[[name for name in data.data_vars if "point" in data[name].dims]].merge(
            data.drop_dims("point"), combine_attrs="override")
    path = tmp_path / "many.h5"
    from_three = write_question(tmp_path / "three.h5")
    many(xr.open_dataset(from_three, decode_timedelta=False).load()).assign_attrs(
        format_version="1", title="Many").to_netcdf(path, engine="h5netcdf")
    written = question_figures.write(open_question(path), tmp_path / "out")
    assert [one.stem for one in written.paths] == NAMES[:3]
