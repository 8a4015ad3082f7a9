"""What can go wrong around a sweep: each a clear error or a safe wait, nothing lost, nothing mixed."""

import json
import os
import resource
import shutil
import signal
import subprocess
import time

import h5py
import numpy as np
import pytest

from tests.chaos.comparing import assert_same_data, begin, end

xr = pytest.importorskip("xarray")

# Arms of the little scenario: one as it is, one with parameters under which tokens become too many to count.
ARMS = """schema_version: 2
extends: {little}
arms:
  plain: {{}}
  explodes: {{set: {{research.growth: 1, capability.per_tenfold: 40, run.end: 2060-12}}}}
"""


@pytest.fixture
def done(moat, sweep_file, tmp_path):
    """A sweep that is done, and its folder."""
    sweep = sweep_file()
    moat("sweep", sweep, "-o", tmp_path / "a", "-j", 2)
    return sweep, tmp_path / "a"


def status(moat, folder):
    return json.loads(moat("status", folder, "--json").stdout)


def test_a_folder_that_is_there_is_left_alone(moat, sweep_file, done, tmp_path):
    sweep, folder = done
    before = sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir())
    said = moat("sweep", sweep, "-o", folder, code=73).stderr
    assert "one was begun there: go on with moat resume, or give --force" in said
    assert sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir()) == before
    moat("sweep", sweep, "-o", folder, "--force")

    other = tmp_path / "mine"
    other.mkdir()
    (other / "thesis.txt").write_text("years of work")
    for words in ([], ["--force"]):
        assert "other folder" in moat("sweep", sweep, "-o", other, *words, code=73).stderr.replace("another folder", "other folder")
    (folder / "thesis.txt").write_text("years of work")
    assert "thesis.txt in it is not of a sweep" in moat("sweep", sweep, "-o", folder, "--force", code=73).stderr
    assert (other / "thesis.txt").exists() and (folder / "results.h5").exists()


def test_another_design_is_not_mixed_in(moat, sweep_file, done):
    _, folder = done
    other = sweep_file(points=9, name="other.yaml")
    assert "another sweep was begun there" in moat("sweep", other, "-o", folder, "--task", "0/2", code=73).stderr


def test_a_changed_folder_is_found_out(moat, done):
    _, folder = done
    design = folder / "design.csv"
    design.write_text(design.read_text().replace("0.5", "0.2", 1))
    assert "its scenario or design is not the one it was begun with" in moat("resume", folder, code=74).stderr


def test_another_version_is_refused(moat, done):
    _, folder = done
    manifest = folder / "sweep.json"
    manifest.write_text(manifest.read_text().replace('"moat": "', '"moat": "0.0.9 and '))
    said = moat("resume", folder, code=73).stderr
    assert "it was begun by moat 0.0.9 and" in said and "--allow-version-change" in said
    moat("resume", folder, "--allow-version-change")


def test_no_sweep(moat, tmp_path, done):
    for verb in ("resume", "status", "gather"):
        assert "no such folder" in moat(verb, tmp_path / "nowhere", code=66).stderr
        assert "there is no sweep in it" in moat(verb, tmp_path, code=66).stderr
    (done[1] / "sweep.json").write_text("{")
    assert "sweep.json is damaged" in moat("resume", done[1], code=74).stderr


def test_a_part_cut_short_is_done_again(moat, done, tmp_path):
    _, folder = done
    whole = tmp_path / "whole.h5"
    shutil.copy(folder / "results.h5", whole)
    part = sorted(folder.glob("part-*.h5"))[0]
    with part.open("r+b") as file:
        file.truncate(part.stat().st_size // 2)
    assert status(moat, folder)["done"] < 16 and part.name in status(moat, folder)["faults"][0]
    said = moat("gather", folder).stderr
    assert part.name in said and "are NaN" in said and "are not done" in said
    with xr.open_dataset(folder / "results.h5") as data:
        lost = data.run_status.values == 0
        assert lost.any() and np.isnan(data.tokens.values[lost]).all() and np.isnan(data.concentration.values[lost]).all()
    said = moat("resume", folder).stderr
    assert "its runs are done again" in said
    assert_same_data(folder / "results.h5", whole)


def test_a_journal_cut_short_loses_a_line_at_most(moat, done, tmp_path):
    _, folder = done
    whole = tmp_path / "whole.h5"
    shutil.copy(folder / "results.h5", whole)
    journal = next(folder.glob("journal-*.jsonl"))
    text = journal.read_text().splitlines(keepends=True)
    place = max(i for i, line in enumerate(text) if '"part"' in line)
    journal.write_text("".join(text[:place]) + text[place][:20])
    moat("resume", folder)
    assert_same_data(folder / "results.h5", whole)


def test_two_at_once_are_kept_apart(moat, binary, sweep_file, tmp_path, environment):
    sweep = sweep_file(points=40, replicates=4, developers=20_000)
    folder = tmp_path / "a"
    first = begin([binary, "sweep", sweep, "-o", folder, "-j", 1, "--no-gather"])
    try:
        while not list(folder.glob("journal-*")):
            time.sleep(0.02)
        os.kill(first.pid, signal.SIGSTOP)  # at work, for all that others can see
        said = moat("resume", folder, code=73).stderr
        assert f"process {first.pid} on" in said and "waiting for it" in said and "wait until it ends, or stop it" in said
        assert "is at work" in moat("sweep", sweep, "-o", folder, "--force", code=73).stderr
        assert status(moat, folder)["live"] == 1
        second = begin([binary, "resume", folder])
        time.sleep(0.3)
        os.kill(first.pid, signal.SIGCONT)
        first.send_signal(signal.SIGTERM)
        assert end(first)[0] == 75
        code, _, err = end(second)  # waited, then went on
        assert code == 0 and "waiting for it" in err
        assert status(moat, folder)["complete"]
    finally:
        first.kill()


def test_tasks_of_one_array_work_side_by_side(moat, binary, sweep_file, tmp_path):
    sweep = sweep_file(points=30, replicates=3)
    moat("sweep", sweep, "-o", tmp_path / "whole")
    folder = tmp_path / "a"
    tasks = [begin([binary, "sweep", sweep, "-o", folder, "-j", 1, "--task", f"{i}/4"]) for i in range(4)]
    assert [end(task)[0] for task in tasks] == [0] * 4
    assert status(moat, folder)["complete"] and not (folder / "results.h5").exists()
    moat("gather", folder)
    assert_same_data(folder / "results.h5", tmp_path / "whole/results.h5")
    with h5py.File(folder / "results.h5") as file:
        assert sum(file["timing/task_runs"][()]) == 90 and len(file["timing/task"]) == 4


@pytest.mark.parametrize("environment, share", [({"SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_MIN": "4", "SLURM_ARRAY_TASK_COUNT": "3"}, 1),
                                                ({"PBS_ARRAY_INDEX": "2", "PBS_ARRAY_COUNT": "3"}, 2),
                                                ({"SGE_TASK_ID": "1", "SGE_TASK_LAST": "3"}, 0)])
def test_the_batch_system_names_the_task(moat, binary, sweep_file, tmp_path, environment, share):
    subprocess.run([binary, "sweep", sweep_file(), "-o", tmp_path / "a", "--task", "auto"], check=True,
                   env={**os.environ, **environment}, capture_output=True)
    assert {(task["task"], task["tasks"]) for task in status(moat, tmp_path / "a")["tasks"]} == {(share, 3)}


@pytest.mark.parametrize("words, said", [(["--task", "3/3"], "is no task"), (["--task", "auto"], "no batch system says"),
                                         (["--on-error", "panic"], "must be continue, stop, or retry:N"),
                                         (["--on-error", "retry:0"], "must be"), (["--progress", "loud"], "must be auto")])
def test_wrong_options(moat, sweep_file, tmp_path, words, said):
    assert said in moat("sweep", sweep_file(), "-o", tmp_path / "a", *words, code=2).stderr
    assert not (tmp_path / "a").exists()


def test_a_full_disk_keeps_what_was_written(moat, binary, sweep_file, tmp_path):
    """A file system of its own, too small for the sweep; mounting it needs more than some containers allow."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", disk], capture_output=True).returncode != 0:
        pytest.skip("cannot mount a file system here")
    try:
        sweep = sweep_file(points=60, replicates=4)
        moat("sweep", sweep, "-o", tmp_path / "whole")
        folder = disk / "a"
        done = subprocess.run([binary, "sweep", sweep, "-o", folder, "-j", "2", "--flush", "0"], capture_output=True, text=True,
                              timeout=120)
        assert done.returncode in (73, 74), done.stderr  # what finds the disk full is a new part's head, or what follows
        assert "No space left on device" in done.stderr or "no space left" in done.stderr
        kept = status(moat, folder)
        assert 0 < kept["done"] < 240 and kept["faults"] == [] and kept["live"] == 0
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        moat("resume", folder)
        assert_same_data(folder / "results.h5", tmp_path / "whole/results.h5")
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_files_that_may_not_grow(moat, binary, sweep_file, tmp_path):
    """The same where nothing can be mounted: a limit on the size of files."""
    folder = tmp_path / "a"
    moat("sweep", sweep_file(), "-o", folder, "--prepare")
    limited = begin([binary, "resume", folder], restore_signals=False,
                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)))
    code, _, err = end(limited)
    assert code == 74 and "File too large" in err
    assert status(moat, folder)["done"] == 0 and not list(folder.glob("part-*"))
    moat("resume", folder)


def test_a_place_that_takes_no_files(moat, sweep_file):
    said = moat("sweep", sweep_file(), "-o", "/proc/moat", code=73).stderr
    assert "/proc/moat: cannot create" in said


@pytest.fixture
def exploding(little, sweep_file, tmp_path):
    """A sweep with an arm whose runs all fail."""
    scenario = tmp_path / "arms.yaml"
    scenario.write_text(ARMS.format(little=little))
    sweep = sweep_file(points=3, replicates=2)
    sweep.write_text(sweep.read_text().replace(str(little), str(scenario)).replace(", run.end: 2025-12", "")
                     .replace("  adoption.token_elasticity: {values: [0.2, 0.5]}\n", ""))
    return sweep


def test_runs_that_fail_do_not_stop_others(moat, exploding, tmp_path):
    folder = tmp_path / "a"
    said = moat("sweep", exploding, "-o", folder, "-j", 2, code=1).stderr
    assert "point explodes/0, replicate" in said and "1 more failed run" in said
    now = status(moat, folder)
    assert (now["done"], now["failed"], now["pending"], now["complete"]) == (6, 6, 0, True)
    with xr.open_dataset(folder / "results.h5") as data:
        failed = data.run_status.values == 2
        assert (failed.any(axis=1) == (data.arm.values == "explodes")).all() and failed.sum() == 6
        assert np.isnan(data.tokens.values[failed]).all() and np.isfinite(data.concentration.values[~failed]).all()
        message = data.run_message.values[failed][0]
    assert "--arm explodes" in message and "--set adoption.peer_weight=" in message
    replay = message[message.index("Replay: moat ") + len("Replay: moat "):].split()
    again = moat(*replay, "-o", tmp_path / "b.h5", code=70).stderr
    assert again.split(" (point")[0].split("month ")[1] == message.split(" (point")[0].split("month ")[1]
    assert status(moat, folder)["done"] == 6
    moat("resume", folder, code=1)  # failed runs are not due again, but still failed
    moat("resume", folder, "--retry-failed", code=1)


def test_stop_at_the_first_failure(moat, exploding, tmp_path):
    moat("sweep", exploding, "-o", tmp_path / "a", "-j", 1, "--on-error", "stop", code=1)
    now = status(moat, tmp_path / "a")
    assert now["failed"] == 1 and now["pending"] > 0


def test_retries_are_counted(moat, exploding, tmp_path):
    moat("sweep", exploding, "-o", tmp_path / "a", "--on-error", "retry:2", code=1)
    lines = [json.loads(line) for path in (tmp_path / "a").glob("journal-*") for line in path.read_text().splitlines()]
    attempts = [line["attempt"] for line in lines if "failed" in line]
    assert sorted(attempts) == [1] * 6 + [2] * 6 + [3] * 6


def test_a_run_that_takes_too_long(moat, sweep_file, tmp_path):
    sweep = sweep_file(points=2, replicates=1, developers=300_000)
    said = moat("sweep", sweep, "-o", tmp_path / "a", "--run-timeout", 0.01, code=1).stderr
    assert "took longer than --run-timeout 0.01 s; reached 2025-01" in said
    assert status(moat, tmp_path / "a")["timeout"] == 2
    with xr.open_dataset(tmp_path / "a/results.h5") as data:
        assert (data.run_status.values == 3).all()
    moat("resume", tmp_path / "a", "--retry-failed")
    assert status(moat, tmp_path / "a")["done"] == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGUSR1], ids=lambda number: number.name)
def test_a_signal_leaves_a_sweep_to_go_on_with(moat, binary, sweep_file, tmp_path, number):
    sweep = sweep_file(points=60, replicates=4, developers=20_000)
    folder = tmp_path / "a"
    running = begin([binary, "sweep", sweep, "-o", folder, "-j", 2, "--flush", 0])
    while not list(folder.glob("part-*.h5")):
        time.sleep(0.01)
    running.send_signal(number)
    code, _, err = end(running)
    assert code == 75 and f"moat resume {folder}" in err
    now = status(moat, folder)
    assert 0 < now["done"] < 240 and now["tasks"][0]["end"] == "stopped"
    assert f"{now['done']} run" in err
