"""Money is conserved in what is shipped: the program stops where it leaks, and the series say who pays whom."""

import numpy as np
import pytest

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
