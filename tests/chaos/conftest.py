"""A small sweep, and the commands of MPI."""

import os
import pathlib
import shutil

import pytest

SWEEP = """schema_version: 2
title: Small sweep
scenario: {little}
set: {{run.developers: {developers}, run.end: 2025-12, record.series: [tokens, hhi_tokens, open_lag]}}
replicates: {replicates}
outcomes:
  concentration: {{series: hhi_tokens}}
factors:
  adoption.peer_weight: {{uniform: [0, 2]}}
  adoption.token_elasticity: {{values: [0.2, 0.5]}}
design: {{type: lhs, n: {points}}}
{more}
"""

# Parameters with which capability leaves its range before the end.
EXPLODING = "{research.growth: 1, capability.per_tenfold: 40, run.end: 2060-12}"

MPI_ENVIRONMENT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                   "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_hwloc_base_binding_policy": "none",
                   "OMPI_MCA_btl_vader_single_copy_mechanism": "none"}


@pytest.fixture
def sweep_file(little, tmp_path):
    """Writes a sweep of the little scenario."""

    def write(points=8, replicates=2, developers=500, more="", name="small.yaml"):
        path = tmp_path / name
        path.write_text(SWEEP.format(little=little, points=points, replicates=replicates, developers=developers, more=more))
        return path

    return write


@pytest.fixture(scope="session")
def mpirun(binary):
    """The beginning of an MPI command."""
    if not shutil.which("mpirun") or not (pathlib.Path(binary).parent / "moat_mpi.so").exists():
        pytest.skip("no mpirun, or moat was built without MPI")
    return lambda ranks: ["mpirun", "-n", str(ranks), str(binary)]


@pytest.fixture(scope="session")
def environment():
    return {**os.environ, **MPI_ENVIRONMENT}
