"""Writes the job scripts in scenarios/cluster/: what `moat slurm` makes of a sweep in /scratch/me/example, with `moat` on the
path of programs.

    python3 sim/tools/write_job_scripts.py [--check]

It asks build/moat, or the program that MOAT_BINARY names.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

from pages import SOURCE, write

BINARY = str(pathlib.Path(os.environ.get("MOAT_BINARY", SOURCE / "build/moat")).resolve())
SCRIPTS = {"slurm_array.sh": "--tasks 100 --concurrent 20 -j 2 --memory 2G --time 1h",
           "slurm_mpi.sh": "--mpi 64 --memory 1G --time 1h",
           "pbs_array.sh": "--scheduler pbs --tasks 100 -j 2 --memory 2G --time 1h"}
FOLDER = "/scratch/me/example"


def moat(*words):
    subprocess.run([BINARY, *map(str, words)], capture_output=True, check=True)


def pages():
    """Every script by its path, as it should be."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch).resolve() / "example"
        moat("sweep", SOURCE / "scenarios/sweeps/example.yaml", "-o", folder, "--prepare")
        for name, words in SCRIPTS.items():
            moat("slurm", folder, *words.split())
            script = (folder / "job.sh").read_text().replace(str(folder), FOLDER).replace(BINARY, "moat")
            yield SOURCE / "scenarios/cluster" / name, script


if __name__ == "__main__":
    sys.exit(write(pages(), __doc__))
