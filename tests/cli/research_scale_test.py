"""What research depends on, in the baseline: compute that is bought."""

import pytest

SMALL = ["--set", "run.developers=500", "--set", "run.end=2027-12", "--set", "record.series=[know_how]",
         "--set", "record.events=false", "--set", "research.noise=0", "--set", "outcomes={}"]


def scenarios(source):
    yaml = pytest.importorskip("yaml")
    for path in sorted((source / "scenarios").rglob("*.yaml")):
        yield path, yaml.safe_load(path.read_text())


def test_no_firm_needs_a_path_for_its_final_runs(source):
    found = 0
    for path, scenario in scenarios(source):
        for name, firm in (scenario.get("firms") or {}).items():
            if firm and "final_run" in firm:
                found += 1
                assert isinstance(firm["final_run"], (int, float)), f"{path}: final_run of {name} is a path"
                assert len(firm.get("runs", {})) < 7, f"{path}: {name} has seven runs"
    assert found > 18


@pytest.fixture(scope="module")
def arms(source, moat, tmp_path_factory):
    """know_how of the firms at the end of 2027, by arm."""
    xr, yaml = pytest.importorskip("xarray"), pytest.importorskip("yaml")
    firms = yaml.safe_load((source / "scenarios/world/firms.yaml").read_text())["firms"]
    no_chips = {f"firms.{name}.capex": {"2023-12": float(next(iter(firm["capex"].values()))), "2024-01": 0}
                for name, firm in firms.items()}
    half = {f"firms.{name}.capex": {str(month): float(x) / 2 for month, x in firm["capex"].items()} for name, firm in firms.items()}
    half |= {f"firms.{name}.stock": {chip: float(x) / 2 for chip, x in firm["stock"].items()} for name, firm in firms.items()}
    folder = tmp_path_factory.mktemp("research")
    (folder / "arms.yaml").write_text(yaml.safe_dump({
        "schema_version": 2, "extends": str(source / "scenarios/baseline.yaml"), "title": "Research",
        "arms": {"baseline": {}, "no_chips": {"set": no_chips}, "half": {"set": half}}}))
    moat("run", folder / "arms.yaml", "-o", folder / "arms.h5", *SMALL)
    data = xr.open_dataset(folder / "arms.h5").isel(replicate=0, time=-1)
    return lambda arm: data.isel(point=("baseline", "no_chips", "half").index(arm))


def test_nobody_buys_chips(arms):
    """Then nobody learns as fast as in the baseline; the leaders were not slowed when effort was relative to them."""
    assert (arms("no_chips").know_how < arms("baseline").know_how).all()


def test_half_the_compute_slows_all(arms):
    assert (arms("half").know_how < arms("baseline").know_how).all()
