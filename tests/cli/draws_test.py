"""What is drawn of a run stands in /draws: one variable each, for any reader, however the runs were made."""

import signal
import subprocess
import time

import h5py
import numpy as np
import pytest

from analysis.__main__ import main

xr = pytest.importorskip("xarray")
NAMES = {"growth", "openness", "capex.Atlas", "capex.Birch", "capex.Cedar", "entry.Cedar"}


@pytest.fixture(scope="module")
def scenario(little, tmp_path_factory):
    path = tmp_path_factory.mktemp("drawn") / "drawn.yaml"
    path.write_text(f"""schema_version: 2
extends: {little}
title: Drawn
run: {{developers: 200}}
firms: {{Cedar: {{entry: drawn}}}}
uncertain: {{capex_sd: 0.5, growth_sd: 0.3, openness_walk: 0.1, arrivals: {{east: 1}}}}
outcomes: {{lag: {{series: open_lag}}, knowing: {{series: know_how, select: {{firm: Atlas}}}}}}
""")
    return path


@pytest.fixture(scope="module")
def run(moat, scenario, tmp_path_factory):
    def call(*words, file=scenario, command="run"):
        output = tmp_path_factory.mktemp("drawn") / "result.h5"
        moat(command, file, "-o", output, *words)
        return output

    return call


@pytest.fixture(scope="module")
def path(run):
    return run("--replicates", 24)


def draws_of(path):
    with xr.open_dataset(path, group="draws", engine="h5netcdf") as data:
        return data.load()


def test_one_variable_each(path):
    data = draws_of(path)
    assert set(data.data_vars) == NAMES
    assert all(one.dims == ("point", "replicate") and one.shape == (1, 24) for one in data.data_vars.values())
    assert data["capex.Atlas"].attrs["units"] == "ln" and "spending" in data["capex.Atlas"].attrs["long_name"]
    assert data.replicate.values.tolist() == list(range(24))
    assert float(data.growth.std()) > 0.1
    with h5py.File(path) as file:
        assert set(file["draws"]) == NAMES | {"point", "replicate"}
        assert np.array_equal(file["draws/growth"][0], data.growth.values[0])


def test_they_are_those_of_the_series(path):
    with xr.open_dataset(path, engine="h5netcdf") as data:
        of_atlas = data.drawn_capex.sel(firm="Atlas").mean("time").values
        entered = data.active.sel(firm="Cedar").sum("time").values
    drawn = draws_of(path)
    np.testing.assert_allclose(drawn["capex.Atlas"].values, of_atlas, rtol=1e-6, atol=1e-9)
    np.testing.assert_array_equal(drawn["entry.Cedar"].values, entered)
    assert 0 < entered.max() and len(np.unique(entered)) > 3


def test_nothing_where_nothing_is_drawn(moat, little, tmp_path):
    moat("run", little, "-o", tmp_path / "plain.h5", "--developers", 100, "--until", "2025-02")
    with h5py.File(tmp_path / "plain.h5") as file:
        assert "draws" not in file


def test_threads_and_statistics_change_nothing(path, run):
    for words in (["-j", 1], ["-j", 3], ["--set", "record.statistics=[mean, sd]"], ["--set", "record.series=[none]"]):
        other = draws_of(run("--replicates", 24, *words))
        assert all(np.array_equal(other[name], draws_of(path)[name]) for name in NAMES), words


def test_arms_share_them(run, scenario):
    arms = scenario.with_name("arms.yaml")
    arms.write_text(f"schema_version: 2\nextends: {scenario.name}\ntitle: Arms\narms:\n  plain: {{}}\n"
                    "  poor: {set: {firms.Atlas.capex: 1e7}}\n  sure: {set: {uncertain.capex_sd: 0}}\n")
    data = draws_of(run("--replicates", 3, file=arms))
    assert data.point.astype(str).values.tolist() == ["plain", "poor", "sure"]
    for name in NAMES:
        assert np.array_equal(data[name][0], data[name][1])
        assert np.isnan(data[name][2]).all() if name.startswith("capex") else np.array_equal(data[name][0], data[name][2])


def test_sweeps_have_them_stopped_and_resumed(moat, binary, scenario, tmp_path):
    sweep = tmp_path / "sweep.yaml"
    sweep.write_text(f"schema_version: 2\ntitle: Drawn\nscenario: {scenario}\nreplicates: 6\ndesign: {{type: grid}}\n"
                     "factors: {adoption.peer_weight: {values: [0, 0.5]}, uncertain.growth_sd: {values: [0.1, 0.2]}}\n"
                     "set: {run.developers: 3000}\n")
    moat("sweep", sweep, "-o", tmp_path / "whole")
    process = subprocess.Popen([binary, "sweep", sweep, "-o", tmp_path / "stopped", "--flush", "0"], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    while process.poll() is None and not list(tmp_path.glob("stopped/part-*.h5")):
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    moat("resume", tmp_path / "stopped")
    whole, stopped = draws_of(tmp_path / "whole/results.h5"), draws_of(tmp_path / "stopped/results.h5")
    assert set(whole.data_vars) == NAMES and whole.growth.shape == (4, 6)
    assert all(np.array_equal(whole[name], stopped[name]) for name in NAMES)
    # Paired over points: with twice the width each run draws twice as much.
    assert np.allclose(sorted(set(np.round(whole.growth.values[:, 0] / whole.growth.values[0, 0], 6))), [1, 2])


def test_export_has_a_table(moat, path):
    moat("export", path)
    table = (path.with_name("result_csv") / "draws.csv").read_text().splitlines()
    assert set(table[0].split(",")) == NAMES | {"point", "replicate"} and len(table) == 25


def test_they_are_factors_of_given_data(path, capsys):
    assert main(["given-data", str(path), "--outcome", "knowing"]) == 0
    said = capsys.readouterr().out
    lines = {line.split()[0]: line.split() for line in said.splitlines() if line.split()[:1] and line.split()[0] in NAMES}
    assert set(lines) == NAMES
    assert "24 rows" in said
    share = {name: float(line[1]) for name, line in lines.items()}
    assert share["growth"] > 0.7 and share["growth"] == max(share.values())  # it is what moves know-how


def test_other_methods_say_so(path, capsys):
    assert main(["sobol", str(path)]) == 65
    assert "given-data" in capsys.readouterr().err
    assert main(["given-data", str(path), "--replicates", "3"]) == 65
    assert "--replicates" in capsys.readouterr().err


def test_the_shipped_priors_are_taken(moat, source, tmp_path):
    said = moat("validate", source / "scenarios/uncertain.yaml")
    assert not [line for line in said.stdout.splitlines() if line.startswith("inert") and "uncertain." in line]
    moat("run", source / "scenarios/uncertain.yaml", "-o", tmp_path / "u.h5", "--developers", 300)
    drawn = draws_of(tmp_path / "u.h5")
    assert {"demand.DeepSeek", "yield_region.china", "entry.China-lab-1", "delay.Qwen", "exit.Mistral"} <= set(drawn.data_vars)
