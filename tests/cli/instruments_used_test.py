"""Every instrument that governments have is used by a scenario that is shipped: what nobody asks about nobody checks."""

import os
from pathlib import Path

import yaml

SCENARIOS = Path(os.environ.get("MOAT_SOURCE", Path(__file__).parents[2])) / "scenarios"


def instruments_in(node):
    """Those of all measures in a file, whatever arm or block they stand in."""
    if isinstance(node, dict):
        if isinstance(node.get("instrument"), str):
            yield node["instrument"]
        for value in node.values():
            yield from instruments_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from instruments_in(value)


def used():
    files = [path for path in SCENARIOS.rglob("*.yaml") if "verify" not in path.parts]
    return {name for path in files for name in instruments_in(yaml.safe_load(path.read_text()))}


def test_every_instrument_is_used_by_a_shipped_scenario(moat):
    rows = [line.split("|")[1].strip() for line in moat("describe", "instruments").stdout.splitlines() if line.startswith("| ")]
    names = set(rows) - {"instrument"}
    assert {"export_control", "public_compute"} <= names
    assert sorted(names - used()) == []
