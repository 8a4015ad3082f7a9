"""What must hold in the data of any scenario: parts add up, shares are shares, what is forbidden does not happen."""

import numpy as np
import pytest

xr = pytest.importorskip("xarray")

# Shares by unit "1" that may leave [0, 1].
NO_SHARES = {"rank", "strategy", "price_index", "attention", "measures_in_force", "rules_in_force", "buzz",
             "realised_margin", "openness_by_lead"}


@pytest.fixture(scope="module", params=["as given", "no policy", "crowded"])
def data(request, moat, little, tmp_path_factory):
    options = {"as given": [], "no policy": ["--set", "policy.measures=null"],
               "crowded": ["--set", "regions.east.hosting=0", "--set", "adoption.peer_weight=10", "--set", "run.skip=[community]",
                           "--set", "compute.smuggling=1", "--set", "finance.exit=true", "--set", "firms.Birch.funding=0"]}
    output = tmp_path_factory.mktemp("accounts") / "a.h5"
    moat("run", little, "-o", output, "--replicates", 3, "--set", "record.flows=true", *options[request.param])
    with xr.open_dataset(output) as opened:
        return opened.load().isel(point=0)


def same(a, b, relative=1e-12):
    a, b = xr.broadcast(a, b)
    np.testing.assert_allclose(a.values, b.transpose(*a.dims).values, rtol=relative, atol=1e-9)


def by_kind(data, values):
    """Sums over lines by openness and origin."""
    home = dict(zip(data.firm.values, data.firm_region.values))
    origins = np.array([home[firm] for firm in data.line_firm.values])
    return xr.concat([xr.concat([values.isel(line=(data.line_open.values == o) & (origins == origin)).sum("line")
                                 for origin in data.origin.values], data.origin) for o in (0, 1)], data.openness)


def test_shares_are_shares(data):
    for name, series in data.data_vars.items():
        if series.attrs.get("units") == "1" and "time" in series.dims and name not in NO_SHARES:
            values = series.values[~np.isnan(series.values)]
            assert values.size and values.min() >= 0 and values.max() <= 1 + 1e-12, name


def test_nothing_is_negative_or_infinite(data):
    signed = {"cash", "surplus", "know_how", "open_know_how", "trust_shift", "profit", "margin", "lead", "openness_by_lead",
              "value_closed", "value_open", "value_delayed", "value_tiered", "firm_accounts", "government_accounts", "host_accounts",
              "outside_accounts"}
    for name, series in data.data_vars.items():
        if series.dtype.kind == "f":
            assert not np.isinf(series).any(), name
            assert name in signed or not (series < 0).any(), name


def test_tokens_and_money_add_up(data):
    same(by_kind(data, data.tokens.sum(("region", "segment"))), data.tokens_by_kind)
    same(data.tokens_by_task.sum("task"), data.tokens.sum(("region", "segment")))
    same(by_kind(data, data.spend.sum("region")), data.spend_by_kind)
    same(data.downloads.sum("line"), data.downloads_by_origin.sum("origin"))
    assert (data.downloads.isel(line=data.line_open.values == 0) == 0).all()
    tokens = data.tokens_by_kind.sum("origin")
    spend = data.spend_by_kind.sum("origin")
    used = tokens > 0
    same(data.paid_price.where(used, 0), (spend / tokens).where(used, 0))


def test_developers_are_counted_once(data):
    population = data.population
    assert (data.developers <= population * (1 + 1e-12)).all()
    users = data.adoption * population
    assert (data.developers.max("line") <= users * (1 + 1e-9) + 1e-6).all()
    assert (users <= data.developers.sum("line") * (1 + 1e-9) + 1e-6).all()
    same(data.firms_in_use.sum("firm_count"), xr.ones_like(data.firms_in_use.isel(firm_count=0, drop=True)))
    same(data.developer_share, data.developers.sum(("region", "segment")) / population.sum(("region", "segment")))


def test_concentration(data):
    firms = xr.concat([data.tokens.isel(line=data.line_firm.values == firm).sum(("line", "region", "segment"))
                       for firm in data.firm.values], data.firm)
    same((firms / firms.sum("firm")).pipe(lambda share: share**2).sum("firm"), data.hhi_tokens)


def test_ordering_of_access(data):
    assert (data.access_index.max("region") == 1).all()
    shares = data.open_token_share
    open_tokens = data.tokens.isel(line=data.line_open.values == 1).sum("line")
    all_tokens = data.tokens.sum("line")
    same(shares.where(all_tokens > 0, 0), (open_tokens / all_tokens).where(all_tokens > 0, 0))


def test_what_is_not_permitted_is_not_bought(data):
    denied = data.chips_permitted == 0
    assert (data.chips_bought.where(denied, 0) == 0).all()
    free = data.chips_permitted == 1
    assert (data.chips_denied.where(free, 0) == 0).all()
    assert (data.chips_smuggled <= data.chips_denied * (1 + 1e-12)).all()
    assert (data.compute_rented.where(data.chips_denied.sum("chip") == 0, 0) == 0).all()


def test_the_rule_binds_and_is_evaded(data):
    """In the little world itself: nothing of the above holds only because nothing happens."""
    if data.measures_in_force.max() > 0:
        after = data.sel(time=slice("2025-06", None), region="east", chip="R1")
        assert (after.chips_permitted == 0).all() and after.chips_denied.sum() > 0 and after.chips_smuggled.sum() > 0
        assert (data.chips_permitted.sel(time="2025-12", region="east", chip="R1-lite") == 0.5).all()
    else:
        assert (data.chips_permitted == 1).all() and data.chips_smuggled.sum() == 0


def test_compute_adds_up(data):
    home = data.firm_region
    for region in data.region.values:
        same(data.compute_stock.isel(firm=home.values == region).sum("firm"), data.compute_stock_region.sel(region=region))
    same(data.stack_share.sum("stack"), xr.ones_like(data.hhi_tokens))
    assert (data.compute_realised <= data.compute_stock + data.compute_rented.sum("region") + 1e-6).all()


def test_frontiers_only_rise(data):
    for name in ("frontier", "rated_frontier"):
        steps = data[name].diff("time")
        assert (steps.fillna(0) >= 0).all(), name
    best = data.line_capability.max("line")
    assert (best <= data.frontier.max(("openness", "origin")) + 1e-9).all()
    assert (data.awareness.diff("time") >= 0).all()


def test_moves_agree_with_flows(data):
    """switching_flow counts simulated developer-tasks; moves is the share of them by region."""
    moved = data.switching_flow.sum(("from_line", "to_line"))
    assert (moved > 0).all() and ((data.moves.sum("region") > 0) == (moved > 0)).all()
    assert (data.moves.max("region") <= 1).all() and (data.moves.min("region") <= data.reviews).all()
