"""Several scenarios in one call share the axes of one file; a replicate alone is the one of a batch; --dry-run."""

import re

import h5py
import numpy as np
import pytest

xr = pytest.importorskip("xarray")

OTHER = """schema_version: 2
extends: {little}
title: Another scenario
run: {{start: 2025-03, end: 2026-06, replicates: 1}}
firms:
  Birch: null
  Atlas: {{lines: {{Atlas-Max: {{openness: closed, first: 2025-06}}}}}}
  Delta:
    region: north
    capex: 1.0e8
    final_run: 0.1
    strategy: open
    lines: {{Delta: {{openness: open, first: 2025-05}}}}
regions:
  north:
    developers: 5.0e6
    sectors: {{office: 1}}
    segments: {{independent: 1}}
record: {{every: 2}}
"""


@pytest.fixture(scope="module")
def other(little, tmp_path_factory):
    path = tmp_path_factory.mktemp("scenario") / "other.yaml"
    path.write_text(OTHER.format(little=little))
    return path


@pytest.fixture(scope="module")
def run(moat, tmp_path_factory):
    """Runs with these words and opens what was written."""

    def call(*words, group=None):
        output = tmp_path_factory.mktemp("run") / "result.h5"
        moat("run", "-o", output, *words)
        with xr.open_dataset(output, group=group) as data:
            return data.load()

    return call


@pytest.fixture(scope="module")
def both(run, little, other):
    return run(little, other, "--set", "run.replicates=1")


def test_axes_hold_the_names_of_all(both):
    assert list(both.point.values) == ["little", "other"]
    assert list(both.region.values) == ["west", "east", "north"]
    assert list(both.firm.values) == ["Atlas", "Birch", "Cedar", "Delta"]
    assert list(both.line.values) == ["Atlas-Pro", "Atlas-Mini", "Birch", "Birch-open", "Cedar", "Atlas-Max", "Delta"]
    assert list(both.from_line.values) == ["none", *both.line.values]
    assert both.sizes["time"] == 24 and both.time.to_index().is_monotonic_increasing
    assert dict(zip(both.line.values, both.line_firm.values))["Atlas-Max"] == "Atlas"
    assert list(both.line_open.values) == [0, 1, 0, 1, 1, 0, 1]
    assert list(both.firm_region.values) == ["west", "west", "east", "north"]


def test_each_is_as_if_run_alone(both, run, little, other):
    for path in (little, other):
        alone = run(path, "--set", "run.replicates=1")
        part = both.sel(point=[path.stem], time=alone.time)
        for name, series in alone.data_vars.items():
            if "point" in series.dims:
                mine = part[name].sel({dim: alone[dim] for dim in series.dims})
                xr.testing.assert_identical(mine.drop_vars(mine.coords), series.drop_vars(series.coords))


def test_what_a_scenario_lacks_is_nan(both):
    assert np.isnan(both.tokens.sel(point="little", line=["Atlas-Max", "Delta"])).all()
    assert np.isnan(both.tokens.sel(point="little", region="north")).all()
    assert np.isnan(both.cash.sel(point="other", firm="Birch")).all()
    recorded = ~np.isnan(both.population.sel(point="other", region="north", replicate=0).sum("segment", skipna=False))
    assert list(both.time.dt.strftime("%Y-%m").values[recorded]) == [f"{y}-{m:02}" for y, ms in (
        (2025, (4, 6, 8, 10, 12)), (2026, (2, 4, 6))) for m in ms]


def test_a_scenario_with_fewer_replicates(run, little, other):
    data = run(other, little, "--set", "record.series=[cash]")
    assert data.run_status.values.tolist() == [[1], [1]]
    two = with_two_replicates(other)
    data = run(two, little)
    assert list(data.replicate.values) == [0, 1]
    assert data.run_status.values.tolist() == [[1, 1], [1, 4]]
    assert np.isnan(data.tokens.sel(point="little", replicate=1)).all()


def with_two_replicates(other):
    path = other.with_name("two.yaml")
    path.write_text(f"schema_version: 2\nextends: {other.name}\nrun: {{replicates: 2}}\n")
    return path


def test_replicates_keep_their_numbers(run, little, other):
    later = other.with_name("later.yaml")
    later.write_text(f"schema_version: 2\nextends: {little}\nrun: {{first_replicate: 4}}\n")
    data = run(later, little)
    assert list(data.replicate.values) == [0, 4]
    assert data.run_status.sel(point="later").values.tolist() == [4, 1]
    assert data.run_status.sel(point="little").values.tolist() == [1, 4]
    four = run(little, "--replicate", 4)
    assert np.array_equal(data.tokens.sel(point="later", replicate=4), four.tokens[0, 0])


def test_two_files_of_one_name_are_refused(moat, little, tmp_path):
    copy = tmp_path / "little.yaml"
    copy.write_text(little.read_text())
    said = moat("run", little, copy, "-o", tmp_path / "a.h5", code=65).stderr
    assert said.startswith(f"{copy}: has the name of another scenario")


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_replicate_alone_is_the_one_of_a_batch(run, little, jobs):
    batch = run(little, "--replicates", 5)
    alone = run(little, "--replicate", 3, "-j", jobs)
    assert list(alone.replicate.values) == [3]
    xr.testing.assert_identical(alone, batch.sel(replicate=[3]))
    assert not alone.tokens.isel(replicate=0).equals(batch.tokens.sel(replicate=2))
    events = run(little, "--replicates", 5, group="releases").to_dataframe()
    mine = run(little, "--replicate", 3, group="releases").to_dataframe()
    assert mine.reset_index(drop=True).equals(events[events.replicate == 3].reset_index(drop=True))


UNITS = {"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}


def report_of(text):
    return {line.split()[0]: line.split(maxsplit=1)[1] for line in text.splitlines()}


def test_dry_run(moat, little, other, tmp_path):
    words = ["run", little, other, "-o", tmp_path / "a.h5", "--set", "run.replicates=3"]
    report = report_of(moat(*words, "--dry-run").stdout)
    assert list(tmp_path.iterdir()) == []
    assert (report["scenarios"], report["runs"], report["months"]) == ("2", "6", "24 recorded")
    assert float(report["seconds"].split()[0]) < 60 and report["file"].endswith(str(tmp_path / "a.h5"))

    moat(*words)
    with h5py.File(tmp_path / "a.h5") as file:
        series = [item for item in file.values() if isinstance(item, h5py.Dataset) and item.dtype == "f8" and item.ndim >= 3]
        assert len(series) > 60
        written = sum(item.size * 8 for item in series)
    number, unit = re.match(r"([\d.]+) (\w+):", report["file"]).groups()
    size = (tmp_path / "a.h5").stat().st_size
    assert 0.8 * size < float(number) * UNITS[unit] < 1.2 * size
    number, unit = re.match(r"the way +([\d.]+) (\w+) in parts", report["on"]).groups()
    assert 0.8 * written < float(number) * UNITS[unit] < 2.5 * written  # not compressed, with events and the frames of small parts


def test_dry_run_counts_memory(moat, little):
    report = report_of(moat("run", little, "--dry-run", "--developers", 2_000_000).stdout)
    number, unit = re.match(r"([\d.]+) (\w+)", report["memory"]).groups()
    assert 95e6 <= float(number) * UNITS[unit] <= 140e6  # 16 bytes and one for each task, 64 MiB of results


def test_dry_run_checks_the_input(moat, little):
    moat("run", little, "--dry-run", "--developers", 0, code=65)
    moat("run", "nowhere.yaml", "--dry-run", code=66)
