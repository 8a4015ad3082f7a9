"""A sweep that is killed again and again, and gone on with by other engines, gives the data of an undisturbed one."""

import json
import os
import random
import signal
import time

import pytest

from tests.chaos.comparing import assert_same_data, begin, end


class Victim:
    """One process (or one launcher with its processes) that works on the sweep until it is killed."""

    def __init__(self, words, environment):
        self.process = begin(words, environment, start_new_session=True)

    def kill(self):
        """SIGKILL to all of its group: nobody gets to say goodbye."""
        os.killpg(self.process.pid, signal.SIGKILL)
        end(self.process)


def engines(draw, binary, folder, mpirun):
    """The commands of one attempt, with an engine drawn at random."""
    resume = ["resume", folder, "--flush", "0.05", "--no-gather", "--progress", "none"]
    kind = draw.choice(["threads", "tasks", "mpi"] if mpirun else ["threads", "tasks"])
    if kind == "threads":
        return [[binary, *resume, "-j", draw.randint(1, 3)]]
    if kind == "mpi":
        return [[*mpirun(draw.randint(2, 4)), *resume]]
    count = draw.choice([2, 3, 5])
    return [[binary, *resume, "-j", 1, "--task", f"{task}/{count}"] for task in draw.sample(range(count), min(count, 3))]


def killed_again_and_again(moat, binary, sweep, tmp_path, mpirun, environment, kills, seed):
    """Each attempt lives for a random time, on average a part of what the whole takes, so that all kills find work."""
    begun = time.monotonic()
    moat("sweep", sweep, "-o", tmp_path / "whole", "-j", 2)
    share = (time.monotonic() - begun) / (kills + 2)
    folder = tmp_path / "killed"
    moat("sweep", sweep, "-o", folder, "--prepare")
    draw = random.Random(seed)
    done, killed = [0], 0
    while killed < kills:
        victims = [Victim(words, environment) for words in engines(draw, binary, folder, mpirun)]
        time.sleep(0.05 + draw.uniform(0, 2) * share * len(victims))
        for victim in victims:
            victim.kill()
        killed += len(victims)
        status = json.loads(moat("status", folder, "--json").stdout)
        assert status["faults"] == []
        done.append(status["done"])
    assert done == sorted(done)  # what was done once stays done
    assert 0 < done[-1]
    moat("resume", folder, "-j", 3, "--no-gather")
    moat("gather", folder, "-o", tmp_path / "killed.h5")
    assert_same_data(tmp_path / "whole/results.h5", tmp_path / "killed.h5")
    assert not [path for path in folder.iterdir() if ".tmp-" in path.name]
    return killed, done


def test_killed_ten_times(moat, binary, sweep_file, tmp_path, request, environment):
    killed, _ = killed_again_and_again(moat, binary, sweep_file(points=60, replicates=4, developers=20_000), tmp_path, None,
                                       environment, kills=10, seed=1)
    assert killed >= 10


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_killed_thirty_times(moat, binary, sweep_file, tmp_path, mpirun, environment, seed):
    killed, _ = killed_again_and_again(moat, binary, sweep_file(points=100, replicates=4, developers=40_000), tmp_path, mpirun,
                                       environment, kills=30, seed=seed)
    assert killed >= 30


def test_one_kill_under_mpi(moat, binary, sweep_file, tmp_path, mpirun, environment):
    sweep = sweep_file(points=60, replicates=4, developers=20_000)
    moat("sweep", sweep, "-o", tmp_path / "whole", "-j", 2)
    folder = tmp_path / "killed"
    victim = Victim([*mpirun(3), "sweep", sweep, "-o", folder, "--flush", "0.05"], environment)
    deadline = time.monotonic() + 30
    while not list(folder.glob("part-*.h5")) and time.monotonic() < deadline:
        time.sleep(0.02)
    victim.kill()
    done = json.loads(moat("status", folder, "--json").stdout)["done"]
    assert 0 < done < 240
    code, _, err = end(begin([*mpirun(2), "resume", folder], environment))
    assert code == 0, err
    assert_same_data(tmp_path / "whole/results.h5", folder / "results.h5")
