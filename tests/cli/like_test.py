"""Firms that are like another one, in runs: as if written by hand, and without a change in the luck of others."""

import re

import pytest

np = pytest.importorskip("numpy")
xr = pytest.importorskip("xarray")


def bits(values):
    values = np.ascontiguousarray(values)
    return list(values) if values.dtype == object else values.tobytes()


def run(moat, scenario, output, *sets):
    moat("run", scenario, "-o", output, *(word for one in sets for word in ("--set", one)))
    with xr.open_dataset(output) as data:
        return data.load()


def test_it_runs_as_if_written_by_hand(moat, little, tmp_path):
    firm = re.search(r"^  Atlas:\n(?:    .*\n)+", little.read_text(), re.MULTILINE)[0]
    firm = firm.replace("  Atlas:", "  Alder:").replace("      Atlas-", "      Alder-Atlas-")
    hand = tmp_path / "hand.yaml"
    hand.write_text(f"schema_version: 2\nextends: {little}\nfirms:\n{firm}")
    ours = run(moat, little, tmp_path / "ours.h5", "firms.Alder.like=Atlas")
    theirs = run(moat, hand, tmp_path / "theirs.h5")
    assert list(ours.firm.values) == list(theirs.firm.values) and "Alder" in ours.firm.values
    assert set(ours) == set(theirs)
    for name in ours:
        assert bits(ours[name].values) == bits(theirs[name].values), name
    assert float(ours.revenue.sel(firm="Alder").sum()) > 0


def test_the_luck_of_others_stays(moat, little, tmp_path):
    alone = run(moat, little, tmp_path / "alone.h5")
    there = run(moat, little, tmp_path / "there.h5", "firms.Alder.like=Atlas", "firms.Alder.enters=2025-11")
    early = slice(None, "2025-10")
    for name in ("tokens", "rating", "rating_by_domain", "downloads", "price", "cash"):
        old, new = alone[name], there[name]
        new = new.sel({axis: old[axis] for axis in ("line", "firm") if axis in old.dims})
        assert bits(old.sel(time=early).values) == bits(new.sel(time=early).values), name
    assert bits(alone.tokens.values) != bits(there.tokens.sel(line=alone.line).values)  # it does enter


def test_it_follows_in_a_sweep_and_changes_its_model_in_arms(moat, little, tmp_path):
    base = tmp_path / "base.yaml"
    base.write_text(f"schema_version: 2\nextends: {little}\nfirms: {{Alder: {{like: Atlas, enters: 2025-03, cash: 7e9}}}}\n"
                    "arms: {plain: {}, cedar: {set: {firms.Alder.like: Cedar}}}\n")
    moat("run", base, "-o", tmp_path / "arms.h5")
    sweep = tmp_path / "sweep.yaml"
    sweep.write_text(f"schema_version: 1\ntitle: t\nscenario: {base}\narms: [plain]\ndesign: {{type: grid}}\n"
                     "factors: {firms.Atlas.know_how: {values: [1, 2]}, firms.Alder.enters: {values: [2025-03, 2025-06]}}\n")
    moat("sweep", sweep, "-o", tmp_path / "out")
    for other in "Atlas", "Cedar":
        full = moat("validate", base, "--full", "--set", f"firms.Alder.like={other}").stdout
        alder = re.search(r"^  Alder:\n(?:    .*\n)+", full, re.MULTILINE)[0]
        assert "    cash: 7000000000\n" in alder and "    enters: 2025-03\n" in alder
        lines = re.findall(r"^      (\S+):$", alder, re.MULTILINE)
        assert lines and all(name.startswith(f"Alder-{other}") for name in lines)
