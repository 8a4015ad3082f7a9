"""Governments that react, from the scenario to the event table."""

import pytest

xr = pytest.importorskip("xarray")

RULE = ["--set", "policy.measures.fund={instrument: subsidy, from: never, actor: west, capex_share: 0.5}",
        "--set", "policy.rules.react={actor: west, when: 'open_lag > 0', for: 2, then: [fund], lasts: 3, cool_down: 4}"]


def run(moat, little, path, *options):
    moat("run", little, *RULE, *options, "-o", path)
    with xr.open_dataset(path) as data:
        data = data.load()
    with xr.open_dataset(path, group="policy") as events:
        return data, events.load()


def test_events_hold_the_value_that_fired_the_rule(moat, little, tmp_path):
    data, events = run(moat, little, tmp_path / "a.h5")
    fires = [i for i, action in enumerate(events.action.values) if action == "rule fires"]
    assert len(fires) >= 2
    months = [str(time)[:7] for time in data.time.values]
    for i in fires:
        at = months.index(str(events.month.values[i]))
        lag = data.open_lag.values.reshape(-1)
        assert events.value.values[i] == lag[at - 1]
        assert lag[at - 1] > 0 and lag[at - 2] > 0
        force = data.rules_in_force.sel(region="west").values.reshape(-1)
        assert list(force[at - 1:at + 4]) == [0, 1, 1, 1, 0][:len(force) - at + 1]
        assert str(events.measure.values[i]) == "react"


def test_rules_do_not_depend_on_what_is_recorded(moat, little, tmp_path):
    all_data, all_events = run(moat, little, tmp_path / "a.h5")
    few, few_events = run(moat, little, tmp_path / "b.h5", "--set", "record.series=[tokens, cash]", "--set", "record.every=6")
    assert all_events.identical(few_events)
    for name in ("tokens", "cash"):
        assert (all_data[name].sel(time=few.time).values == few[name].values).all()


def test_validate_prints_the_armed_rules(moat, little):
    def of_rules(*options):
        lines = moat("validate", little, *RULE, *options).stdout.splitlines()
        return [line for line in lines if line.split()[1:2] == ["rule"]]

    assert of_rules() == [
        "armed    rule       west         react: when open_lag > 0 for 2 months, then fund; lasts 3 months; cool-down 4 months"]
    assert of_rules("--set", "policy.rules.react.until=open_lag < 1", "--set", "policy.rules.react.from=2025-06",
                    "--set", "policy.rules.react.notice=1", "--set", "policy.scripted=[west]") == [
        "off      rule       west         react: when open_lag > 0 for 2 months, then fund; from 2025-06; notice 1 month; "
        "lasts 3 months; until open_lag < 1; cool-down 4 months"]
