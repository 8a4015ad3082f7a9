#!/bin/bash
# One MPI job of 64 processes that share the runs in the folder named below. What is done is not done again, so
# it may be submitted again at any time, with any number of processes:
#   sbatch job.sh
# Made by: moat slurm /scratch/me/example --mpi 64 --memory 1G --time 1h

#SBATCH --job-name=moat-example
#SBATCH --ntasks=64
#SBATCH --cpus-per-task=1
#SBATCH --time=01:00:00
#SBATCH --mem-per-cpu=1024M
#SBATCH --output="/scratch/me/example/log/job-%j.txt"
# Begun again, it goes on with the same log. Slurm does so by itself if a machine fails.
#SBATCH --requeue
#SBATCH --open-mode=append
# Before the time is up (120 s), moat hears that it has to stop. It keeps what is done and ends with code 75.
#SBATCH --signal=USR1@120

moat=moat
folder=/scratch/me/example

# If a process dies, the others are ended a minute later (--wait). Not at once, since all of them end when the
# work is done, with the code that counts. Open MPI needs pmix; srun --mpi=list says what else there is.
srun --mpi=pmix --kill-on-bad-exit=0 --wait=60 --ntasks=64 --cpus-per-task=1 \
  "$moat" resume "$folder" --no-gather -j 1
code=$?

# Stopped before it was through: it asks to be begun again, but not without end.
if [ "$code" = 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 50 ]; then
  scontrol requeue "$SLURM_JOB_ID" || echo "Not through yet: submit it again"
fi
exit "$code"
