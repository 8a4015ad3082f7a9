"""The output file opens in the usual readers as it is, and says what it holds."""

import shutil
import subprocess

import h5py
import numpy as np
import pytest

xr = pytest.importorskip("xarray")

REPLICATES, MONTHS = 2, 24
AXES = {"chip": 3, "domain": 2, "firm_count": 3, "firm": 3, "from_line": 6, "line": 5, "openness": 2, "origin": 2, "region": 2, "use": 4,
        "sector": 2, "segment": 2, "stack": 2, "task": 2, "to_line": 6, "firm_item": 15, "government_item": 8, "host_item": 4, "outside_item": 13}
TABLES = {"releases": ["firm", "line", "open", "capability", "log10_training_flop", "active_parameters", "reason"],
          "policy": ["measure", "action", "value"], "incidents": ["firm", "open", "severity"],
          "firms": ["firm", "action", "strategy", "cycle", "profit", "cash"]}


@pytest.fixture(scope="module")
def path(moat, little, tmp_path_factory):
    output = tmp_path_factory.mktemp("output") / "little.h5"
    moat("run", little, "-o", output, "--replicates", REPLICATES)
    return output


@pytest.fixture(scope="module", params=["netcdf4", "h5netcdf"])
def engine(request):
    pytest.importorskip({"netcdf4": "netCDF4"}.get(request.param, request.param))
    return request.param


@pytest.fixture(scope="module")
def data(path, engine):
    with xr.open_dataset(path, engine=engine) as opened:
        return opened.load()


def table(path, name, engine="h5netcdf"):
    with xr.open_dataset(path, group=name, engine=engine) as opened:
        return opened.to_dataframe()


def test_axes(data):
    assert dict(data.sizes) == {"point": 1, "replicate": REPLICATES, "time": MONTHS, **AXES}
    assert set(data.coords) == {"point", "replicate", "time", *AXES}
    assert list(data.point.values) == ["little"] and list(data.replicate.values) == [0, 1]
    assert list(data.region.values) == list(data.origin.values) == ["west", "east"]
    assert list(data.line.values) == ["Atlas-Pro", "Atlas-Mini", "Birch", "Birch-open", "Cedar"]
    assert list(data.from_line.values) == ["none", *data.line.values] == list(data.to_line.values)
    assert list(data.openness.values) == ["closed", "open"] and list(data.firm_count.values) == ["0", "1", "2"]


def test_time_is_decoded(data):
    assert data.time.dtype.kind == "M"
    assert str(data.time.values[0])[:10] == "2025-01-31" and str(data.time.values[-1])[:10] == "2026-12-31"
    assert data.sel(time="2026-02").sizes["time"] == 1
    assert float(data.population.sel(time="2026-02-28", region="east")[0, 0].sum()) == pytest.approx(1e7)


def test_every_series_that_is_described_is_there(data, moat):
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in moat("describe", "outputs").stdout.splitlines()[2:]]
    described = {name: (unit, ("point", "replicate", "time", *filter(None, dims.split(",")))) for name, unit, dims, _ in rows}
    described.pop("switching_flow")  # only with record.flows
    found = {name: (series.attrs["units"], series.dims) for name, series in data.data_vars.items() if "time" in series.dims}
    assert found == described


def test_every_variable_is_labelled(data):
    for name, variable in data.variables.items():
        assert variable.attrs.get("long_name"), name
        if "time" in variable.dims and name != "time":
            assert variable.attrs["units"] and variable.attrs["cell_methods"] == "time: point", name
            assert np.isnan(variable.encoding["_FillValue"]) and variable.dtype == "float64", name
    assert data.attrs["Conventions"] == "CF-1.11" and str(data.attrs["format_version"]) == "1"
    assert data.attrs["title"] == "Little world" and data.attrs["source"].startswith("moat ")


def test_runs_are_accounted_for(data):
    assert data.run_status.values.tolist() == [[1, 1]] and data.run_seed.values.tolist() == [[7, 7]]
    assert data.run_status.attrs["flag_meanings"].split()[1] == "done"
    assert data.run_message.values.tolist() == [["", ""]]
    assert list(data.line_firm.values) == ["Atlas", "Atlas", "Birch", "Birch", "Cedar"]
    assert list(data.line_open.values) == [0, 1, 0, 1, 1] and list(data.firm_region.values) == ["west", "west", "east"]
    assert not data.tokens.sel(replicate=0).equals(data.tokens.sel(replicate=1))


@pytest.mark.parametrize("name", TABLES)
def test_event_tables(path, engine, data, name):
    frame = table(path, name, engine)
    assert list(frame.columns) == ["point", "replicate", "month", *TABLES[name]]
    assert len(frame) > 0 and list(frame.index) == list(range(len(frame)))
    assert set(frame.point) == {"little"} and set(frame.replicate) == {0, 1}
    months = set(data.time.dt.strftime("%Y-%m").values)
    assert set(frame.month) <= months
    for _, run in frame.groupby("replicate"):
        assert run.month.is_monotonic_increasing


def test_releases_agree_with_their_series(path, data):
    every = table(path, "releases")
    frame = every[every.reason != "on the market before"]  # models there at the start are no releases
    assert len(frame) < len(every)
    origin = dict(zip(data.firm.values, data.firm_region.values))
    for r in (0, 1):
        for open_, kind in ((0, "closed"), (1, "open")):
            for region in data.origin.values:
                mine = frame[(frame.replicate == r) & (frame.open == open_) & (frame.firm.map(origin) == region)]
                counts = data.release_count.isel(point=0).sel(replicate=r, openness=kind, origin=region).to_series()
                by_month = mine.groupby("month").size().reindex(counts.index.strftime("%Y-%m"), fill_value=0)
                assert (by_month.values == counts.values).all()
    last = frame[frame.replicate == 0].groupby("line").last()
    final = data.isel(point=0, time=-1).sel(replicate=0)
    for line, row in last.iterrows():
        assert float(final.line_capability.sel(line=line)) == pytest.approx(row.capability, abs=1e-9)
        assert float(final.log10_line_flop.sel(line=line)) == pytest.approx(row.log10_training_flop, abs=1e-9)


def test_changes_of_strategy_agree_with_their_series(path, data):
    frame = table(path, "firms")
    columns = ["month", "firm", "action", "strategy", "cycle"]
    for r in (0, 1):  # nobody enters or leaves in the little scenario, and Atlas changes by plan
        mine = frame[frame.replicate == r]
        assert [tuple(row) for row in mine[columns].values] == [("2025-06", "Atlas", "changes strategy", "tiered", 0)]
        in_force = data.strategy.isel(point=0).sel(replicate=r, firm="Atlas").to_series()
        assert in_force["2025-05-31"] == 0 and in_force["2025-06-30"] == 3


def test_policy_and_incidents_agree_with_their_series(path, data):
    policy = table(path, "policy")
    first = [tuple(row) for row in policy[policy.replicate == 0][["month", "measure", "action"]].values]
    assert first == [("2025-03", "chip-fund", "begins"), ("2025-04", "chip-rule", "announced"), ("2025-06", "chip-rule", "begins"),
                     ("2025-10", "lite-licence", "begins"), ("2026-01", "office-ban", "begins"),
                     ("2026-02", "open-schools", "begins"), ("2026-04", "lite-licence", "ends")]
    assert data.measures_in_force.values[0, 0].tolist() == [0] * 2 + [1] * 3 + [2] * 4 + [3] * 3 + [4] + [5] * 2 + [4] * 9
    incidents = table(path, "incidents").groupby("replicate").size()
    assert incidents.tolist() == data.incident_count.sum("time").values[0].tolist()


def test_provenance(path, little, moat):
    with h5py.File(path) as file:
        kept = {name: item.asstr()[()] for name, item in file["provenance"].items()}
        assert {"seconds", "run", "created", "host", "task", "task_host", "task_moat", "task_runs"} == set(file["timing"])
        assert (file["timing/seconds"][()] > 0).all() and file["timing/run"][()].tolist() == [0, 1]
    assert set(kept) == {"schema_json", "version", "git_hash", "git_state", "compiler", "compile_flags", "build_type",
                         "command_line", "scenario_yaml", "scenario_resolved_yaml", "plan_id"}
    assert all(kept.values())
    assert little.read_text() in kept["scenario_yaml"]
    assert kept["schema_json"] == moat("schema").stdout
    assert f"run {little} -o {path} --replicates 2" in kept["command_line"]


def test_pandas(data):
    frame = data.tokens.to_dataframe()
    assert len(frame) == data.tokens.size and list(frame.columns) == ["tokens"]
    assert frame.loc[("little", 1), "tokens"].sum() == pytest.approx(float(data.tokens.sel(replicate=1).sum()))


def test_h5py(path):
    with h5py.File(path) as file:
        assert list(file["/"])[:3] == ["point", "replicate", "time"]  # the order of creation
        for name, item in file.items():
            if isinstance(item, h5py.Dataset) and not h5py.h5ds.is_scale(item.id):
                assert [dim[0].shape for dim in item.dims] == [(size,) for size in item.shape], name
        assert [dim[0].name for dim in file["stack_share"].dims] == ["/point", "/replicate", "/time", "/stack"]
        assert file["tokens"].compression == "gzip" and file["line"].asstr()[4] == "Cedar"


@pytest.mark.skipif(shutil.which("ncdump") is None, reason="ncdump is not installed")
def test_ncdump(path):
    done = subprocess.run(["ncdump", "-h", path], capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == ""
    assert "double tokens(point, replicate, time, line, region, segment) ;" in done.stdout
    assert "group: releases {" in done.stdout and "phony" not in done.stdout


def test_an_outcome_over_months_says_which(moat, little, tmp_path):
    output = tmp_path / "o.h5"
    moat("run", little, "-o", output, "--set",
         "outcomes={mean: {series: hhi_tokens, over: mean, from: 2025-03}, last: {series: hhi_tokens}}")
    with xr.open_dataset(output, engine="h5netcdf") as data:
        assert data["mean"].long_name.endswith(", mean 2025-03 to 2026-12")
        assert data["last"].long_name.endswith(", at 2026-12")
