"""scenarios/ablation.yaml: every mechanism has an arm without it, all arms run, and each shows in some outcome."""

import re

import h5py
import numpy as np
import pytest


@pytest.fixture(scope="module")
def arms(moat, source, tmp_path_factory):
    output = tmp_path_factory.mktemp("ablation") / "result.h5"
    moat("run", source / "scenarios/ablation.yaml", "--developers", 2000, "--replicates", 1, "-o", output)
    with h5py.File(output) as file:
        names = file["point"].asstr()[()]
        outcomes = [name for name, item in file.items() if isinstance(item, h5py.Dataset) and re.search(r"_20\d\d$", name)]
        assert (file["run_status"][()] == 1).all()
        return {name: np.array([file[outcome][i, 0] for outcome in outcomes]) for i, name in enumerate(names)}


def test_every_mechanism_has_its_arm(moat, source, arms):
    steps = re.findall(r"^\| (\w+) \|", moat("describe", "steps").stdout, re.MULTILINE)[1:]
    assert len(steps) >= 10
    text = (source / "scenarios/ablation.yaml").read_text()
    for step in set(steps) - {"uncertain"}:  # which draws nothing in the baseline
        assert f"no_{step}: {{set: {{run.skip: [{step}]}}" in text and f"no_{step}" in arms


def test_nothing_is_missing_from_the_full_model(arms):
    assert np.isfinite(arms["full"]).all() and len(arms["full"]) == 12


def test_every_arm_makes_a_difference(arms):
    for name, values in arms.items():
        if name not in ("full", "no_security"):  # few replicates may see no incident
            assert not np.array_equal(values, arms["full"], equal_nan=True), name


def test_what_an_arm_takes_away(arms, moat, source):
    """No models after the first month, nobody who uses one, no lag behind a frontier that nobody keeps. Research that leads to no
    release still moves money, and with it chips and rents, a little."""
    assert np.allclose(arms["no_research"], arms["no_release"], rtol=1e-3, equal_nan=True)
    assert np.isnan(arms["no_adoption"]).sum() >= 5
    assert np.isnan(arms["no_leaderboard"]).sum() >= 3
