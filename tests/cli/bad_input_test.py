"""Wrong scenarios are refused with every mistake named: tests/bad/NAME.yaml gives exactly the messages of NAME.txt.

A file there without a .txt is read by another one. After a message is changed on purpose:
python3 -m pytest -c tests/pytest.ini tests/cli/bad_input_test.py --update, and look at the difference.
"""

import pathlib

import pytest

BAD = pathlib.Path(__file__).parents[1] / "bad"
CASES = sorted(path.stem for path in BAD.glob("*.txt"))
READ_BY_OTHERS = {"cycle_back"}


def messages(moat, scenario, tmp_path, cwd, *options):
    """What is said of a scenario; it must be refused and nothing be left behind."""
    output = tmp_path / "out" / "result.h5"
    before = set(cwd.iterdir())
    done = moat("run", scenario, "-o", output, *options, code=65, cwd=cwd)
    assert done.stdout == ""
    assert set(cwd.iterdir()) == before and not output.parent.exists()
    return done.stderr


def test_every_file_is_a_case():
    assert {path.stem for path in BAD.glob("*.yaml")} - READ_BY_OTHERS == set(CASES)
    assert len(CASES) >= 28


@pytest.mark.parametrize("name", CASES)
def test_messages(moat, tmp_path, name, update):
    said = messages(moat, f"{name}.yaml", tmp_path, BAD)
    if update:
        (BAD / f"{name}.txt").write_text(said)
    assert said == (BAD / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", CASES)
def test_positions_lie_in_the_files(name):
    *problems, last = (BAD / f"{name}.txt").read_text().splitlines()
    count = len(problems)
    assert last == f"moat: {count} problem{'' if count == 1 else 's'} in the input; nothing was written"
    for problem in problems:
        file, line, column, text = problem.split(":", 3)
        lines = (BAD / file).read_bytes().decode(errors="replace").split("\n")
        assert int(line) <= max(1, len(lines) - 1), f"{problem}: the file has {len(lines) - 1} lines"
        assert int(column) <= len(lines[int(line) - 1]) + 1, problem
        assert text.startswith(" ") and not text.endswith("."), problem


HEAD = "schema_version: 2\n"
HOSTILE = {
    "brackets": (HEAD + "title: " + "[" * 100_000, "nesting is deeper than 32 levels"),
    "mappings": (HEAD + "title: " + "{a: " * 100_000, "nesting is deeper than 32 levels"),
    "large": (HEAD + "# " + "x" * (17 << 20), "file is larger than 16 MiB"),
    "many": (HEAD + "title: [" + "1, " * 300_000 + "1]\n", "has more than 200000 values"),
    "keys": (HEAD + "".join(f"k{i}: 1\n" for i in range(2000)), "k1999 is unknown"),
    "name": (HEAD + "firms: {" + "x" * 900 + ": {}}\n", "region is missing"),
    "value": (HEAD + "run: {seed: " + "9" * 100_000 + "}\n", "run.seed is '99999"),
    "zeros": ("\0" * 1000, "1:1: file contains a NUL byte"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_at_once(moat, tmp_path, name):
    text, reason = HOSTILE[name]
    (tmp_path / "hostile.yaml").write_text(text)
    said = messages(moat, "hostile.yaml", tmp_path, tmp_path)
    assert reason in said
    assert max(map(len, said.splitlines())) < 2000  # not all of it is repeated


def test_files_without_end_are_refused(moat, tmp_path):
    assert "file is larger than 16 MiB" in messages(moat, "/dev/zero", tmp_path, tmp_path)


def test_problems_of_all_files_are_reported_together(moat, tmp_path):
    output = tmp_path / "result.h5"
    done = moat("run", "out_of_range.yaml", "unknown_key.yaml", "-o", output, code=65, cwd=BAD)
    assert done.stderr == ((BAD / "out_of_range.txt").read_text().split("moat:")[0]
                           + (BAD / "unknown_key.txt").read_text().split("moat:")[0]
                           + "moat: 4 problems in the input; nothing was written\n")
    assert not output.exists()


def test_validate_says_the_same(moat):
    for name in ("several_problems", "missing_values", "cycle"):
        assert moat("validate", f"{name}.yaml", code=65, cwd=BAD).stderr == (BAD / f"{name}.txt").read_text()
