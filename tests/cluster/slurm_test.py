"""Sweeps on a real Slurm cluster: tasks are killed, stopped and put back in the queue, and the data is that of one
undisturbed process."""

import json
import os
import re
import signal
import subprocess

import pytest

from tests.cluster.conftest import wait_for
from tests.chaos.comparing import assert_same_data


@pytest.fixture
def submit(moat, binary, cluster, sweep_file, tmp_path):
    """Prepares a sweep in a folder with an odd name and submits it. Returns folder, job, and the undisturbed results."""

    def call(*words, **sizes):
        sweep = sweep_file(**sizes)
        moat("sweep", sweep, "-o", tmp_path / "whole", "-j", 1)
        folder = tmp_path / "Eve's #1 & 100% $HOME sweep"
        moat("sweep", sweep, "-o", folder, "--prepare")
        said = cluster(binary, "slurm", folder, "--time", "10m", "--submit", *words)
        return folder, re.search(r"The runs are job (\d+)", said)[1], tmp_path / "whole/results.h5"

    return call


def journals(folder, task=None):
    """The lines of all journals (of one task), journal by journal."""
    found = [[json.loads(line) for line in path.read_text().splitlines(keepends=True) if line.endswith("\n")]
             for path in sorted(folder.glob("journal-*"))]
    return [lines for lines in found if lines and (task is None or lines[0]["index"] == task)]


def stored(lines):
    return sum(len(line["runs"]) for line in lines if "part" in line)


def started(folder, enough=4):
    """Runs that each process has begun, up to what is enough."""
    return [min(sum("start" in line for line in lines), enough) for lines in journals(folder)]


def gathered(cluster, folder):
    wait_for(lambda: cluster("squeue", "-h") == "", 90)
    return (folder / "log/gather.txt").read_text()


def test_an_array_in_trouble(submit, cluster, status):
    folder, job, whole = submit("--tasks", 4, points=8, replicates=8, developers=60_000)
    wait_for(lambda: started(folder) == [4] * 4)
    # Task 1 dies as it would for want of memory, task 2 is told that its time is up, task 3 has to make room for others.
    os.kill(journals(folder, 1)[0][0]["process"], signal.SIGKILL)
    cluster("scancel", "--signal=USR1", f"{job}_2")
    cluster("scontrol", "requeue", f"{job}_3")
    wait_for(lambda: "1" not in cluster.states(job))
    cluster("scontrol", "requeue", f"{job}_1")
    cluster.begin_now(*(f"{job}_{task}" for task in (1, 2, 3)))
    assert "results.h5: 64 runs done\n" in gathered(cluster, folder)
    assert_same_data(folder / "results.h5", whole)

    assert [len(journals(folder, task)) for task in range(4)] == [1, 2, 2, 2]
    assert [sum(map(stored, journals(folder, task))) for task in range(4)] == [16] * 4  # nothing twice
    assert "end" not in journals(folder, 1)[0][-1] and journals(folder, 2)[0][-1]["end"] == "stopped"
    assert all(stored(journals(folder, task)[0]) > 0 for task in (2, 3))  # what was done before counts
    assert "moat: stopped; go on with moat resume" in (folder / "log/task-2.txt").read_text()
    assert status(folder)["complete"]

    # Submitted once more, a single task finds nothing to do.
    again = cluster("sbatch", "--parsable", "--array=3", folder / "job.sh").strip()
    wait_for(lambda: cluster.states(again) == {})
    assert (folder / "log/task-3.txt").read_text().splitlines()[-1].startswith("0 runs done")


def test_an_mpi_job_that_is_stopped(submit, cluster, mpirun):
    """On one node: Open MPI's shared memory takes two nodes of one machine for the same."""
    folder, job, whole = submit("--mpi", 4, points=8, replicates=8, developers=60_000)
    wait_for(lambda: started(folder) == [4] * 4)
    cluster("scancel", "--signal=USR1", job)
    cluster.begin_now(job)
    assert "results.h5: 64 runs done\n" in gathered(cluster, folder)
    assert_same_data(folder / "results.h5", whole)
    assert {lines[-1]["end"] for lines in journals(folder)} == {"stopped", "done"}
    assert "moat: stopped" in (folder / f"log/job-{job}.txt").read_text()


def test_a_job_that_slurm_refuses(moat, binary, cluster, sweep_file, tmp_path):
    moat("sweep", sweep_file(), "-o", tmp_path / "a", "--prepare")
    words = [binary, "slurm", tmp_path / "a", "--tasks", 2, "--partition", "nowhere"]
    said = cluster(*words)
    assert f"sbatch --parsable {tmp_path}/a/job.sh" in said and cluster("squeue", "-h") == ""
    refused = subprocess.run([*map(str, words), "--submit"], env=cluster.environment, capture_output=True, text=True)
    assert refused.returncode == 74 and "invalid partition" in refused.stderr
    assert "cannot submit (its message is above, exit code 1" in refused.stderr and cluster("squeue", "-h") == ""
