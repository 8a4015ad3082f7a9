"""Names of earlier versions: read under the new ones, with a warning for each place; none is left in what is shipped."""

import re
import subprocess

import h5py
import numpy as np
import pytest

NOT_OURS = {"worlds", "world", "families"}  # words that may stand for something else
MAY_NAME_THEM = ("sim/changes/", "sim/CHANGELOG.md", "sim/GLOSSARY.md", "sim/io/scenario_text/renamed", "renamed_test", "words_test",
                 "sim/decisions/", "analysis/samples.py")  # the last reads files of earlier versions


@pytest.fixture(scope="module")
def table(moat):
    """(what, before, now) as `moat describe renamed` prints them."""
    rows = re.findall(r"^\| (\w+) \| `(\S+)` \| `(\S+)` \|", moat("describe", "renamed").stdout, re.MULTILINE)
    assert len(rows) > 10
    return rows


def old_text(text, table):
    """A scenario as an earlier version would have written it, and the lines with an old name."""
    for what, before, now in table:
        if what in ("parameter", "series"):
            text = re.sub(rf"\b{now.split('.')[-1]}\b(?=[:,\]])", before.split(".")[-1], text)
    return text.replace("schema_version: 2", "schema_version: 1")


def datasets(path):
    found = {}
    with h5py.File(path) as file:
        file.visititems(lambda name, one: found.update({name: one[()]}) if isinstance(one, h5py.Dataset) else None)
    return {name: value for name, value in found.items() if not name.startswith(("provenance", "timing"))}


def test_an_old_scenario_gives_the_same_to_the_bit(moat, little, table, tmp_path):
    for folder in ("new", "old"):  # files are of one name, since the output holds it
        (tmp_path / folder).mkdir()
    new = tmp_path / "new/one.yaml"
    new.write_text(little.read_text() + "\noutcomes: {big: {series: log10_run_flop, select: {firm: Atlas}}}\n")
    old = tmp_path / "old/one.yaml"
    old.write_text(old_text(new.read_text(), table))
    changed = [number for number, (a, b) in enumerate(zip(new.read_text().splitlines(), old.read_text().splitlines()), 1)
               if a != b and "schema_version" not in a]
    assert len(changed) > 3
    moat("run", new, "-o", tmp_path / "new.h5")
    said = moat("run", old, "-o", tmp_path / "old.h5").stderr
    warned = [int(line.split(":")[1]) for line in said.splitlines() if "' is now '" in line]
    assert warned == changed
    assert f"{old}:{changed[-1]}:26: 'run_flop' is now 'log10_run_flop'\n" in said
    ours, theirs = datasets(tmp_path / "new.h5"), datasets(tmp_path / "old.h5")
    assert ours.keys() == theirs.keys() and "log10_run_flop" in ours
    for name, value in ours.items():
        same = np.array_equal if np.asarray(value).dtype == object else lambda a, b: np.asarray(a).tobytes() == np.asarray(b).tobytes()
        assert same(value, theirs[name]), name


def test_an_old_name_on_the_command_line(moat, little, tmp_path):
    done = moat("run", little, "--set", "capability.reference_flop=25", "--set", "capability.log10_reference_flop=25.5",
                "-o", tmp_path / "out.h5")
    assert ("--set capability.reference_flop=25: 'capability.reference_flop' is now 'capability.log10_reference_flop'\n"
            in done.stderr)
    assert "log10_reference_flop: 25.5" in moat("validate", little, "--full", "--set", "capability.reference_flop=25.5").stdout
    said = moat("explain", "capability.reference_flop").stdout
    assert said.startswith("'capability.reference_flop' is now 'capability.log10_reference_flop'\n") and "log10 FLOP" in said


def test_an_old_name_without_its_block(moat):
    assert moat("explain", "reference_flop").stdout.startswith("'capability.reference_flop' is now 'capability.log10_reference_flop'\n")
    assert moat("explain", "size_exponent").stdout.startswith("'pricing.size_exponent' is no more: ")
    moat("explain", "reference_flip", code=65)


def test_old_names_of_series_in_files_compared_and_exported(moat, little, tmp_path):
    moat("run", little, "-o", tmp_path / "out.h5")
    text = "run_flop[firm=Atlas]@2025-12"
    done = moat("compare", tmp_path / "out.h5", tmp_path / "out.h5", "--series", text)
    assert f"--series {text}: 'run_flop' is now 'log10_run_flop'\n" in done.stderr
    assert done.stdout == moat("compare", tmp_path / "out.h5", tmp_path / "out.h5", "--series", "log10_" + text).stdout
    done = moat("export", tmp_path / "out.h5", "--format", "csv", "--series", "run_flop", "-o", tmp_path / "tables")
    assert "--series run_flop: 'run_flop' is now 'log10_run_flop'\n" in done.stderr


def test_both_names_at_once_are_one_too_many(moat, tmp_path):
    path = tmp_path / "both.yaml"
    path.write_text("schema_version: 2\ncapability:\n  log10_reference_flop: 25\n  reference_flop: 25\n")
    assert (f"{path}:4:3: capability.log10_reference_flop is given twice (first at line 3)"
            in moat("validate", path, code=65).stderr)


def test_a_column_of_a_list_may_have_an_old_name(moat, little, tmp_path):
    (tmp_path / "points.csv").write_text("capability.reference_flop\n25\n26\n")
    sweep = tmp_path / "sweep.yaml"
    sweep.write_text(f"schema_version: 1\ntitle: t\nscenario: {little}\ndesign: {{type: list, file: points.csv}}\n"
                     "factors: {capability.reference_flop: {}}\n")
    done = moat("expand", sweep)
    assert "capability.log10_reference_flop" in done.stdout
    assert f"{tmp_path}/points.csv:1:1: 'capability.reference_flop' is now 'capability.log10_reference_flop'\n" in done.stderr


def test_the_table_names_what_there_is(moat, table):
    known = {"parameter": moat("describe", "parameters").stdout, "series": moat("describe", "outputs").stdout}
    for what, before, now in table:
        if what in known:
            mark = "`{}`" if what == "parameter" else "| {} |"
            assert mark.format(now) in known[what] and mark.format(before) not in known[what]


def test_nothing_shipped_has_an_old_name(source, table):
    files = subprocess.run(["git", "ls-files", "sim", "tests", "scenarios", "analysis", "README.md"], cwd=source, text=True,
                           capture_output=True, check=True).stdout.split()
    old = {before.split(".")[-1] for _, before, _ in table} - NOT_OURS
    word = re.compile(rf"(?<![\w.])(?:[\w.*-]+\.)?({'|'.join(sorted(old))})\b")
    left = []
    for name in files:
        if any(part in name for part in MAY_NAME_THEM) or name.endswith((".png", ".bin")):
            continue
        text = re.sub(r"<!-- moat describe renamed -->.*?<!-- end -->|'[^']+' is now '", "", (source / name).read_text(errors="replace"), flags=re.DOTALL)
        left += [f"{name}: {match[0]}" for match in word.finditer(text)]
        if name.endswith((".yaml", ".yml")) and name.startswith("scenarios/") and "schema_version: 1" in text:
            left.append(f"{name}: schema_version 1")
    assert not left


def test_strategies_adopted_later_follow_what_was_there(moat, little, tmp_path):
    changes = "{2025-09: tiered}"
    full = moat("validate", little, "--full", "--set", f"firms.Atlas.strategy_changes={changes}")
    assert "    strategy: {1900-01: closed, 2025-09: tiered}\n" in full.stdout
    assert "'firms.Atlas.strategy_changes' is now 'firms.Atlas.strategy'" in full.stderr
    for name, key in ("old", "firms.Atlas.strategy_changes: " + changes), ("new", "firms.Atlas.strategy: {2025-01: closed, 2025-09: tiered}"):
        (tmp_path / f"{name}.yaml").write_text(f"schema_version: 2\nextends: {little}\narms:\n  x:\n    set:\n      {key}\n")
    said = moat("run", tmp_path / "old.yaml", "-o", tmp_path / "old.h5").stderr
    assert said.count("' is now '") == 1  # told once, though it is renamed where it is put to use
    assert f"{tmp_path}/old.yaml:6:7: 'firms.Atlas.strategy_changes' is now 'firms.Atlas.strategy'\n" in said
    moat("run", tmp_path / "new.yaml", "-o", tmp_path / "new.h5")
    old, new, usual = (datasets(tmp_path / f"{name}.h5") for name in ("old", "new", "usual") if name != "usual"
                       or moat("run", little, "-o", tmp_path / "usual.h5"))
    assert old["tokens"].tobytes() == new["tokens"].tobytes() != usual["tokens"].tobytes()
