"""The files sim/io/hdf5/write.cpp writes open in the usual readers, with no option given.

Needs the test program of sim/io: the environment variable MOAT_TEST_IO, or build/tests/moat_test_io.
"""

import os
import pathlib
import shutil
import subprocess

import pytest

h5py = pytest.importorskip("h5py")
np = pytest.importorskip("numpy")
xr = pytest.importorskip("xarray")

ENGINES = [pytest.param("netcdf4", id="netcdf4"), pytest.param("h5netcdf", id="h5netcdf")]
TABLES = {"releases": 3, "nothing": 0, "grown": 2, "never": 0}


def write(what, path):
    root = pathlib.Path(__file__).resolve().parents[2]
    program = pathlib.Path(os.environ.get("MOAT_TEST_IO", root / "build/tests/moat_test_io"))
    if not program.is_file():
        pytest.skip(f"no test program at {program}: build the tests or set MOAT_TEST_IO")
    subprocess.run([program, f"[.{what}]"], env={**os.environ, "MOAT_SAMPLE": str(path)}, check=True,
                   stdout=subprocess.DEVNULL)
    return path


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    return write("sample", tmp_path_factory.mktemp("hdf5") / "sample.h5")


@pytest.fixture(params=ENGINES)
def open_dataset(request, sample):
    pytest.importorskip({"netcdf4": "netCDF4"}.get(request.param, request.param))
    opened = []

    def open_one(**options):
        opened.append(xr.open_dataset(sample, engine=request.param, **options))
        return opened[-1].load()

    yield open_one
    for dataset in opened:
        dataset.close()


def test_root(open_dataset):
    data = open_dataset()
    assert dict(data.sizes) == {"run": 3, "time": 4, "line": 3, "pair": 2}
    assert set(data.coords) == {"run", "time", "line"}
    assert list(data.variables)[:3] == ["run", "time", "line"]
    assert data.time.dtype.kind == "M"
    assert str(data.time.values[3])[:10] == "2025-04-01"
    assert list(data.line.values) == ["open", "closed", "βeta"]
    assert all(isinstance(label, str) for label in data.line.values)


def test_attributes(open_dataset):
    data = open_dataset()
    assert data.attrs["Conventions"] == "CF-1.11"
    assert data.attrs["title"] == "τest"
    assert data.attrs["format_version"] == 1
    assert data.attrs["step_length"] == 0.5
    assert data.attrs["note"] == ""
    share = data.adoption_share
    assert (share.units, share.long_name, share.cell_methods) == ("1", "adoption share", "time: point")
    assert list(data.run_status.flag_values) == [0, 1, 2, 3]
    assert data.run_status.flag_values.dtype == "int8"
    assert np.isnan(share.encoding["_FillValue"])


def test_values(open_dataset):
    data = open_dataset()
    share = data.adoption_share
    assert share.dims == ("run", "time", "line") and share.dtype == "float64"
    assert np.array_equal(share.values[:2].ravel(), np.arange(24.0))
    assert np.isnan(share.values[2]).all()
    assert float(share.sel(run=1, time="2025-02-01", line="closed")) == 16
    assert data.price.dtype == "float32" and float(data.price[2, 2]) == 8
    assert data.run_status.dtype == "int8" and list(data.run_status.values) == [1, 1, 2]
    assert data.run_seed.dtype == "uint64" and int(data.run_seed[2]) == 2**62
    assert list(data.run_message.values) == ["", "", "größer als erlaubt"]
    assert np.array_equal(data.rank_of_line[0], [2, 1, 3]) and np.isnan(data.rank_of_line[1:]).all()
    assert data.interval.dims == ("run", "pair") and data.interval.values[2, 1] == 5
    assert data.threads.dims == () and int(data.threads) == 8


@pytest.mark.parametrize("table", TABLES)
def test_event_tables(open_dataset, table):
    data = open_dataset(group=table)
    assert dict(data.sizes) == {"event": TABLES[table]}
    assert data.month.dtype == "float64" and data["name"].dtype == object
    frame = data.to_dataframe()
    assert len(frame) == TABLES[table] and frame.index.name == "event"
    if table == "releases":
        assert list(frame.name) == ["mödel"] * 3 and list(frame.month) == [0, 1, 2]
        assert frame.firm.isna().all()
    if table == "grown":
        assert list(frame.index) == [0, 1] and list(frame.name) == ["", "late"]
        assert np.isnan(frame.month[0]) and frame.month[1] == 7


def test_provenance(open_dataset):
    data = open_dataset(group="provenance")
    text = data.scenario_yaml.item()
    assert text.startswith("name: sämple\n") and len(text) == 100_014
    assert data.log_tail.item() == ""
    assert data.attrs["host"] == "none"


def test_to_dataframe(open_dataset):
    frame = open_dataset()[["adoption_share", "price"]].to_dataframe()
    assert len(frame) == 36
    assert frame.adoption_share.isna().sum() == 12


def test_h5py(sample):
    with h5py.File(sample, "r") as file:
        assert list(file["/"])[:4] == ["run", "time", "line", "pair"]  # the order of creation
        assert list(file["releases"]) == ["event", "month", "firm", "name"]

        def every_axis_has_its_scale(name, item):
            if not isinstance(item, h5py.Dataset) or h5py.h5ds.is_scale(item.id):
                return
            assert [len(dim) for dim in item.dims] == [1] * item.ndim, name

        file.visititems(every_axis_has_its_scale)
        share = file["adoption_share"]
        assert share.chunks == (2, 4, 3) and share.shuffle and share.fletcher32
        assert file["price"].compression == "gzip" and file["price"].compression_opts == 4
        assert file["line"].asstr()[2] == "βeta"
        assert share.attrs["_FillValue"].dtype == share.dtype
        assert file["rank_of_line"].attrs["_FillValue"].dtype == "int32"
        assert file["rank_of_line"][2, 2] == -1
        assert file.attrs["title"].decode() == "τest"  # bytes, as in every file of the netCDF library
        assert file["grown/event"].maxshape == (None,)
        assert file["provenance/scenario_yaml"].asstr()[()].startswith("name: sämple")


@pytest.mark.parametrize("engine", [*ENGINES, "h5py"])
def test_virtual_variables(tmp_path_factory, engine, monkeypatch, tmp_path):
    path = write("virtual", tmp_path_factory.mktemp("virtual")) / "all.h5"
    monkeypatch.chdir(tmp_path)  # sources are found from anywhere
    if engine == "h5py":
        with h5py.File(path) as file:
            assert file["share"].is_virtual
            share = file["share"][()]
    else:
        pytest.importorskip({"netcdf4": "netCDF4"}.get(engine, engine))
        with xr.open_dataset(path, engine=engine) as data:
            assert data.share.dims == ("point", "replicate", "time") and data.share.units == "1"
            share = data.share.values
    assert np.isnan(share[2, 1]).all()
    assert share[:, :, 0].ravel()[:5].tolist() == [100, 204, 200, 108, 104]


def test_netcdf4_python_lists_every_variable(sample):
    netcdf4 = pytest.importorskip("netCDF4")
    with netcdf4.Dataset(sample) as data, h5py.File(sample, "r") as file:
        assert set(data.groups) == {"provenance", *TABLES}
        assert set(data.variables) | set(data.dimensions) == {k for k, v in file.items() if isinstance(v, h5py.Dataset)}
        assert not any(name.startswith("phony") for group in [data, *data.groups.values()] for name in group.dimensions)


@pytest.mark.parametrize("options", [["-h"], []], ids=["header", "all"])
def test_ncdump(sample, options):
    if shutil.which("ncdump") is None:
        pytest.skip("ncdump is not installed")
    done = subprocess.run(["ncdump", *options, sample], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "double adoption_share(run, time, line) ;" in done.stdout
    assert "phony" not in done.stdout
