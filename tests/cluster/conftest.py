"""Sweeps and MPI as in the tests of sweeps, and a Slurm cluster of its own."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import pytest

from tests.chaos.conftest import environment, mpirun, sweep_file  # noqa: F401, fixtures
from tests.chaos.trouble_test import exploding  # noqa: F401, a fixture

HERE = pathlib.Path(__file__).parent
PATH = os.environ["PATH"] + ":/usr/sbin:/sbin"  # where Debian has the daemons


def wait_for(condition, seconds=60):
    """The first true answer."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
    return answer


class Cluster:
    def __init__(self, folder):
        self.folder = folder
        self.environment = {**os.environ, "PATH": PATH, "SLURM_CONF": str(folder / "slurm.conf")}

    def __call__(self, *words):
        done = subprocess.run(list(map(str, words)), env=self.environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def states(self, job):
        """The state of each of a job's tasks that is not at its end, by its number."""
        lines = self("squeue", "-h", "-r", "-o", "%F|%K|%T").splitlines()
        fields = [line.split("|") for line in lines]
        return {task: state for array, task, state in fields if array == job}

    def begin_now(self, *jobs):
        """Jobs that were put back in the queue wait for two minutes there, unless they are told not to."""
        for job in jobs:
            wait_for(lambda: "PENDING" in self("squeue", "-h", "-r", "-j", job, "-o", "%T"))
        time.sleep(2.1)  # within the second in which it was stopped, Slurm would not let a job begin again
        for job in jobs:
            self("scontrol", "update", f"jobid={job}", "StartTime=now")


@pytest.fixture(scope="session")
def cluster():
    """A running cluster of two nodes; a call runs a command that speaks with it."""
    for program in ("slurmctld", "slurmd", "munged", "sbatch"):
        if not shutil.which(program, path=PATH):
            pytest.skip(f"no {program}: install slurmctld, slurmd, slurm-client and munge")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="moat-", dir="/tmp"))  # short, for the paths of sockets
    made = Cluster(folder)
    try:
        up = subprocess.run([HERE / "slurm_up.sh", folder], env=made.environment, capture_output=True, text=True, timeout=90)
        assert up.returncode == 0, up.stderr[-5000:]
        yield made
    finally:
        subprocess.run([HERE / "slurm_down.sh", folder], env=made.environment, timeout=90)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def status(moat):
    return lambda folder: json.loads(moat("status", folder, "--json").stdout)
