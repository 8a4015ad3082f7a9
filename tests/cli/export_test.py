"""moat export: the same values in other formats, nothing overwritten unasked."""

import importlib.util
import resource
import signal
import subprocess

import h5py
import pandas as pd
import pytest

from tests.cli import parquet_decoder

xr = pytest.importorskip("xarray")
OPEN = ["closed", "open"]
EVENTS = ["releases", "policy", "incidents", "firms"]


@pytest.fixture(scope="module")
def path(moat, little, tmp_path_factory):
    """Two scenarios, of which one ends earlier, so that values are missing."""
    folder = tmp_path_factory.mktemp("export")
    (folder / "short, \"early\".yaml").write_text(
        f"schema_version: 2\nextends: {little}\ntitle: Short\nquestion: Less?\nrun: {{end: 2025-12}}\n")
    moat("run", little, folder / "short, \"early\".yaml", "-o", folder / "both.h5", "--replicates", 2)
    return folder / "both.h5"


@pytest.fixture(scope="module")
def data(path):
    with xr.open_dataset(path, engine="h5netcdf") as opened:
        return opened.load()


@pytest.fixture(scope="module")
def tables(moat, path):
    done = moat("export", path)
    folder = path.with_name("both_csv")
    assert sorted(line.split(": ")[0] for line in done.stdout.splitlines()) == sorted(map(str, folder.iterdir()))
    return {file.stem: read_csv(file) for file in folder.iterdir()}


def read_csv(file):
    return pd.read_csv(file, dtype=str, keep_default_na=False)


def typed(frame, expected):
    """Text read from CSV as what is expected there; an empty cell is a missing number."""
    assert list(frame.columns) == list(expected.columns)
    kinds = {name: kind for name, kind in expected.dtypes.items() if kind != object}
    return frame.replace({name: {"": "nan"} for name in kinds}).astype(kinds)


def test_every_variable_is_in_one_table(tables, data):
    found = [column for name, frame in tables.items() if name not in EVENTS
             for column in frame.columns if column not in data.dims]
    assert sorted(found) == sorted(data.data_vars)


def test_tables_equal_xarray(tables, data):
    compared = 0
    for name, frame in tables.items():
        if not name.startswith("by_"):
            continue
        variables = [column for column in frame.columns if column not in data.dims]
        dims = data[variables[0]].dims
        assert name == "by_" + "_".join(dims[2:])
        expected = data[variables].to_dataframe(dim_order=dims).reset_index()[[*dims, *variables]]
        expected["time"] = expected["time"].dt.strftime("%Y-%m-%d")
        pd.testing.assert_frame_equal(typed(frame, expected), expected, check_exact=True)
        assert expected[variables].isna().any(axis=None)
        compared += len(variables)
    assert compared > 50


def test_runs_and_names(tables, data):
    runs = tables["runs"]
    assert list(runs.columns) == ["point", "replicate", "run_status", "run_seed", "run_message"]
    assert list(runs.point) == ["little", "little", 'short, "early"', 'short, "early"']
    assert list(runs.replicate) == ["0", "1"] * 2
    assert set(runs.run_status) == {"done"} and set(runs.run_seed) == {"7"} and set(runs.run_message) == {""}
    line = tables["line"].set_index("line")
    assert list(line.line_firm) == list(data.line_firm.values)
    assert list(line.line_open) == [OPEN[flag] for flag in data.line_open.values]


@pytest.mark.parametrize("name", EVENTS[:3])  # no firm of the example comes or goes
def test_event_tables(tables, path, name):
    with xr.open_dataset(path, group=name, engine="h5netcdf") as opened:
        expected = opened.to_dataframe().reset_index()
    assert len(expected) > 0
    pd.testing.assert_frame_equal(typed(tables[name], expected), expected, check_exact=True)


@pytest.mark.parametrize("reader", ["specification", "pyarrow", "fastparquet"])
def test_parquet_equals_csv(moat, path, tables, tmp_path, reader):
    if reader != "specification" and importlib.util.find_spec(reader) is None:
        pytest.skip(f"{reader} is not installed")
    moat("export", path, "--format", "parquet", "-o", tmp_path / "out")
    assert {file.stem for file in (tmp_path / "out").iterdir()} == set(tables)
    for file in (tmp_path / "out").iterdir():
        columns = parquet_decoder.read(file) if reader == "specification" else pd.read_parquet(file, engine=reader)
        frame = pd.DataFrame(columns)
        if "time" in frame:
            frame["time"] = frame["time"].astype(str)
        pd.testing.assert_frame_equal(frame, typed(tables[file.stem], frame), check_exact=True,
                                      check_index_type=False)  # a table may be empty


def test_only_some_series(moat, path, data, tmp_path):
    moat("export", path, "--series", "tokens,open_lag", "--series", "hhi_spend", "-o", tmp_path / "out")
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"by_time_line_region_segment.csv", "by_time.csv"}
    columns = ["point", "replicate", "time", "open_lag", "hhi_spend"]
    assert list(read_csv(tmp_path / "out/by_time.csv").columns) == columns
    moat("export", path, "--series", "tokens,open_lag", "--format", "netcdf", "-o", tmp_path / "some.nc")
    with xr.open_dataset(tmp_path / "some.nc", engine="h5netcdf") as some:
        xr.testing.assert_identical(some.load(), data[["open_lag", "tokens"]])
    with h5py.File(tmp_path / "some.nc") as file:
        assert "scenario_resolved_yaml" in file["provenance"]


@pytest.mark.parametrize("engine", ["netcdf4", "h5netcdf"])
def test_netcdf(moat, path, data, tmp_path, engine):
    pytest.importorskip({"netcdf4": "netCDF4"}.get(engine, engine))
    output = tmp_path / "copy.nc"
    assert moat("export", path, "--format", "netcdf", "-o", output).stdout == f"{output}\n"
    with xr.open_dataset(output, engine=engine) as copy:
        xr.testing.assert_identical(copy.load(), data)
    for group in [*EVENTS, "timing", "provenance"]:
        with xr.open_dataset(output, group=group, engine=engine) as copy, \
                xr.open_dataset(path, group=group, engine=engine) as original:
            xr.testing.assert_identical(copy.load(), original.load())


def test_nothing_is_overwritten_unasked(moat, path, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    moat("export", path, "-o", folder, "--series", "tokens")  # an empty folder is as good as none
    (folder / "mine.txt").write_text("precious")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert "--force" in moat("export", path, "-o", folder, "--series", "spend", code=73).stderr
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    moat("export", path, "-o", f"{folder}/", "--series", "tokens,developers", "--force")
    assert {file.name for file in folder.iterdir()} == set(before)
    assert "developers" in (folder / "by_time_line_region_segment.csv").read_text().splitlines()[0]
    assert (folder / "mine.txt").read_text() == "precious"

    file = tmp_path / "out.nc"
    file.write_text("precious")
    assert "--force" in moat("export", path, "--format", "netcdf", "-o", file, code=73).stderr
    assert "it is a file" in moat("export", path, "-o", file, "--force", code=73).stderr
    assert file.read_text() == "precious"
    moat("export", path, "--format", "netcdf", "-o", file, "--force")
    assert h5py.is_hdf5(file)


def test_wrong_input_says_what_to_do(moat, path, tmp_path):
    output = tmp_path / "out"
    foreign, cut = tmp_path / "foreign.h5", tmp_path / "cut.h5"
    with h5py.File(foreign, "w") as file:
        file["x"] = [1.0]
    cut.write_bytes(path.read_bytes()[:-1000])
    (tmp_path / "text.h5").write_text("no HDF5")
    for words, code, text in (
            ([foreign], 74, "moat did not write it"), ([cut], 74, "cut short"),
            ([tmp_path / "text.h5"], 74, "no HDF5 file"),
            ([tmp_path / "none.h5"], 66, "no such file"), ([tmp_path], 66, "it is a folder"),
            ([path, "--series", "tokns,spend,opn_lag"], 65, "(did you mean tokens?)"),
            ([path, "--series", "opn_lag"], 65, "(did you mean open_lag?)"),
            ([path, "--format", "excel"], 2, "csv, parquet or netcdf")):
        done = moat("export", *words, "-o", output, code=code)
        assert text in done.stderr and done.stdout == "" and not output.exists()


@pytest.mark.parametrize("form", ["csv", "parquet", "netcdf"])
def test_a_full_disk_leaves_nothing(binary, path, tmp_path, form):
    def little_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = subprocess.run([binary, "export", path, "--format", form, "-o", tmp_path / "out"],
                          capture_output=True, text=True, preexec_fn=little_room, restore_signals=False)
    assert done.returncode == 74 and "File too large" in done.stderr and done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_default_names_stand_beside_the_file(moat, path, tmp_path):
    copy = tmp_path / "run.1.h5"
    copy.write_bytes(path.read_bytes())
    for form in ("csv", "parquet", "netcdf"):
        moat("export", copy, "--format", form, "--series", "spend")
    assert {file.name for file in tmp_path.iterdir()} == {"run.1.h5", "run.1_csv", "run.1_parquet", "run.1.nc"}
