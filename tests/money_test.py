"""Money is conserved in what is shipped: the program stops where it leaks, and the series say who pays whom."""

import json
import random

import numpy as np
import pytest
import yaml

xr = pytest.importorskip("xarray")

SHORT = ("--developers", "300", "--replicates", "1", "--force")


@pytest.fixture(scope="module")
def baseline(moat, source, tmp_path_factory):
    output = tmp_path_factory.mktemp("money") / "baseline.h5"
    moat("run", source / "scenarios/baseline.yaml", "-o", output, *SHORT)
    with xr.open_dataset(output) as opened:
        return opened.load().isel(point=0, replicate=0)


def test_cash_moves_by_what_is_booked(baseline):
    booked = baseline.firm_accounts.sum("firm_item")
    change = baseline.cash.diff("time")
    np.testing.assert_allclose(booked.isel(time=slice(1, None)).values, change.values, rtol=1e-9, atol=1e-3)


def test_developers_pay_for_all_that_others_keep(baseline):
    spend = baseline.spend.sum(("line", "region"))
    accounts = (baseline.firm_accounts.sum(("firm", "firm_item")) + baseline.government_accounts.sum(("region", "government_item"))
                + baseline.host_accounts.sum("host_item") + baseline.vendor_receipts.sum("region")
                + baseline.outside_accounts.sum("outside_item"))
    turnover = abs(baseline.firm_accounts).sum(("firm", "firm_item"))
    assert (abs(spend - accounts) <= 1e-9 * turnover).all()


def test_the_surcharge_of_2026_goes_to_washington(baseline):
    levies = baseline.government_accounts.sel(government_item="export_levies")
    assert (levies.sel(region="us", time=slice(None, "2025-12")) == 0).all()
    assert levies.sel(region="us", time=slice("2026-01", None)).sum() > 0
    assert (levies.drop_sel(region="us") == 0).all()
    assert (baseline.government_accounts.sel(government_item="chip_tariffs") == 0).all()


def questions(source):
    return sorted(path.stem for path in (source / "scenarios/questions").glob("*.yaml"))


def pytest_generate_tests(metafunc):
    if "question" in metafunc.fixturenames:
        from tests.conftest import SOURCE
        metafunc.parametrize("question", questions(SOURCE))


def test_money_is_conserved_in_every_question(moat, source, tmp_path, question):
    moat("run", source / f"scenarios/questions/{question}.yaml", "-o", tmp_path / "out.h5", *SHORT)


def described_instruments(moat):
    """Instrument -> its keys, as the program describes them."""
    lines = moat("describe", "instruments").stdout.splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return {name: keys.split() for name, _, _, keys in cells}


def random_measure(draw, instruments, rows, names):
    """A measure with all keys of a random instrument; numbers anywhere in their range, thresholds of chips where chips are."""
    instrument = draw.choice(sorted(instruments))
    measure = {"instrument": instrument, "from": f"{draw.randint(2023, 2026)}-{draw.randint(1, 12):02}",
               "actor": draw.choice(names["regions"]), "description": "drawn", "source": "drawn"}
    for key in instruments[instrument]:
        row = rows[key]
        if key in {"chips", "tpp_max", "memory_bandwidth_max"}:
            continue
        if key in {"targets", "origins", "coalition"}:
            others = [name for name in names["regions"] if name != measure["actor"]]
            measure[key] = draw.sample(others, draw.randint(1, len(others)))
        elif key == "firms" and instrument == "open_programme":
            domestic = [firm for firm in names["firms"] if names["home"][firm] == measure["actor"]]
            if not domestic:  # a government funds firms of its own region
                return random_measure(draw, instruments, rows, names)
            measure[key] = draw.sample(domestic, draw.randint(1, len(domestic)))
        elif key in {"firms", "segments"}:
            measure[key] = draw.sample(names[key], draw.randint(1, 3))
        elif key == "stack":
            measure[key] = draw.choice(names["stacks"])
        elif "enum" in row:
            measure[key] = draw.choice(row["enum"])
        elif row["type"] == "boolean":
            measure[key] = draw.random() < 0.5
        else:
            top = {"tpp_min": 2e4, "density_min": 10, "interconnect_min": 900, "memory_bandwidth_min": 4e3,
                   "grant": 1e9, "log10_flop_limit": 28, "capability_limit": 160, "delay": 12}.get(key, row["maximum"])
            measure[key] = draw.choice([row["minimum"] or top, top, draw.uniform(0, top)])
    return measure


@pytest.mark.parametrize("block", [0, *(pytest.param(block, marks=pytest.mark.slow) for block in range(1, 20))])
def test_money_is_conserved_under_random_policies(moat, source, tmp_path, block):
    """Ten policies of one to five measures in each block, from the baseline's world; the program checks each month."""
    instruments = described_instruments(moat)
    schema = json.loads((source / "scenarios/schema.json").read_text())
    rows = schema["properties"]["policy"]["properties"]["measures"]["additionalProperties"]["properties"]
    world = {name: yaml.safe_load((source / f"scenarios/world/{name}.yaml").read_text()) for name in ("society", "firms", "compute")}
    names = {"regions": sorted(world["society"]["regions"]), "segments": sorted(world["society"]["segments"]),
             "firms": sorted(world["firms"]["firms"]),
             "home": {name: firm["region"] for name, firm in world["firms"]["firms"].items()}, "stacks": sorted(world["compute"]["stacks"])}
    draw = random.Random(block)
    for point in range(10):
        measures = {f"drawn-{n}": random_measure(draw, instruments, rows, names) for n in range(draw.randint(1, 5))}
        drawn = tmp_path / f"{point}.yaml"
        drawn.write_text(yaml.safe_dump({"schema_version": 2, "extends": str(source / "scenarios/baseline.yaml"),
                                         "policy": {"measures": measures}}))
        moat("run", drawn, "-o", tmp_path / "out.h5", *SHORT)
