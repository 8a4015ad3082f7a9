"""A mechanism more, in at most six files: state, an effect on research, a draw, a series, a channel of its own. A copy of
the sources gets it, is built and run, with --why and with a firm that looks ahead; and what its author may forget is
said, not guessed."""

import json
import os
import re
import runpy
import shutil
import subprocess

import pytest

SETS = ["--set", "run.developers=500", "--set", "run.end=2026-06"]
BUILD = 3000  # seconds: one processor of a busy machine


@pytest.fixture(scope="module")
def edits(source):
    return runpy.run_path(str(source / "tests/model/conferences/edits.py"))["EDITS"]


def edit(tree, file, anchor, where, text):
    path = tree / file
    lines = path.read_text().splitlines(keepends=True)
    found = [n for n, line in enumerate(lines) if anchor in line]
    assert len(found) == 1, f"{file}: {len(found)} lines hold {anchor!r}: adapt tests/model/conferences/edits.py"
    lines.insert(found[0] + (where == "after"), text)
    path.write_text("".join(lines))


@pytest.fixture(scope="module")
def tree(source, edits, tmp_path_factory):
    """The sources with the mechanism in them."""
    copy = tmp_path_factory.mktemp("conferences") / "moat"
    copy.mkdir()
    for name in ("CMakeLists.txt", "LICENSE", "README.md", "CITATION.cff"):
        shutil.copy(source / name, copy)
    for name in ("sim", "tests", "scenarios", "analysis"):
        shutil.copytree(source / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "build"))
    for one in edits:
        edit(copy, *one)
    for name in ("conferences.hpp", "conferences.cpp"):
        shutil.copy(source / "tests/model/conferences" / name, copy / "sim/mechanism")
    return copy


def build(tree):
    """Configures like the build under test, and builds the program; the text of what went wrong, if anything."""
    folder = tree / "build"
    configured = subprocess.run(["cmake", "-S", tree, "-B", folder, "-DCMAKE_BUILD_TYPE=Release"], capture_output=True, text=True)
    assert configured.returncode == 0, configured.stdout + configured.stderr
    built = subprocess.run(["cmake", "--build", folder, "-j", str(os.cpu_count()), "--target", "moat"], capture_output=True,
                           text=True, timeout=BUILD)
    return "" if built.returncode == 0 else built.stdout + built.stderr


@pytest.fixture(scope="module")
def program(tree):
    said = build(tree)
    assert not said, said

    def call(*words, code=0):
        done = subprocess.run([tree / "build/moat", *map(str, words)], capture_output=True, text=True, timeout=600)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout if code == 0 else done.stdout + done.stderr

    return call


def test_six_files(edits):
    files = {file for file, *_ in edits} | {"sim/mechanism/conferences.hpp", "sim/mechanism/conferences.cpp"}
    assert len(files) <= 6, sorted(files)


def test_edits_find_their_places(tree):
    assert "firms.contacts" in (tree / "sim/mechanism/research.cpp").read_text()


@pytest.mark.slow
def test_it_runs(program, tree, tmp_path):
    assert "| conferences | Researchers meet where the compute is. |" in program("describe", "steps")
    assert "| firms.contacts | firm | conferences | 1 | taken |" in program("describe", "state")
    xr = pytest.importorskip("xarray")

    def run(name, *sets):
        program("run", tree / "tests/little.yaml", "-o", tmp_path / name, *SETS, *sets)
        return xr.open_dataset(tmp_path / name).load()

    plain, still, off = run("a.h5"), run("b.h5", "--set", "conferences.luck=0"), run("c.h5", "--set", "run.skip=[conferences]")
    assert float(plain.contacts.std()) > 0 and float(abs(plain.contacts - still.contacts).max()) > 0  # it moves, and draws
    assert float(abs(off.contacts - 1).max()) == 0
    assert float(abs(plain.know_how - off.know_how).max()) > 0  # and acts on research


@pytest.mark.slow
def test_foresight_plays_it(program, tree, tmp_path):
    firm = re.search(r"^firms:\n(?:.*\n)*?  (\w[\w-]*):", (tree / "tests/little.yaml").read_text(), re.MULTILINE)[1]
    program("run", tree / "tests/little.yaml", "-o", tmp_path / "adaptive.h5", *SETS, "--set", f"firms.{firm}.strategy=adaptive",
            "--set", "release.horizon=4", "--set", "release.sample=200")


@pytest.mark.slow
def test_why_has_its_channel(program, tree, tmp_path):
    scenario = tmp_path / "arms.yaml"
    scenario.write_text(f"schema_version: 2\nextends: {tree / 'tests/little.yaml'}\ntitle: Conferences\narms:\n  plain: {{}}\n"
                        "  open: {set: {conferences.exchange: 0.9}}\n"
                        "outcomes:\n  concentration: {series: hhi_tokens, over: mean}\n")
    answer = json.loads(program("run", scenario, "-o", tmp_path / "why.h5", "--why", "--json", *SETS))
    parts = answer["why"][0]["parts"]
    assert list(parts) == ["direct", "compute", "conferences", "research", "release", "pricing", "community"]
    assert parts["direct"]["mean"] == 0 and parts["conferences"]["mean"] != 0


@pytest.mark.slow
def test_state_that_its_start_forgets_is_named(program, tree, tmp_path):
    cpp = tree / "sim/mechanism/conferences.cpp"
    sound = cpp.read_text()
    try:
        cpp.write_text(sound.replace('"firm", 1, Held', '"firm", by_start, Held'))
        assert build(tree) == ""
        said = program("run", tree / "tests/little.yaml", "-o", tmp_path / "x.h5", *SETS, code=70)
        assert "firms.contacts was never sized" in said and "`conferences`, which owns it" in said
        cpp.write_text(sound.replace("return conferences_columns;", "return {};"))
        assert build(tree) == ""
        said = program("run", tree / "tests/little.yaml", "-o", tmp_path / "y.h5", *SETS, code=70)
        assert "between firms.trust_shift and firms.expected there is a member that no mechanism owns" in said
    finally:
        cpp.write_text(sound)


def compile_rows(tree, row=lambda text: text):
    """Compiles the rows with that of conferences changed, as far as types go."""
    commands = json.loads((tree / "build/compile_commands.json").read_text())
    command = next(one for one in commands if "moat_model.dir" in one["command"])  # a unity source, or any of them
    words = [word for word in re.sub(r" -o \S+ -c \S+", "", command["command"]).split() if not word.endswith("ccache")]
    text = (tree / "sim/model/mechanisms.cpp").read_text()
    begin, end = text.index('    {.name = "conferences"'), text.index('    {.name = "research"')
    changed = tree / "changed.cpp"
    changed.write_text(text[:begin] + row(text[begin:end]) + text[end:])
    return subprocess.run([*words, "-fsyntax-only", changed], cwd=command["directory"], capture_output=True, text=True)


@pytest.mark.slow
def test_the_row_compiles(program, tree):
    assert compile_rows(tree).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("answer", ["name", "sentence", "start", "month", "without", "hold", "channel", "foresight", "series",
                                    "state", "draws"])
def test_a_missing_answer_does_not_compile(program, tree, answer):
    done = compile_rows(tree, lambda row: re.sub(rf"\.{answer} = .*?(,\n     (?=\.)|(?=\}},\n\Z))", "", row, count=1,
                                                 flags=re.DOTALL))
    assert done.returncode != 0
    assert f"Mechanism::{answer}" in done.stderr or "Function()" in done.stderr, done.stderr


@pytest.mark.slow
def test_null_is_no_answer(program, tree):
    done = compile_rows(tree, lambda row: row.replace(".start = nothing_to_start", ".start = nullptr"))
    assert done.returncode != 0 and "nullptr" in done.stderr


@pytest.mark.slow
def test_a_purpose_in_use_does_not_compile(program, tree):
    done = compile_rows(tree, lambda row: row.replace("conference_luck", "Purpose::training_luck"))
    assert done.returncode != 0 and "two draw for the same purpose" in done.stderr
