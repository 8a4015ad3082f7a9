"""moat slurm without a cluster: what it writes, what it refuses, and the script for PBS run by hand."""

import os
import shutil
import subprocess

import pytest

from tests.chaos.comparing import assert_same_data


@pytest.fixture
def prepared(moat, sweep_file, tmp_path):
    folder = tmp_path / "it's a $sweep"
    moat("sweep", sweep_file(), "-o", folder, "--prepare")
    return folder


def test_scripts_are_written_and_written_again(moat, prepared):
    said = moat("slurm", prepared, "--tasks", 4).stdout
    assert "job.sh: 4 tasks for 16 runs" in said and "sbatch --dependency=afterany:" in said
    assert os.access(prepared / "job.sh", os.X_OK) and (prepared / "log").is_dir()
    assert "have nothing to do" in moat("slurm", prepared, "--tasks", 20, "--time", "1d").stderr
    assert "--time=24:00:00" in (prepared / "job.sh").read_text()
    moat("slurm", prepared, "--mpi", 8)
    assert "--ntasks=8" in (prepared / "job.sh").read_text()
    moat("sweep", prepared.parent / "small.yaml", "-o", prepared, "--force", "--prepare")  # the scripts belong to the folder
    assert not (prepared / "job.sh").exists()


@pytest.mark.parametrize("words", [["--tasks", 4], ["--mpi", 4], ["--tasks", 4, "--scheduler", "pbs"],
                                   ["--mpi", 4, "--scheduler", "pbs"]])
def test_scripts_are_good_shell(moat, prepared, words):
    moat("slurm", prepared, *words)
    for script in ("job.sh", "gather.sh"):
        subprocess.run(["bash", "-n", prepared / script], check=True)
        if shutil.which("shellcheck"):
            subprocess.run(["shellcheck", "--exclude=SC2016", prepared / script], check=True)  # $ in the folder's name


@pytest.mark.parametrize("words, said", [
    ([], "--tasks N or --mpi N is required"), (["--tasks", 0], "--tasks"), (["--tasks", 2, "--mpi", 2], "excludes"),
    (["--tasks", 2, "--time", "2"], "write 90m, 2h, 1d or 02:00:00"), (["--tasks", 2, "--time", "4m"], "at least 5m"),
    (["--tasks", 2, "--memory", "2GB"], "write 500M, 2G or 1T"), (["--tasks", 2, "--partition", "a b"], "'a b' is no name"),
    (["--tasks", 2, "--account", "-x"], "--account"), (["--tasks", 2, "--scheduler", "lsf"], "lsf")])
def test_wrong_words(moat, prepared, words, said):
    assert said in moat("slurm", prepared, *words, code=2).stderr
    assert not (prepared / "job.sh").exists()


def test_folders_without_a_sweep(moat, tmp_path):
    assert "no such folder" in moat("slurm", tmp_path / "nowhere", "--tasks", 2, code=66).stderr
    assert "there is no sweep in it" in moat("slurm", tmp_path, "--tasks", 2, code=66).stderr


def test_a_name_that_slurm_cannot_read(moat, sweep_file, tmp_path):
    folder = tmp_path / 'a"b'
    moat("sweep", sweep_file(), "-o", folder, "--prepare")
    assert "which Slurm cannot take in the name of a log (rename the folder)" in moat("slurm", folder, "--tasks", 2, code=65).stderr
    assert not (folder / "job.sh").exists()
    moat("slurm", folder, "--tasks", 2, "--scheduler", "pbs")


def test_the_script_for_pbs_does_its_share(moat, prepared, sweep_file, tmp_path):
    moat("slurm", prepared, "--tasks", 3, "--scheduler", "pbs")
    for task in range(3):
        subprocess.run(["bash", prepared / "job.sh"], env={**os.environ, "PBS_ARRAY_INDEX": str(task)}, check=True, timeout=60)
        assert "done in" in (prepared / f"log/task-{task}.txt").read_text()
    subprocess.run(["bash", prepared / "gather.sh"], check=True, timeout=60)
    assert "16 runs done" in (prepared / "log/gather.txt").read_text()
    moat("sweep", sweep_file(), "-o", tmp_path / "whole")
    assert_same_data(prepared / "results.h5", tmp_path / "whole/results.h5")
