import shutil

import h5py
import numpy as np
import pytest

from analysis.reader import FormatError, NotRecorded, band, open_run, share, within


def test_opens_the_first_point_with_events_and_provenance(sample):
    run = open_run(sample)
    assert run.point == "baseline" and (run.first, run.last) == ("2023-01", "2030-12")
    assert run.provenance["git_hash"] == "abc1234"
    assert {"firm", "line", "open", "capability"} <= set(run.releases) and len(run.releases) > 10
    assert run.policy.month.dt.strftime("%Y-%m").iloc[1] == "2023-11"


def test_another_point_by_name(sample):
    one, other = (open_run(sample, point).month("price_index", "2025-12") for point in ("baseline", "other"))
    assert np.allclose(other, 0.9 * one)
    assert open_run(sample, "other").releases.empty
    with pytest.raises(NotRecorded, match="it has baseline, other"):
        open_run(sample, "nowhere")


@pytest.mark.parametrize("version", ["2", "2.0"])
def test_refuses_a_format_it_does_not_know(write_sample, tmp_path, version):
    with pytest.raises(FormatError, match=f"format version {version}; this program reads version 1"):
        open_run(write_sample(tmp_path / "new.h5", format_version=version))


def test_takes_a_minor_version(write_sample, tmp_path):
    assert open_run(write_sample(tmp_path / "minor.h5", format_version="1.3")).point == "baseline"


def test_refuses_what_is_not_an_output_file(tmp_path):
    with pytest.raises(FormatError, match="no such file"):
        open_run(tmp_path / "absent.h5")
    (tmp_path / "text.h5").write_text("not HDF5")
    with pytest.raises(FormatError, match="not an output file"):
        open_run(tmp_path / "text.h5")


def test_band_holds_the_mean_and_ninety_per_cent(sample):
    values = band(open_run(sample).series("price_index"))
    assert values.mean.dims == ("time",)
    assert ((values.low <= values.mean) & (values.mean <= values.high)).all()


def test_nothing_yet_becomes_nan(sample):
    frontier = open_run(sample).series("frontier")
    assert np.isnan(frontier.sel(openness="open", origin="china").isel(time=0)).all()


def test_months_outside_the_run_are_an_error(sample):
    run = open_run(sample)
    assert within(run.series("price_index"), "2025-01", "2025-12").sizes["time"] == 12
    with pytest.raises(NotRecorded, match="does not cover 2030-11 to 2031-01"):
        within(run.series("price_index"), "2030-11", "2031-01")
    with pytest.raises(NotRecorded, match="no_such_series is not in the file"):
        run.series("no_such_series")


def test_failed_replicates_are_left_out(sample, tmp_path):
    path = tmp_path / "failed.h5"
    shutil.copy(sample, path)
    with h5py.File(path, "a") as file:
        file["run_status"][:] = [[1, 2, 1], [2, 2, 2]]
    assert open_run(path).data.replicate.values.tolist() == [0, 2]
    with pytest.raises(NotRecorded, match="no run has finished"):
        open_run(path, "other")


def test_share_is_nan_where_there_is_nothing(sample):
    values = open_run(sample).month("tokens_by_kind", "2025-12")
    parts = share(values, values.sel(openness="open"), ["openness", "origin"])
    assert ((parts > 0) & (parts < 1)).all()
    assert np.isnan(share(0 * values, values.sel(openness="open"), ["openness", "origin"])).all()
