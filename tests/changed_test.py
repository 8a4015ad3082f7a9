"""What CI reads again after a change: at least all that can be broken by it."""

import importlib.util
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
spec = importlib.util.spec_from_file_location("changed", ROOT / ".ci" / "changed.py")
ci = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ci)

TREE = ci.includes()
FLOORS = ["base", "mechanism", "model", "simulation", "batch", "answer", "verify"]


def test_what_did_not_change_is_not_read():
    assert ci.sources(set(), TREE) == [] and ci.floors(set(), TREE, FLOORS) == []
    assert ci.sources({"README.md", "analysis/report.py", ".github/workflows/ci.yml"}, TREE) == []


def test_a_source_is_read_again_alone():
    assert ci.sources({"sim/mechanism/pricing.cpp"}, TREE) == ["sim/mechanism/pricing.cpp"]


def test_a_header_is_read_again_with_all_that_see_it():
    """Every source that includes it, by any number of steps, as the preprocessor would say."""
    assert ci.sources({"sim/base/error.hpp"}, TREE) == [
        path for path in ci.sources(None, TREE) if "sim/base/error.hpp" in ci.reached([path], TREE)]
    found = ci.sources({"sim/mechanism/community.hpp"}, TREE)
    assert {"sim/mechanism/community.cpp", "sim/scenario/scenario.cpp", "sim/model/foresight.cpp"} <= set(found)
    assert "sim/io/durable.cpp" not in found


def test_includes_are_followed(tmp_path):
    for name, text in {"sim/a/low.hpp": "", "sim/a/middle.hpp": '#include "a/low.hpp"\n',
                       "sim/b/top.cpp": '  #  include "a/middle.hpp"\n', "sim/b/other.cpp": "#include <vector>\n",
                       "tests/helper.hpp": '#include "b/top.hpp"\n', "sim/b/top.hpp": "",
                       "tests/c/near.hpp": "", "tests/c/c_test.cpp": '#include "near.hpp"\n#include "helper.hpp"\n'}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    tree = ci.includes(tmp_path)
    assert ci.sources({"sim/a/low.hpp"}, tree) == ["sim/b/top.cpp"]
    assert ci.floors({"sim/a/low.hpp"}, tree, ["a", "b", "c", "d"]) == ["a", "b", "c"]  # c links b, which includes a
    assert ci.floors({"sim/b/other.cpp"}, tree, ["a", "b", "c"]) == ["b", "c"]
    assert ci.floors({"tests/c/near.hpp"}, tree, ["a", "b", "c"]) == ["c"]
    assert ci.floors({"tests/helper.hpp"}, tree, ["a", "b", "c"]) == ["c"]


def test_floors_run_what_they_link():
    assert ci.floors({"sim/mechanism/pricing.cpp"}, TREE, FLOORS) == ["mechanism", "model", "simulation", "batch", "answer", "verify"]
    assert ci.floors({"sim/answer/print.cpp"}, TREE, FLOORS) == ["answer"]
    assert ci.floors({"tests/model/month_test.cpp"}, TREE, ["base", "model", "mechanism"]) == ["model"]


@pytest.mark.parametrize("path", [
    "CMakeLists.txt", "sim/CMakeLists.txt", "tests/CMakeLists.txt", "sim/packages.sh", "sim/base/version.cpp.in", "tests/run",
    ".ci/run", ".ci/changed.py", ".clang-tidy", "a file of no known kind"])
def test_what_concerns_everything_runs_everything(path):
    everything = ci.sources(None, TREE)
    assert len(everything) > 100
    assert ci.sources({path, "README.md"}, TREE) == everything
    assert ci.floors({path}, TREE, FLOORS) == FLOORS


@pytest.mark.parametrize("path", ["scenarios/baseline.yaml", "tests/little.yaml", "tests/golden/baseline.json"])
def test_what_tests_read_runs_tests_and_no_compiler(path):
    assert ci.sources({path}, TREE) == [] and ci.floors({path}, TREE, FLOORS) == FLOORS


def test_the_note_of_a_pass_concerns_nothing():
    assert ci.sources({".ci/passed"}, TREE) == [] and ci.floors({".ci/passed"}, TREE, FLOORS) == []


def test_an_unknown_commit_is_no_base(monkeypatch, tmp_path):
    monkeypatch.setattr(ci, "note", lambda: tmp_path / "none")
    monkeypatch.delenv("MOAT_CI_BASE", raising=False)
    assert ci.base() is None and ci.changed_files("0" * 40) is None
    monkeypatch.setenv("MOAT_CI_BASE", "0" * 40)
    assert ci.base() == "0" * 40


def test_a_pass_counts_for_the_tools_that_made_it(monkeypatch, tmp_path):
    """And for the commit that was checked out then: changes since are seen, committed or not."""
    def git(*words):
        words = ["git", "-c", "user.name=t", "-c", "user.email=t@t", *words]
        return subprocess.run(words, cwd=tmp_path, check=True, capture_output=True, text=True).stdout.strip()

    monkeypatch.setattr(ci, "ROOT", tmp_path)
    monkeypatch.setattr(ci, "tools", lambda: "these compilers")
    (tmp_path / ".ci").mkdir()
    monkeypatch.delenv("MOAT_CI_BASE", raising=False)
    assert ci.base() is None  # no note
    git("init")
    (tmp_path / "a.md").write_text("a")
    git("add", "."), git("commit", "-m", "first")
    first = git("rev-parse", "HEAD")
    (tmp_path / "b.md").write_text("b")
    ci.main("passed", first)  # not all of it is committed: nobody could say later what passed
    assert ci.base() is None
    git("add", "."), git("commit", "-m", "second")
    ci.main("passed", first)  # committed while the tests ran
    assert ci.base() is None
    passed = git("rev-parse", "HEAD")
    ci.main("passed", passed)
    assert ci.base() == passed and ci.changed_files(passed) == {".ci/passed"}
    git("add", "."), git("commit", "-m", "note")
    assert ci.base() == passed and ci.changed_files(passed) == {".ci/passed"}
    git("mv", "a.md", "c.md"), git("commit", "-m", "third")
    (tmp_path / "b.md").write_text("other")
    (tmp_path / "new.md").write_text("")
    assert ci.changed_files(passed) == {".ci/passed", "a.md", "b.md", "c.md", "new.md"}
    monkeypatch.setattr(ci, "tools", lambda: "other compilers")
    assert ci.base() is None
