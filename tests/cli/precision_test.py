"""The number of simulated developers is a matter of precision: it says nothing about how many there are."""

import numpy as np
import pytest

xr = pytest.importorskip("xarray")


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
