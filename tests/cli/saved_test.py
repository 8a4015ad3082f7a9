"""A run that stops at a month and goes on later is the run that never stopped, bit for bit; one that differs later
branches off; and what differs before is refused."""

import pathlib

import h5py
import pytest

from tests.cli.same_result_test import assert_same

SIZE = ("--replicates", 2, "--developers", 6_000)
NETWORK = ("--set", "adoption.peers=network", "--set", "record.flows=true")
KINDS = {
    "plain": (),
    "network": NETWORK,
    "one_by_one": ("--set", "adoption.timing=one_by_one"),
    "uncertain": ("--set", "uncertain.capex_sd=0.2", "--set", "uncertain.openness_walk=0.1",
                  "--set", "uncertain.switch_hazard=0.5", "--set", "uncertain.growth_sd=0.1"),
    "weighted": ("--set", "run.sampling=usage"),
}


def middle(scenario):
    """A month amid the run of the little scenario."""
    text = pathlib.Path(scenario).read_text(encoding="utf-8")
    start = next(line.split(":")[1].strip() for line in text.splitlines() if line.strip().startswith("start:"))
    return f"{int(start[:4]) + 1}-03"


@pytest.mark.parametrize("kind", KINDS)
def test_goes_on_as_if_it_had_never_stopped(moat, little, tmp_path, kind):
    words = SIZE + KINDS[kind]
    moat("run", little, *words, "-j", 1, "-o", tmp_path / "all.h5")
    moat("run", little, *words, "-j", 2, "--save", middle(little), "-o", tmp_path / "half.h5")
    moat("run", little, *words, "-j", 3, "--from", tmp_path / "half.h5", "-o", tmp_path / "on.h5")
    assert_same(tmp_path / "all.h5", tmp_path / "on.h5")
    with h5py.File(tmp_path / "half.h5") as file:
        assert len(file["state/value"]) > 200 and file["state"].attrs["month"].decode() == middle(little)


@pytest.mark.parametrize("scenario", ["baseline.yaml", "adaptive.yaml", "governments_react.yaml", "rules.yaml",
                                      "uncertain.yaml", "questions/access.yaml", "questions/reactive_incumbent.yaml"])
def test_scenarios_go_on_whatever_they_use(moat, source, tmp_path, monkeypatch, scenario):
    """Rules of governments, adaptive and reactive firms, arms, outcomes, draws; saved with one set of instructions and
    gone on with another."""
    words = (source / "scenarios" / scenario, "--developers", 300, "--replicates", 1)
    moat("run", *words, "-o", tmp_path / "all.h5")
    monkeypatch.setenv("MOAT_INSTRUCTIONS", "base")
    moat("run", *words, "--save", "2026-08", "-o", tmp_path / "half.h5")
    monkeypatch.setenv("MOAT_INSTRUCTIONS", "plain")
    moat("run", *words, "--from", tmp_path / "half.h5", "-o", tmp_path / "on.h5")
    assert_same(tmp_path / "all.h5", tmp_path / "on.h5")


def test_without_a_file_the_scenario_is_the_one_saved(moat, little, tmp_path):
    moat("run", little, *SIZE, "-o", tmp_path / "all.h5")
    moat("run", little, *SIZE, "--save", middle(little), "-o", tmp_path / "half.h5")
    moat("run", "--from", tmp_path / "half.h5", "-o", tmp_path / "on.h5")
    assert_same(tmp_path / "all.h5", tmp_path / "on.h5", except_for=("provenance", "/@"))


def test_what_differs_from_the_start_is_refused_by_its_key(moat, little, tmp_path):
    moat("run", little, *SIZE, "--save", middle(little), "-o", tmp_path / "half.h5")
    done = moat("run", little, *SIZE, "--set", "adoption.peer_weight=0.123", "--from", tmp_path / "half.h5",
                "-o", tmp_path / "on.h5", code=65)
    assert "adoption.peer_weight differs" in done.stderr and "save again" in done.stderr
    done = moat("run", little, "--developers", 6_000, "--replicates", 3, "--from", tmp_path / "half.h5",
                "-o", tmp_path / "on.h5", code=65)
    assert "no saved run of replicate" in done.stderr


def test_files_without_a_state_or_cut_short_are_refused(moat, little, tmp_path):
    moat("run", little, *SIZE, "-o", tmp_path / "all.h5")
    done = moat("run", little, *SIZE, "--from", tmp_path / "all.h5", "-o", tmp_path / "on.h5", code=74)
    assert "holds no saved state" in done.stderr
    (tmp_path / "cut.h5").write_bytes((tmp_path / "all.h5").read_bytes()[:-1000])
    moat("run", little, *SIZE, "--from", tmp_path / "cut.h5", "-o", tmp_path / "on.h5", code=74)
    moat("run", little, *SIZE, "--from", tmp_path / "none.h5", "-o", tmp_path / "on.h5", code=66)
    moat("run", little, *SIZE, "--save", "soon", "-o", tmp_path / "on.h5", code=65)
    moat("run", "-o", tmp_path / "on.h5", code=2)


def test_of_another_version_is_refused(moat, little, tmp_path):
    moat("run", little, *SIZE, "--save", middle(little), "-o", tmp_path / "half.h5")
    with h5py.File(tmp_path / "half.h5", "r+") as file:
        file["state"].attrs["program"] = b"0.0.1"
    done = moat("run", "--from", tmp_path / "half.h5", "-o", tmp_path / "on.h5", code=73)
    assert "saved by moat 0.0.1" in done.stderr


LATER = {  # each acts from 2026-06 at the earliest, or from the month that its path begins to bend
    "policy.measures.lite-licence.until": "2026-07",
    "firms.Atlas.capex": "{2025-01: 3.0e8, 2026-06: 5.0e8, 2026-12: 2.0e9}",
    "firms.Birch.funding": "{2026-06: 3.0e8, 2026-08: 6.0e8}",
    "firms.Cedar.other_revenue": "{2026-06: 0, 2026-08: 6.0e8}",
    "firms.Atlas.strategy": "{2025-01: closed, 2025-06: tiered, 2026-07: closed}",
    "firms.Cedar.strategy": "{2025-01: open, 2026-07: closed}",
    "regions.west.developers": "{2026-06: 2.0e7, 2026-12: 9e7}",
    "tasks.code.tokens": "{2026-06: 1.5, 2026-12: 9}",
}
FLAT = {  # the same until then, so that only the later part of a path changes
    "firms.Atlas.capex": "{2025-01: 3.0e8, 2026-06: 5.0e8, 2026-12: 9.0e8}",
    "regions.west.developers": "{2026-06: 2.0e7, 2026-12: 2.6e7}",
}


@pytest.mark.parametrize("key", LATER)
def test_a_scenario_that_differs_later_branches_off(moat, little, tmp_path, key):
    before = SIZE + (("--set", f"{key}={FLAT[key]}") if key in FLAT else ())
    changed = SIZE + ("--set", f"{key}={LATER[key]}")
    if key.startswith("policy.measures.lite-licence"):
        before += ("--set", "policy.measures.lite-licence.until=2026-10")
    moat("run", little, *before, "--save", "2026-03", "-o", tmp_path / "half.h5")
    moat("run", little, *changed, "-o", tmp_path / "all.h5")
    moat("run", little, *changed, "--from", tmp_path / "half.h5", "-o", tmp_path / "on.h5")
    assert_same(tmp_path / "all.h5", tmp_path / "on.h5")
    moat("run", little, *before, "--save", "2026-07", "--force", "-o", tmp_path / "half.h5")
    done = moat("run", little, *changed, "--from", tmp_path / "half.h5", "--force", "-o", tmp_path / "on.h5", code=65)
    assert key in done.stderr and "2026-0" in done.stderr


def test_a_longer_run_goes_on_from_a_shorter_one(moat, little, tmp_path):
    moat("run", little, *SIZE, "--until", "2026-05", "--save", "2026-05", "-o", tmp_path / "half.h5")
    moat("run", little, *SIZE, "-o", tmp_path / "all.h5")
    moat("run", little, *SIZE, "--from", tmp_path / "half.h5", "-o", tmp_path / "on.h5")
    assert_same(tmp_path / "all.h5", tmp_path / "on.h5")
