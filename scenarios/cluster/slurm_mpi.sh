#!/bin/bash
# A sweep as one MPI job under Slurm: 64 processes that ask rank 0 for runs.
#   moat sweep scenarios/sweeps/example.yaml -o /scratch/$USER/example --prepare
#   sbatch slurm_mpi.sh

#SBATCH --ntasks=64
#SBATCH --mem-per-cpu=1G
#SBATCH --time=01:00:00
# Two minutes before the end all processes are told to stop; they write what is done and end with code 75.
#SBATCH --signal=USR1@120
#SBATCH --requeue
#SBATCH --open-mode=append

# pmix is what Open MPI speaks. If a process dies, the others are ended a minute later and their work is kept.
srun --mpi=pmix --kill-on-bad-exit=0 --wait=60 moat resume "/scratch/$USER/example"
code=$?

if [ "$code" = 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 20 ]; then
  scontrol requeue "$SLURM_JOB_ID"
fi
exit "$code"
