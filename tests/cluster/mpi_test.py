"""Sweeps as MPI jobs: the data is that of one process, whoever fails, dies, or is missing."""

import os
import signal

import h5py
import pytest

from tests.cluster.conftest import wait_for
from tests.chaos.comparing import assert_same_data, begin, end
from tests.chaos.conftest import SWEEP

# Rank 2 may write no file of more than 20 kB. Its messages go through sockets, for shared memory is a file.
NARROW = """#!/bin/bash
if [ "$OMPI_COMM_WORLD_RANK" = 2 ]; then
  trap '' XFSZ
  ulimit -f 20
fi
exec "$@"
"""


@pytest.fixture
def launch(mpirun, environment):
    """Begins an MPI job; it is gone when the test is."""
    jobs = []

    def call(ranks, *words, more=(), **variables):
        command = mpirun(ranks)
        jobs.append(begin([*command[:-1], *more, command[-1], *words], {**environment, **variables}))
        return jobs[-1]

    yield call
    for job in jobs:
        if job.poll() is None:
            job.kill()
            job.communicate()


@pytest.fixture(scope="module")
def small(moat, little, tmp_path_factory):
    """A sweep of some seconds, and the results of one process."""
    folder = tmp_path_factory.mktemp("small")
    sweep = folder / "small.yaml"
    sweep.write_text(SWEEP.format(little=little, points=40, replicates=4, developers=20_000, more=""))
    moat("sweep", sweep, "-o", folder / "whole", "-j", 2)
    return sweep, folder / "whole/results.h5"


@pytest.fixture
def at_work(launch, small, status, tmp_path):
    """A job of 4 ranks in the middle of its work, its folder, and the processes by rank."""
    folder = tmp_path / "a"
    job = launch(4, "sweep", small[0], "-o", folder, "--flush", 0.1)
    wait_for(lambda: len(list(folder.glob("part-*-rank*.h5"))) >= 3)
    return job, folder, {task["rank"]: task["process"] for task in status(folder)["tasks"]}


def assert_some_done(now):
    assert 0 < now["done"] < now["runs"] and now["live"] == 0 and now["faults"] == []


def test_ranks_give_what_one_process_gives(launch, small, status, tmp_path):
    sweep, whole = small
    code, out, err = end(launch(4, "sweep", sweep, "-o", tmp_path / "a"))
    assert code == 0 and out == f"{tmp_path}/a/results.h5: 160 runs done\n", err
    assert_same_data(tmp_path / "a/results.h5", whole)
    tasks = status(tmp_path / "a")["tasks"]
    assert sorted(task["rank"] for task in tasks) == [0, 1, 2, 3] and sum(task["done"] for task in tasks) == 160
    assert min(task["done"] for task in tasks) > 0


def test_a_run_that_fails_is_noted_and_no_more(launch, exploding, moat, status, tmp_path):
    moat("sweep", exploding, "-o", tmp_path / "a", "-j", 1, code=1)
    (tmp_path / "a").rename(tmp_path / "whole")  # what failed runs say names their folder
    code, _, err = end(launch(4, "sweep", exploding, "-o", tmp_path / "a"))
    assert code == 1 and "6 runs done, 6 failed" in err
    assert_same_data(tmp_path / "a/results.h5", tmp_path / "whole/results.h5")
    with h5py.File(tmp_path / "a/results.h5") as file:
        messages = file["run_message"].asstr()[()][file["run_status"][()] == 2]
    assert len(messages) == 6 and all("firms.capability" in message for message in messages)


def test_usr1_stops_a_job_with_75(at_work, launch, small, status):
    """mpirun hands it on to all ranks."""
    job, folder, _ = at_work
    job.send_signal(signal.SIGUSR1)
    code, _, err = end(job)
    assert code == 75 and "moat: stopped; go on with moat resume" in err
    assert_some_done(status(folder))
    assert {task["end"] for task in status(folder)["tasks"]} == {"stopped"}
    code, _, err = end(launch(3, "resume", folder))
    assert code == 0, err
    assert_same_data(folder / "results.h5", small[1])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_a_job_that_mpirun_ends_can_be_gone_on_with(at_work, launch, small, status, number):
    """mpirun asks its ranks to stop; its own code says less than theirs."""
    job, folder, _ = at_work
    job.send_signal(number)
    assert end(job)[0] != 0
    now = status(folder)
    assert now["done"] > 0 and {task["end"] for task in now["tasks"]} <= {"stopped", "done"} and now["live"] == 0
    code, _, err = end(launch(2, "resume", folder))
    assert code == 0, err
    assert_same_data(folder / "results.h5", small[1])


@pytest.mark.parametrize("rank", [0, 3])
def test_a_rank_that_is_killed_takes_only_its_own_work_along(at_work, moat, small, status, rank):
    job, folder, processes = at_work
    os.kill(processes[rank], signal.SIGKILL)
    assert end(job)[0] == 137
    ends = {task["rank"]: task["end"] for task in status(folder)["tasks"]}
    assert ends[rank] == ""
    assert_some_done(status(folder))
    moat("resume", folder, "-j", 2)
    assert_same_data(folder / "results.h5", small[1])


def test_a_rank_that_cannot_write_ends_the_job(launch, moat, small, status, tmp_path):
    folder, narrow = tmp_path / "a", tmp_path / "narrow"
    narrow.write_text(NARROW)
    narrow.chmod(0o755)
    code, _, err = end(launch(4, "sweep", small[0], "-o", folder, "--flush", 0.1, more=[narrow], OMPI_MCA_btl="self,tcp"))
    assert code == 74 and "moat: process 2 of the job: " in err and "File too large" in err
    now = status(folder)
    assert now["done"] > 0 and now["faults"] == []
    assert {task["rank"]: task["done"] for task in now["tasks"]}[2] == 0
    moat("resume", folder, "-j", 2)
    assert_same_data(folder / "results.h5", small[1])


def test_without_its_module_nothing_is_done_four_times(launch, small, tmp_path):
    code, _, err = end(launch(4, "sweep", small[0], "-o", tmp_path / "a", MOAT_MPI_MODULE="/nonexistent"))
    assert code == 74 and "/nonexistent: cannot open (moat was started by an MPI launcher with 4 processes" in err
    assert not (tmp_path / "a").exists()


def test_a_sweep_that_is_not_there(launch, tmp_path):
    """Rank 0 says so; the others leave in silence."""
    code, _, err = end(launch(4, "resume", tmp_path / "nowhere"))
    assert code == 66 and err.count("no such folder") == 1
