"""A ban that is undone in part is said to be: by `moat validate`, by `moat explain`, and in the table of instruments."""

import re

import pytest
import yaml


@pytest.fixture
def ban(little, tmp_path):
    """Writes a scenario with one ban on the west's models; gives its path."""
    def write(**keys):
        path = tmp_path / "ban.yaml"
        measure = {"instrument": "model_ban", "from": "2024-06", "actor": "east", "origins": ["west"], **keys}
        path.write_text(yaml.safe_dump({"schema_version": 2, "extends": str(little), "policy": {"measures": {"barred": measure}}}))
        return path
    return write


def undone(moat, path, *options):
    return [line for line in moat("validate", path, *options).stdout.splitlines() if line.startswith("undone ") and "barred" in line]


def test_a_ban_on_own_models_is_undone_in_part(moat, ban):
    line, = undone(moat, ban(coverage=0.8))
    assert "policy.measures.barred: of its coverage 0.8 of open weights 0.4 is undone by derivatives" in line
    assert undone(moat, ban(), "--set", "policy.derivative_refuge=0") == []
    assert undone(moat, ban(coverage=0)) == []


@pytest.mark.parametrize("weights", ["closed", "open", "both"])
def test_a_ban_that_says_what_it_reaches_is_not(moat, ban, weights):
    assert undone(moat, ban(weights=weights)) == []


def test_pages_say_so(moat, source):
    row = next(line for line in moat("describe", "instruments").stdout.splitlines() if line.startswith("| model_ban"))
    assert "undone by derivatives" in row and "policy.derivative_refuge" in row
    assert "derivative_refuge" in moat("explain", "weights").stdout
    assert "undone" in moat("explain", "derivative_refuge").stdout
    assert re.search(r"\*\*Bans\*\*.*derivative_refuge", (source / "scenarios/README.md").read_text(), re.DOTALL)


def test_the_earlier_key_names_the_new_one(moat, ban):
    assert "weights: both" in moat("validate", ban(covers_derivatives=True), code=65).stderr


@pytest.mark.parametrize("measure, said", [
    ({"instrument": "data_rule", "actor": "east", "coverage": 0.5}, "rules nothing"),
    ({"instrument": "open_programme", "actor": "east", "firms": ["Atlas"]}, "gives nothing"),
    ({"instrument": "open_programme", "actor": "east", "firms": ["Atlas"], "grant": 1}, "which is of west (the actor is east)"),
])
def test_what_cannot_act_is_an_error(moat, ban, measure, said):
    path = ban()
    scenario = yaml.safe_load(path.read_text())
    scenario["policy"]["measures"]["barred"] = {"from": "2024-06", **measure}
    path.write_text(yaml.safe_dump(scenario))
    assert said in moat("validate", path, code=65).stderr
