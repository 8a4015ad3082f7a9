"""moat expand: the points of a sweep on standard output and nothing else there. Wrong sweeps are refused with every mistake
named: tests/bad_sweeps/NAME.yaml gives exactly the messages of NAME.txt (`--update` as in bad_input_test.py)."""

import csv
import io
import pathlib

import pytest

BAD = pathlib.Path(__file__).parents[1] / "bad_sweeps"
CASES = sorted(path.stem for path in BAD.glob("*.yaml") if path.stem != "base")
SWEEPS = pathlib.Path(__file__).parents[2] / "scenarios/sweeps"


@pytest.mark.parametrize("name", CASES)
def test_messages(moat, tmp_path, name, update):
    done = moat("expand", f"{name}.yaml", "-o", tmp_path / "points.csv", code=65, cwd=BAD)
    if update:
        (BAD / f"{name}.txt").write_text(done.stderr)
    assert done.stdout == "" and not (tmp_path / "points.csv").exists()
    assert done.stderr == (BAD / f"{name}.txt").read_text()


@pytest.mark.parametrize("name", CASES)
def test_positions_lie_in_the_files(name):
    *problems, last = (BAD / f"{name}.txt").read_text().splitlines()
    assert last == f"moat: {len(problems)} problem{'s'[:len(problems) > 1]} in the input; nothing was written"
    for problem in problems:
        file, line, column, text = problem.split(":", 3)
        lines = (BAD / file).read_text().splitlines()
        assert int(column) <= len(lines[int(line) - 1]) + 1, problem
        assert text.startswith(" ") and not text.endswith("."), problem


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_points_of_the_example(moat):
    done = moat("expand", SWEEPS / "example.yaml")
    points = table(done.stdout)
    assert done.stderr.startswith(f"{SWEEPS / 'example.yaml'}: 64 points, 3 factors, 4 replicates each; design ")
    assert [point["point"] for point in points] == [point["row"] for point in points] == [str(row) for row in range(64)]
    peers = [float(point["adoption.peer_weight"]) for point in points]
    assert sorted(int(32 * peer) for peer in peers) == list(range(64))  # one in each of 64 parts of [0, 2]
    assert moat("expand", SWEEPS / "example.yaml").stdout == done.stdout


def test_output_file_holds_the_same(moat, tmp_path):
    done = moat("expand", SWEEPS / "morris.yaml", "-o", tmp_path / "points.csv")
    assert done.stdout == "" and "72 points, 8 factors" in done.stderr
    assert (tmp_path / "points.csv").read_text() == moat("expand", SWEEPS / "morris.yaml").stdout
    missing = moat("expand", SWEEPS / "morris.yaml", "-o", tmp_path / "none/points.csv", code=73)
    assert "cannot create (No such file" in missing.stderr


def test_every_policy_meets_the_same_samples(moat):
    points = table(moat("expand", SWEEPS / "levers_uncertainties.yaml").stdout)
    levers = ["policy.measures.us-chip-rule-2022.from", "enforcement"]
    samples = {}
    for point in points:
        sample = tuple(value for name, value in point.items() if name not in levers + ["point", "row"])
        samples.setdefault(tuple(point[name] for name in levers), []).append(sample)
    assert len(samples) == 6 and all(each == samples["2022-10", "0.05"] for each in samples.values())
    assert len(set(samples["2022-10", "0.05"])) == 32


def test_changes_of_the_command_line(moat, tmp_path, little):
    sweep = tmp_path / "sweep.yaml"
    sweep.write_text(f"schema_version: 2\ntitle: t\nscenario: {little}\nfactors: {{run.seed: {{values: [1, 2]}}}}\n"
                     "design: {type: oat}\n")
    assert [p["run.seed"] for p in table(moat("expand", sweep).stdout)] == ["7", "1", "2"]
    assert [p["run.seed"] for p in table(moat("expand", sweep, "--set", "run.seed=1").stdout)] == ["1", "2"]
    assert "run.sed is unknown" in moat("expand", sweep, "--set", "run.sed=1", code=65).stderr


def test_a_point_is_a_run(moat, tmp_path, little):
    """What the point says is what `moat run --set` takes."""
    h5py = pytest.importorskip("h5py")
    sweep = tmp_path / "sweep.yaml"
    sweep.write_text(f"schema_version: 2\ntitle: t\nscenario: {little}\nset: {{run.end: 2025-02}}\nfactors:\n"
                     "  adoption.peer_weight: {log_uniform: [0.01, 1]}\n  question: {values: ['a: b', c]}\n"
                     "design: {type: random, n: 2}\n")
    point = table(moat("expand", sweep).stdout)[0]
    sets = [word for name in ("adoption.peer_weight", "question") for word in ("--set", f"{name}={point[name]}")]
    moat("run", little, "-o", tmp_path / "a.h5", "--until", "2025-02", *sets)
    with h5py.File(tmp_path / "a.h5") as file:
        resolved = file["provenance/scenario_resolved_yaml"].asstr()[()]
    resolved = resolved if isinstance(resolved, str) else resolved[0]
    assert f"peer_weight: {point['adoption.peer_weight']}\n" in resolved


def test_missing_sweep_is_66(moat, tmp_path):
    assert "none.yaml: cannot read" in moat("expand", tmp_path / "none.yaml", code=66).stderr


def test_the_hash_is_that_of_the_points(moat):
    def design(*words):
        return moat("expand", SWEEPS / "example.yaml", *words).stderr.rsplit("; design ", 1)[1]

    assert design() == design() == design("--set", "run.seed=2")  # another seed of the runs, the same points
    assert moat("expand", SWEEPS / "morris.yaml").stderr.rsplit("; design ", 1)[1] != design()


def test_a_file_that_is_there_is_left_alone(moat, tmp_path):
    file = tmp_path / "points.csv"
    file.write_text("mine")
    assert "give --force" in moat("expand", SWEEPS / "example.yaml", "-o", file, code=73).stderr
    assert file.read_text() == "mine"
    moat("expand", SWEEPS / "example.yaml", "-o", file, "--force")
    assert len(table(file.read_text())) == 64
