"""The same scenario gives the same data, bit for bit: whatever the threads, and whatever else is recorded or planned."""

import os
import subprocess
import sys

import h5py
import numpy as np
import pytest

RUN = ("--replicates", 2, "--developers", 20_000)  # five chunks of developers, so that threads share one run
DIFFERS = ("timing", "provenance/command_line")


@pytest.fixture(scope="module")
def run(moat, little, tmp_path_factory):
    def call(*words, scenario=little):
        output = tmp_path_factory.mktemp("same") / "result.h5"
        moat("run", scenario, "-o", output, *words)
        return output

    return call


@pytest.fixture(scope="module")
def full(run):
    return run(*RUN, "-j", 1)


def contents(path):
    """Every dataset, group and attribute by its name: bytes, shape and type. Scales refer to files' addresses."""
    found = {}

    def attributes(name, item):
        for key, value in item.attrs.items():
            if key not in ("REFERENCE_LIST", "DIMENSION_LIST"):
                found[f"{name}@{key}"] = repr(value)

    def visit(name, item):
        if name.startswith(DIFFERS):
            return
        attributes(name, item)
        if isinstance(item, h5py.Dataset):
            texts = h5py.check_string_dtype(item.dtype)
            found[name] = (item.shape, str(item.dtype), item.asstr()[()] if texts else item[()].tobytes())
            if texts:
                found[name] = found[name][:2] + (np.asarray(found[name][2]).tolist(),)

    with h5py.File(path) as file:
        attributes("/", file)
        file.visititems(visit)
    return found


def assert_same(a, b, except_for=()):
    one, two = contents(a), contents(b)
    assert list(one) == list(two) and len(one) > 300
    assert [name for name in one if one[name] != two[name] and not name.startswith(except_for)] == []


@pytest.mark.parametrize("jobs", [1, 2, 3, 4, 7])
def test_any_number_of_threads(run, full, jobs):
    """With 2 runs: 1 thread runs them in turn, more share each run."""
    assert_same(full, run(*RUN, "-j", jobs))


@pytest.mark.parametrize("instructions", ["plain", "base", "avx2", "avx512"])
def test_any_vector_instructions(moat, run, full, monkeypatch, instructions):
    monkeypatch.setenv("MOAT_INSTRUCTIONS", instructions)
    if instructions not in moat_has(moat):
        pytest.skip(f"this processor has no {instructions}")
    assert_same(full, run(*RUN, "-j", 2))


def test_weighted_developers(moat, run, monkeypatch):
    weighted = (*RUN, "--set", "run.sampling=usage")
    one = run(*weighted, "-j", 1)
    for instructions in moat_has(moat):
        monkeypatch.setenv("MOAT_INSTRUCTIONS", instructions)
        assert_same(one, run(*weighted, "-j", 3))


def moat_has(moat):
    """The instructions that the program finds: it names them when asked for others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOAT_INSTRUCTIONS", "abacus")
        said = moat("version", code=2).stderr
    assert said.startswith("moat: MOAT_INSTRUCTIONS is 'abacus': this program on this processor has plain, base")
    return said.split(" has ")[1].strip().split(", ")


# glibc before 2.33 says AVX2_Usable; names that it does not know it passes over.
OLDER_PROCESSOR = "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-FMA_Usable,-FMA4_Usable,-AVX2_Usable"
LAST_BITS = "import math; print([f(1 + i / 977).hex() for f in (math.exp, math.log, lambda x: x ** -0.37) for i in range(9999)])"


def test_another_variant_of_the_c_library(run, source, monkeypatch):
    """Without FMA glibc takes other variants of exp, log and pow, whose last bits differ: in the baseline it would be seen."""
    words, baseline = ("--developers", 2000, "-j", 1), source / "scenarios/baseline.yaml"
    usual = run(*words, scenario=baseline)
    def last_bits(**more):
        return subprocess.run([sys.executable, "-c", LAST_BITS], env=os.environ | more, capture_output=True, check=True).stdout

    if last_bits() == last_bits(GLIBC_TUNABLES=OLDER_PROCESSOR):
        pytest.skip("this C library has one variant for this processor")
    monkeypatch.setenv("GLIBC_TUNABLES", OLDER_PROCESSOR)
    assert_same(usual, run(*words, scenario=baseline))


def test_runs_side_by_side(run):
    many = ("--replicates", 6, "--developers", 9000)
    assert_same(run(*many, "-j", 1), run(*many, "-j", 3))


def test_running_it_again(run, full):
    again = run(*RUN, "-j", 1)
    assert_same(full, again)
    assert abs(full.stat().st_size - again.stat().st_size) < 100  # seconds and paths have other digits


def series(path):
    with h5py.File(path) as file:
        time = file["time"][()]
        return time, {name: item[()] for name, item in file.items() if isinstance(item, h5py.Dataset) and item.ndim > 2}


@pytest.mark.parametrize("every", [2, 5, 12, 100])
def test_record_every(run, full, every):
    time, values = series(run(*RUN, "--set", f"record.every={every}"))
    all_time, all_values = series(full)
    at = [m for m in range(24) if (m + 1) % every == 0 or m == 23]
    assert (time == all_time[at]).all() and set(values) == set(all_values)
    for name in values:
        assert np.array_equal(values[name], all_values[name][:, :, at], equal_nan=True), name


def test_record_series(run, full):
    wanted = ["tokens", "open_lag", "chips_bought"]
    _, values = series(run(*RUN, "--set", f"record.series={wanted}".replace("'", "")))
    _, all_values = series(full)
    assert set(values) == set(wanted)
    for name in wanted:
        assert np.array_equal(values[name], all_values[name], equal_nan=True), name


def test_record_flows(run, full):
    """Flows are counted on the side: nothing else changes, and they agree with the moves that are always counted."""
    path = run(*RUN, "--set", "record.flows=true")
    _, values = series(path)
    _, all_values = series(full)
    flow = values.pop("switching_flow")
    assert set(values) == set(all_values)
    for name in values:
        assert np.array_equal(values[name], all_values[name], equal_nan=True), name
    assert flow.shape == (1, 2, 24, 6, 6) and (flow >= 0).all() and flow.sum() > 1000
    assert (flow == flow.round()).all() and (np.diagonal(flow, axis1=3, axis2=4) == 0).all()


def test_recording_one_series_with_flows(run):
    _, values = series(run(*RUN, "--set", "record.flows=true", "--set", "record.series=[moves]"))
    assert set(values) == {"moves", "switching_flow"}


def test_a_measure_that_never_begins_changes_nothing(run, full):
    """Only the scenario's text differs: an unused rule draws nothing and shifts no draw."""
    measure = "{instrument: model_ban, from: 2100-01, actor: east, origins: [west]}"
    path = run(*RUN, "--set", f"policy.measures.later={measure}")
    assert_same(full, path, except_for=("provenance/scenario", "provenance/plan_id"))
    never = run(*RUN, "--set", f"policy.measures.later={measure}".replace("2100-01", "never"))
    assert_same(path, never, except_for=("provenance/scenario", "provenance/plan_id"))


def test_a_shorter_run_is_the_beginning_of_a_longer_one(run, full):
    _, values = series(run(*RUN, "--until", "2025-09"))
    _, all_values = series(full)
    for name in values:
        assert np.array_equal(values[name], all_values[name][:, :, :9], equal_nan=True), name


def test_the_resolved_scenario_runs_to_the_same_data(run, full, tmp_path):
    with h5py.File(full) as file:
        (tmp_path / "little.yaml").write_text(file["provenance/scenario_resolved_yaml"].asstr()[()])
    again = run(scenario=tmp_path / "little.yaml")
    assert_same(full, again, except_for="provenance/scenario_yaml")


def test_another_seed_gives_other_data(run, full):
    _, one = series(full)
    _, two = series(run(*RUN, "--seed", 8))
    assert not np.array_equal(one["tokens"], two["tokens"])
