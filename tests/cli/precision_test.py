"""The number of simulated developers is a matter of precision: it says nothing about how many there are."""

import re

import h5py
import numpy as np
import pytest

xr = pytest.importorskip("xarray")


def test_a_number_of_developers_is_chosen_and_recorded(moat, little, tmp_path):
    scenario = tmp_path / "asked.yaml"
    scenario.write_text(f"schema_version: 2\nextends: {little}\noutcomes: {{open: {{series: world_open_token_share}}}}\n")
    said = moat("run", scenario, "--developers", "auto", "--until", "2025-06", "-o", tmp_path / "o.h5").stderr
    number = re.match(r"developers auto: ([125]0*)\. A run takes [\d.e-]+ s and [\d.e-]+ us a developer, and \d+ % of", said)
    assert number and int(number[1]) >= 2000
    with h5py.File(tmp_path / "o.h5") as file:
        assert f"developers: {number[1]}\n" in file["provenance/scenario_resolved_yaml"].asstr()[()]
    assert "needs outcomes" in moat("run", little, "--developers", "auto", "-o", tmp_path / "n.h5", code=65).stderr


def test_more_developers_are_no_larger_world(moat, source, tmp_path):
    """Prices and shares at the end of 2027 agree within a tenth, five times what 4,000 developers leave to chance in four runs.
    Makers who took a sample's demand for the world's made models that cost threefold with as many more developers."""
    found = {}
    for developers, replicates in ((4000, 4), (64000, 1)):
        path = tmp_path / f"{developers}.h5"
        moat("run", source / "scenarios/baseline.yaml", "-o", path, "--developers", developers, "--replicates", replicates,
             "--set", "run.end=2027-12")
        with xr.open_dataset(path) as data:
            last = data.isel(point=0, time=slice(-6, None)).mean(("replicate", "time"))
            found[developers] = np.array([float(last.paid_price.sel(openness="closed")), float(last.world_open_token_share)])
    assert found[4000] == pytest.approx(found[64000], rel=0.1)
