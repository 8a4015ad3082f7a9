"""Demand in the whole baseline: who is poorer uses less, and a free period that admits some is taken at once."""

import pytest

xr = pytest.importorskip("xarray")
ROUTER = ["independent", "startup"]


@pytest.fixture
def run(moat, source, tmp_path):
    def go(*sets):
        moat("run", source / "scenarios/baseline.yaml", "-o", tmp_path / "demand.h5", "--developers", "8000", "--replicates", "2",
             "--force", "--until", "2026-02", *[f"--set={one}" for one in sets])
        with xr.open_dataset(tmp_path / "demand.h5") as data:
            return data.load()

    return go


def xai_share(data):
    """Of the tokens of independents and start-ups, by month."""
    lines = [str(line) for line in data.line.values if str(line).startswith("Grok")]
    tokens = data.tokens.sel(segment=ROUTER).sum(["segment", "region"]).mean("replicate")
    return (tokens.sel(line=lines).sum("line") / tokens.sum("line")).squeeze()


def test_income_raises_use_in_emerging_economies(run):
    poor, rich = (float(run(*sets).tokens.sel(region="emerging", time=slice("2025-01", "2025-12")).sum())
                  for sets in ([], ["regions.emerging.income=1"]))
    assert rich > 1.1 * poor


def test_three_free_months_with_a_reach_of_three_tenths(run):
    line = "firms.xAI.lines.Grok-Fast"
    free = xai_share(run(f"{line}.promotion={{2025-09: 0, 2025-11: 0}}", f"{line}.reach=0.3"))
    without = xai_share(run(f"{line}.promotion={{2025-09: 0, 2025-11: 0}}", f"{line}.reach=1e-6"))
    won = (free - without).sel(time=slice("2025-09", "2025-11")).values
    assert 0.15 < won.mean() < 0.33
    assert won[0] > 0.6 * won.max()  # most of it in the first month
