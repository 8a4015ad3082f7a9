"""The shape of the repository: who includes whom, how long files are, what has a test, what lies where."""

import graphlib
import pathlib
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
SIM, TESTS = ROOT / "sim", ROOT / "tests"

# What a folder may include beside itself: lower floors only, and io and state not each other.
BELOW = {
    "base": set(),
    "io": {"base"},
    "state": {"base"},
    "mechanism": {"base", "state"},
    "scenario": {"base", "io", "state", "mechanism"},
    "model": {"base", "io", "state", "mechanism", "scenario"},
    "simulation": {"base", "io", "state", "mechanism", "scenario", "model"},
    "design": {"base", "io", "state", "mechanism", "scenario", "model"},
    "verify": {"base", "io", "state", "mechanism", "scenario", "model"},
    "batch": {"base", "io", "state", "mechanism", "scenario", "model", "simulation", "design"},
    "mpi": {"base", "batch"},
    "answer": {"base", "io", "state", "mechanism", "scenario", "model", "simulation", "design", "batch"},
    "cli": {"base", "io", "state", "mechanism", "scenario", "model", "simulation", "design", "verify", "batch", "answer"},
    "": {"base", "cli"},  # main.cpp
}
# What a folder within a floor may include: those before it; "" are the files of the floor itself.
WITHIN = {
    "batch": ("store", "work", "dispatch", "gather", "cluster", ""),
    "io": ("", "hdf5", "table", "scenario_text"),
}
SHARED_BY_MECHANISMS = {"purpose", "price_response"}

# Sources without a test file of their own name, and where they are tested.
TESTED_ELSEWHERE = {
    **{f"io/scenario_text/{name}": "io/scenario_text/yaml" for name in ("amend", "amend_values", "check", "parse")},
    **{f"io/scenario_text/{name}": "io/scenario_text/schema" for name in ("fields", "explain")},
    "io/hdf5/calls": "io/hdf5/write", "io/hdf5/attributes": "io/hdf5/read",
    **{f"mechanism/adoption/{name}": "mechanism/adoption/adoption" for name in ("offers", "series", "attention", "value")},
    "mechanism/release/next_model": "mechanism/release/release", "mechanism/adoption/choosers": "mechanism/adoption/lanes", "mechanism/compute/series": "mechanism/compute/compute",
    "scenario/cross_check": "scenario/scenario", "scenario/check_asked": "scenario/scenario", "scenario/check_policy": "scenario/scenario",
    "scenario/check_uncertain": "scenario/scenario", "scenario/check_lines": "scenario/scenario",
    "model/mechanisms": "model/month", "model/skipped": "model/month", "model/draws": "simulation/draws", "model/cell": "model/outcome",
    **{f"model/{name}": "model/initial" for name in ("population", "entries")},
    **{f"model/{name}": "model/switching" for name in ("held", "special_holds")},
    **{f"mechanism/{name}/state": "model/state" for name in ("adoption", "compute", "finance", "policy", "release")},
    "simulation/export_netcdf": "simulation/export",
    "batch/dispatch/worker_rank": "batch/dispatch/dispatch",
    "batch/gather/description": "batch/gather/gather", "batch/gather/values": "batch/gather/gather",
    **{f"design/{name}": "design/design" for name in ("block_rows", "check_points", "filter", "list_file")},
    **{f"design/{name}": "design/sweep_file" for name in ("factor", "distribution_entry", "sweep_checks", "target")},
    "design/expression_parser": "design/expression", "answer/why_report": "answer/why",
    "answer/robustness_report": "answer/robustness", "answer/flows": "answer/samples",
}
# Seen through adoption/lanes and adoption/survey, in every set of vector instructions.
KERNELS = {"mechanism/adoption/lanes_kernel", "mechanism/adoption/survey_kernel"}

TOP_LEVEL = {"sim", "scenarios", "analysis", "tests", "README.md", "LICENSE", "CITATION.cff", "CMakeLists.txt", ".ci", ".clang-format", ".editorconfig",
             ".clang-tidy", ".gitignore", ".github"}
SOURCES = {".cpp", ".hpp", ".in", ".cmake", ".py", ".sh", ".css", ".js", ".html", ".txt"}
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


def files(*folders, suffixes=None):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and (suffixes is None or path.suffix in suffixes):
                yield path


def includes():
    """(file, included path) for every #include "..." in sim/, both relative to sim/."""
    for path in files("sim", suffixes={".cpp", ".hpp"}):
        for name in re.findall(r'^\s*#include\s+"([^"]+)"', path.read_text(), re.MULTILINE):
            yield path.relative_to(SIM), pathlib.PurePath(name)


def folder(path):
    return path.parts[0] if len(path.parts) > 1 else ""


def mechanism(path):
    """The mechanism that a file of mechanism/ belongs to: its folder, or its own name where it is a single file."""
    return path.parts[1] if len(path.parts) > 2 else path.stem


def test_includes_go_down():
    found = list(includes())
    assert len(found) > 100
    for file, included in found:
        assert (SIM / included).is_file(), f"{file} includes {included}, which is not in sim/: write paths from there"
        mine, theirs = folder(file), folder(included)
        assert theirs == mine or theirs in BELOW[mine], f"{file} includes {included}, which is no lower floor"


def test_mechanisms_do_not_include_each_other():
    for file, included in includes():
        if folder(file) == folder(included) == "mechanism" and included.stem not in SHARED_BY_MECHANISMS:
            assert mechanism(file) == mechanism(included), f"{file} includes {included}: mechanisms meet only in the state"


def test_only_others_include_the_face_of_a_mechanism():
    """Within mechanism/NAME/ includes lead away from NAME.hpp: parameters and parts stand below it."""
    arrows = [(file, included) for file, included in includes()
              if folder(file) == folder(included) == "mechanism" and mechanism(file) == mechanism(included)]
    up = [f"{file} includes {included}" for file, included in arrows
          if included.stem == mechanism(included) and file.stem != included.stem]
    assert len(arrows) > 30 and up == []


@pytest.mark.parametrize("floor", WITHIN)
def test_folders_within_a_floor_include_those_before_them(floor):
    def place(path):
        return WITHIN[floor].index(path.parts[1] if len(path.parts) > 2 else "")

    up = [f"{file} includes {included}" for file, included in includes()
          if folder(file) == folder(included) == floor and place(included) > place(file)]
    assert up == []


@pytest.mark.parametrize("floor", ("mechanism", "batch"))
def test_no_files_need_each_other_in_a_circle(floor):
    needs = {}
    for file, included in includes():
        if folder(file) == folder(included) == floor and file.with_suffix("") != included.with_suffix(""):
            needs.setdefault(file.with_suffix(""), set()).add(included.with_suffix(""))
    graphlib.TopologicalSorter(needs).prepare()  # CycleError names a circle


def test_every_folder_has_its_floor():
    assert {path.name for path in SIM.iterdir() if path.is_dir()} - {"cmake", "tools", "changes", "decisions"} == set(BELOW) - {""}


DEFINED = re.compile(r"^(?:struct|class|enum class|constexpr [\w:<>]+) (\w+)(?:\[\])*(?: final)?(?: : .*)? (?:\{|=)")


def definitions(path):
    """(namespace, name) of the types and constants that a file of sim/ defines; a file's own namespace is its floor's,
    because sources of a floor are compiled together."""
    spaces = []
    for line in path.read_text().splitlines():
        if opened := re.match(r"namespace ([\w:]* ?)\{", line):
            spaces.append(opened[1].strip() or f"a file of {folder(path.relative_to(SIM))}")
        elif line.startswith("}  // namespace"):
            spaces.pop()
        elif defined := DEFINED.match(line):
            yield "::".join(spaces), defined[1]


def test_a_name_is_defined_once():
    """Two types of one name in two files are undefined behaviour that no compiler tells and some links survive."""
    found = {}
    for path in files("sim", suffixes={".cpp", ".hpp"}):
        if path.stem not in {"lanes_kernel", "survey_kernel"}:
            for name in definitions(path):
                found.setdefault(name, []).append(str(path.relative_to(SIM)))
    assert len(found) > 300
    assert {name: where for name, where in found.items() if len(where) > 1} == {}


def test_folders_of_python_tests_are_packages():
    """Else pytest would take tests/analysis for the package analysis, or refuse a second file of the same name."""
    inside = {folder for path in (ROOT / "tests").rglob("*_test.py") for folder in path.parents if ROOT in folder.parents}
    assert len(inside) > 5
    assert [str(folder) for folder in inside if not (folder / "__init__.py").is_file()] == []


def test_files_are_short():
    long = {str(path.relative_to(ROOT)): count for path in files("sim", "tests", "analysis")
            if (path.suffix in SOURCES or not path.suffix) and (count := len(path.read_text().splitlines())) > 300}
    assert long == {}


def test_nothing_is_left_to_do():
    found = [f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
             for path in files("sim", "tests", "analysis", "scenarios", suffixes={*SOURCES, ".yaml", ".md"})
             for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1) if UNFINISHED.search(line)]
    assert found == []


def test_every_source_has_a_test():
    missing = []
    for floor in ("base", "io", "state", "mechanism", "scenario", "model", "simulation", "design", "batch", "answer"):
        for source in sorted((SIM / floor).rglob("*.cpp")):
            stem = str(source.relative_to(SIM).with_suffix(""))
            name = TESTED_ELSEWHERE.get(stem, stem)
            if stem not in KERNELS and not (TESTS / f"{name}_test.cpp").is_file():
                missing.append(f"sim/{stem}.cpp (no tests/{name}_test.cpp)")
    assert missing == []
    for source in TESTED_ELSEWHERE:
        assert (SIM / f"{source}.cpp").is_file(), f"{source} is gone: take it off the list"


def test_top_level():
    if not shutil.which("git"):
        pytest.skip("no git")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0 or not listed.stdout:
        pytest.skip("no git checkout")
    assert {line.split("/")[0] for line in listed.stdout.splitlines()} - TOP_LEVEL == set()


SWEEPS = sorted((ROOT / "scenarios/sweeps").glob("*.yaml"))
PARTS = {"world", "doctrines"}  # folders of files that others extend
SCENARIOS = sorted({*(ROOT / "scenarios").rglob("*.yaml")} - {*SWEEPS}) + [TESTS / "little.yaml"]


@pytest.mark.parametrize("path", SCENARIOS + SWEEPS, ids=lambda path: str(path.relative_to(ROOT)))
def test_scenarios_name_their_schema(path):
    first = path.read_text().splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named, f"first line is: {first}"
    assert (path.parent / named[1]).resolve() == ROOT / "scenarios" / ("sweep.schema.json" if path in SWEEPS else "schema.json")


@pytest.mark.parametrize("path", [path for path in SCENARIOS if path.parent.name not in PARTS],
                         ids=lambda path: str(path.relative_to(ROOT)))
def test_scenarios_are_valid(moat, path):
    assert f"{path}: valid: " in moat("validate", path).stdout


@pytest.mark.parametrize("path", SWEEPS, ids=lambda path: path.stem)
def test_sweeps_are_valid(moat, path):
    assert f"{path}: " in moat("expand", path).stderr


def test_parts_of_the_world_are_used():
    extended = {(path.parent / name.strip(" ,[]")).resolve() for path in SCENARIOS
                for block in re.findall(r"^extends:(.*(?:\n  - .*)*)", path.read_text(), re.MULTILINE)
                for name in re.split(r"\s+-\s+|,|\s", block) if name.strip(" ,[]")}
    assert {path for path in SCENARIOS if path.parent.name in PARTS} <= extended


def test_nothing_is_included_twice():
    found = []
    for path in [*SIM.rglob("*.?pp"), *TESTS.rglob("*.?pp")]:
        names = re.findall(r"^#include (\S+)", path.read_text(), re.MULTILINE)
        found += [f"{path.relative_to(ROOT)}: {name}" for name in sorted({one for one in names if names.count(one) > 1})]
    assert not found, "\n".join(found)
