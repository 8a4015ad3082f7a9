#!/bin/bash
# Task i of 100 of a job array does its share of the runs in the folder named below, the same share each time.
# What is done is not done again, so any task, or all, may be submitted again at any time:
#   sbatch job.sh               all tasks
#   sbatch --array=3 job.sh     task 3 alone
# Made by: moat slurm /scratch/me/example --tasks 100 --concurrent 20 -j 2 --memory 2G --time 1h

# All tasks, and how many of them run at once (behind %).
#SBATCH --array=0-99%20
#SBATCH --job-name=moat-example
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
#SBATCH --time=01:00:00
#SBATCH --mem-per-cpu=1024M
#SBATCH --output="/scratch/me/example/log/task-%a.txt"
# Begun again, it goes on with the same log. Slurm does so by itself if a machine fails.
#SBATCH --requeue
#SBATCH --open-mode=append
# Before the time is up (120 s), moat hears that it has to stop. It keeps what is done and ends with code 75.
#SBATCH --signal=USR1@120

moat=moat
folder=/scratch/me/example

# With srun, because Slurm sends its signal to what srun started and not to this script.
srun --ntasks=1 --cpus-per-task=2 \
  "$moat" resume "$folder" --task "$SLURM_ARRAY_TASK_ID/100" -j 2
code=$?

# Stopped before it was through: it asks to be begun again, but not without end.
if [ "$code" = 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 50 ]; then
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" || echo "Not through yet: submit it again"
fi
exit "$code"
