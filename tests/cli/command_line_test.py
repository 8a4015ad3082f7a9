"""The words of the command line: help, options, exit codes, what is printed where."""

import json
import os
import re
import subprocess

import h5py
import pytest

VERBS = ["run", "sweep", "resume", "status", "gather", "slurm", "validate", "verify", "expand", "export", "explain", "schema",
         "describe", "version"]
TOPICS = ["parameters", "sweep", "outputs", "steps", "instruments"]


@pytest.fixture
def output(tmp_path):
    return tmp_path / "result.h5"


def text(path, name):
    with h5py.File(path) as file:
        return file[name].asstr()[()]


def test_help_fits_a_terminal(moat):
    lines = moat("--help").stdout.splitlines()
    assert len(lines) <= 24 and max(map(len, lines)) <= 80
    assert all(any(line.split()[:1] == [verb] for line in lines) for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_a_verb_fits_a_page(moat, verb):
    done = moat(verb, "--help")
    assert len(done.stdout.splitlines()) <= 40 and f"moat {verb}" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


@pytest.mark.parametrize("words", [
    [], ["frobnicate"], ["run"], ["run", "a.yaml", "--frobnicate"], ["explain"], ["describe"], ["describe", "weather"],
    ["schema", "extra"], ["run", "a.yaml", "-j", "-1"], ["run", "a.yaml", "-j", "many"],
    ["validate"]])
def test_wrong_use_is_2(moat, words):
    done = moat(*words, code=2)
    assert done.stdout == "" and 0 < len(done.stderr.splitlines()) <= 3
    assert max(map(len, done.stderr.splitlines())) <= 200
    if words and words[-1] not in VERBS:
        assert words[-1].lstrip("-") in done.stderr  # what is wrong is named


def test_wrong_progress_is_2(moat, little, output):
    done = moat("run", little, "-o", output, "--progress", "loud", code=2)
    assert "'loud'" in done.stderr and "auto, bar, json or none" in done.stderr and not output.exists()


def test_missing_input_is_66(moat, tmp_path):
    for verb in ("run", "validate"):
        assert "nowhere.yaml: cannot read" in moat(verb, "nowhere.yaml", code=66, cwd=tmp_path).stderr
        assert "it is a directory" in moat(verb, tmp_path, code=66, cwd=tmp_path).stderr
    assert list(tmp_path.iterdir()) == []


def test_existing_output_is_73(moat, little, output):
    output.write_text("precious")
    assert "--force" in moat("run", little, "-o", output, code=73).stderr
    assert output.read_text() == "precious"
    moat("run", little, "-o", output, "--force")
    assert h5py.is_hdf5(output)


def test_impossible_output_is_73(moat, little, tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    for output, options in (("file/below.h5", []), ("folder", []), ("folder", ["--force"])):
        done = moat("run", little, "-o", tmp_path / output, *options, code=73)
        assert str(tmp_path / output) in done.stderr
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]


def test_special_files_are_never_replaced(moat, little, tmp_path):
    """Else `-o /dev/null --force` would turn the device into a file, where that is allowed."""
    os.mkfifo(tmp_path / "pipe")
    for options in ([], ["--force"]):
        assert "pipe" in moat("run", little, "-o", tmp_path / "pipe", *options, code=73).stderr
    assert (tmp_path / "pipe").is_fifo() and len(list(tmp_path.iterdir())) == 1


def test_impossible_output_is_found_before_the_runs(moat, little, tmp_path):
    (tmp_path / "file").write_text("")
    done = moat("run", little, "-o", tmp_path / "file/below.h5", "--progress", "json", code=73)
    assert "fraction" not in done.stderr


def test_default_output(moat, little, tmp_path):
    done = moat("run", little, "--until", "2025-02", cwd=tmp_path)
    assert (tmp_path / "results/little.h5").is_file() and "results/little.h5" in done.stderr


def test_only_the_last_line_goes_to_stderr(moat, little, output):
    done = moat("run", little, "-o", output)
    assert re.fullmatch(rf"1 run in [\d.]+ s, [\d.]+ M developer-steps/s: {re.escape(str(output))}\n", done.stderr)
    assert len(done.stdout.splitlines()) == 5


def test_trace_names_every_mechanism(moat, little, output):
    steps = [line.split("|")[1].strip() for line in moat("describe", "steps").stdout.splitlines()[2:]]
    lines = moat("run", little, "-o", output, "--trace").stdout.splitlines()[5:]
    assert [line.split()[0] for line in lines] == steps
    assert sum(float(line.split()[3]) for line in lines) == pytest.approx(100, abs=1)


def test_progress_as_json(moat, little, output):
    lines = moat("run", little, "-o", output, "--replicates", 3, "--progress", "json").stderr.splitlines()
    reports = [json.loads(line) for line in lines[:-1]]
    assert all(set(report) == {"done", "failed", "runs", "fraction", "developer_steps_per_second", "runs_per_second",
                               "seconds", "eta_seconds"} for report in reports)
    fractions = [report["fraction"] for report in reports]
    assert fractions == sorted(fractions) and fractions[-1] == 1
    assert (reports[-1]["done"], reports[-1]["failed"], reports[-1]["runs"]) == (3, 0, 3)


def test_set_is_repeatable_and_kept(moat, little, output):
    moat("run", little, "-o", output, "--set", "adoption.peer_weight=0.25", "--set", "run.seed=99",
         "--set", "firms.Cedar.capex={2025-01: 1.0e7, 2026-01: 2.0e7}", "--seed", "100")
    resolved = text(output, "provenance/scenario_resolved_yaml")
    assert "peer_weight: 0.25" in resolved and "capex: {2025-01: 10000000, 2026-01: 20000000}" in resolved
    with h5py.File(output) as file:
        assert file["run_seed"][()].tolist() == [[100]]  # the short option comes last
    assert "--set adoption.peer_weight=0.25" in text(output, "provenance/command_line")


@pytest.mark.parametrize("assignment, complaint", [
    ("run.seed=many", "run.seed is 'many' (expected a whole number)"),
    ("adoption.insulation=2", "adoption.insulation is 2 (must lie in [0, 1])"),
    ("adoption.peer_wieght=1", "adoption.peer_wieght is unknown (did you mean peer_weight?)"),
    ("firms.Ceder.cash=1", "firms.Ceder is unknown (did you mean Cedar?)"),
    ("firms.Cedar.region=north", "firms.Cedar.region is 'north' (must be one of regions: west, east)"),
    ("run.skip=[wether]", "run.skip is 'wether', which is no mechanism"),
    ("run.end=2024-12", "run.end is 2024-12 (before run.start, 2025-01)"),
    ("run.seed", "has no '=' (write --set path.to.key=value)"),
    ("=1", "begins with no path (write --set path.to.key=value)"),
])
def test_set_passes_the_same_checks(moat, little, output, assignment, complaint):
    done = moat("run", little, "-o", output, "--set", assignment, code=65)
    assert done.stderr.startswith(f"--set {assignment}: {complaint}") and not output.exists()


def test_short_options(moat, little, output):
    moat("run", little, "-o", output, "--seed", 5, "--replicates", 2, "--developers", 300, "--until", "2025-06", "-j", 1)
    resolved = text(output, "provenance/scenario_resolved_yaml")
    for line in ("seed: 5", "replicates: 2", "developers: 300", "end: 2025-06"):
        assert line in resolved
    with h5py.File(output) as file:
        assert file["tokens"].shape[:3] == (1, 2, 6)
    for option, value in (("--seed", "-1"), ("--developers", "0"), ("--until", "2025"), ("--replicates", "1.5"), ("--replicate", "-1")):
        moat("run", little, "-o", output, "--force", option, value, code=65)


def test_validate_prints_the_time_line(moat, little):
    lines = moat("validate", little).stdout.splitlines()
    assert lines[0].endswith("2025-01 to 2026-12, 2000 developers, 3 firms with 5 lines, 5 measures")
    dated = [line[:7] for line in lines[1:] if line[:2] == "20"]
    assert dated == sorted(dated) and len(dated) == 7
    assert lines[8].startswith("undone   policy.measures.office-ban") and len(lines) == 9
    short = moat("validate", little, "--set", "run.end=2025-12").stdout
    assert short.count("(after the run)") == 3
    assert len(moat("validate", "-q", little).stdout.splitlines()) == 1


def test_explain(moat):
    full = moat("explain", "adoption.peer_weight").stdout
    assert full == moat("explain", "peer_weight").stdout
    for part in ("utility", "[-100, 100]", "default   0.5", "assumed"):
        assert part in full
    assert moat("explain", "firms.Anyone.region").stdout.startswith("firms.*.region\n")
    assert "(did you mean adoption.peer_weight?)" in moat("explain", "peer_wieght", code=65).stderr
    levy = moat("explain", "revenue_levy").stdout
    assert levy.startswith("policy.measures.*.instrument: revenue_levy\n") and "moat describe instruments" in levy
    assert moat("explain", "xyzzy", code=65).stderr.startswith("xyzzy is unknown")


@pytest.mark.parametrize("topic", TOPICS)
def test_describe_prints_tables(moat, topic):
    lines = moat("describe", topic).stdout.splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) > 10 and all(row.endswith("|") for row in rows)
    for before, line in zip([""] + lines, lines):
        cells = line.replace("\\|", "").count("|")
        width = width if before.startswith("|") else cells  # as many as the table's head
        assert cells == width or not line.startswith("|"), line


def test_version(moat):
    info = json.loads(moat("version", "--json").stdout)
    assert set(info) == {"version", "git_hash", "git_state", "compiler", "compile_flags", "build_type", "instructions"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", info["version"]) and "-ffp-contract=off" in info["compile_flags"]
    assert info["version"] in moat("version").stdout



def test_run_is_for_one_process(binary, little, output):
    done = subprocess.run([binary, "run", little, "-o", output], capture_output=True, text=True,
                          env={**os.environ, "OMPI_COMM_WORLD_SIZE": "4", "OMPI_COMM_WORLD_RANK": "0"})
    assert done.returncode == 2 and "moat sweep shares its runs among them" in done.stderr
    assert not output.exists()
