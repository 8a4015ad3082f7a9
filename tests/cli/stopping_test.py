"""Runs that do not come to their end: signals stop after the current month and keep what is done; full disks."""

import json
import resource
import signal
import subprocess
import time

import h5py
import numpy as np
import pytest

xr = pytest.importorskip("xarray")


class Running:
    """A run in the background whose progress can be waited for."""

    def __init__(self, binary, little, output, *options):
        self.output = output
        self.process = subprocess.Popen([binary, "run", little, "-o", output, "--progress", "json", *options],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def wait_until(self, reached):
        for line in self.process.stderr:
            if line.startswith("{") and reached(json.loads(line)):
                return
        pytest.fail("the run ended before")

    def end(self):
        """Exit code, what was said, and seconds until then."""
        start = time.monotonic()
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err, time.monotonic() - start


@pytest.fixture
def start(binary, little, tmp_path):
    runs = []

    def begin(*options):
        runs.append(Running(binary, little, tmp_path / "out/result.h5", *map(str, options)))
        return runs[-1]

    yield begin
    for run in runs:
        if run.process.poll() is None:
            run.process.kill()
            run.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGUSR1], ids=lambda number: number.name)
def test_a_signal_stops_a_long_run(start, number, tmp_path):
    run = start("--developers", 1_000_000, "-j", 1)
    run.wait_until(lambda report: report["fraction"] > 0)
    run.process.send_signal(number)
    code, _, said, seconds = run.end()
    assert code == 75 and "stopped by a signal with 0 of 1 runs done" in said
    assert seconds < 20  # a month of a million developers takes a fraction of a second
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []  # nothing is done: no file, no rest of one


def test_finished_runs_are_kept(start, moat, little, tmp_path):
    run = start("--developers", 100_000, "--replicates", 8, "-j", 1)
    run.wait_until(lambda report: report["done"] >= 1)
    run.process.send_signal(signal.SIGTERM)
    code, _, said, _ = run.end()
    kept = tmp_path / "out/result.h5.runs"
    assert code == 75 and "stopped by a signal" in said and f"moat resume {kept}" in said
    assert not run.output.exists()
    status = json.loads(moat("status", kept, "--json").stdout)
    assert 1 <= status["done"] < 8 and f"with {status['done']} of 8 runs done" in said

    words = ["run", little, "-o", run.output, "--developers", 100_000, "--replicates", 8]
    said = moat(*words).stderr
    assert f"Going on with {status['done']} runs" in said and not kept.exists()
    moat(*words[:3], tmp_path / "whole.h5", *words[4:])
    with xr.open_dataset(run.output) as one, xr.open_dataset(tmp_path / "whole.h5") as other:
        xr.testing.assert_identical(one, other)


def test_a_second_signal_ends_the_program_at_once(start, tmp_path):
    run = start("--developers", 3_000_000, "-j", 1)
    run.wait_until(lambda report: report["fraction"] > 0)
    # Two different signals, since a second one of the same kind is dropped while the first is waiting.
    run.process.send_signal(signal.SIGUSR1)
    run.process.send_signal(signal.SIGTERM)
    code, _, _, seconds = run.end()
    assert code in (-signal.SIGTERM, -signal.SIGUSR1) and seconds < 5
    assert not run.output.exists() and list(tmp_path.rglob("part-*")) == []


@pytest.mark.parametrize("room", [0, 100, 60_000])
def test_a_full_disk_leaves_nothing_behind(binary, little, tmp_path, room):
    """A limit on the size of files stands for it; Python ignores the signal that goes with it, and so does its child."""
    done = subprocess.run([binary, "run", little, "-o", tmp_path / "result.h5"], capture_output=True, text=True, timeout=60,
                          restore_signals=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)))
    assert done.returncode in (73, 74) and "File too large" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_disk_full_at_the_end_keeps_the_runs(binary, moat, little, tmp_path):
    """Room for the runs, not for the file made of them."""
    words = [binary, "run", little, "-o", tmp_path / "result.h5"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, restore_signals=False,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000)))
    assert done.returncode == 74 and "File too large" in done.stderr and "finished runs are kept" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["result.h5.runs"]
    assert "Going on with 1 runs" in moat(*words[1:]).stderr
    assert [path.name for path in tmp_path.iterdir()] == ["result.h5"]
