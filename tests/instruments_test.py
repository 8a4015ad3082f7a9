"""Every instrument of policy is used by a scenario that a reader can run: one that nobody uses is one that nobody has tried."""

import pathlib
import re

import yaml

SCENARIOS = pathlib.Path(__file__).resolve().parents[1] / "scenarios"


def measures(file):
    policy = (yaml.safe_load(file.read_text()) or {}).get("policy") or {}
    return [measure for measure in (policy.get("measures") or {}).values() if measure]


def test_every_instrument_is_used(moat):
    known = set(re.findall(r"^\| (\w+) \|", moat("describe", "instruments").stdout, re.MULTILINE)[1:])
    used = {measure.get("instrument") for file in SCENARIOS.rglob("*.yaml") if file.parent.name != "verify"
            for measure in measures(file)}
    assert len(known) >= 20
    assert not known - used, f"no scenario uses {', '.join(sorted(known - used))}"
