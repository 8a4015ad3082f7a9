#!/bin/bash
# A sweep as a job array under Slurm: 100 tasks, each does its share of the runs.
#   moat sweep scenarios/sweeps/example.yaml -o /scratch/$USER/example --prepare
#   job=$(sbatch --parsable slurm_array.sh)
#   sbatch --dependency=afterany:$job --wrap "moat gather /scratch/$USER/example"

# 100 tasks, at most 20 at once, two cores each.
#SBATCH --array=0-99%20
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
#SBATCH --mem-per-cpu=1G
#SBATCH --time=01:00:00
# Two minutes before the end moat is told to stop; it writes what is done and ends with code 75.
#SBATCH --signal=USR1@120
#SBATCH --requeue
#SBATCH --open-mode=append

# srun, because the signal goes to what srun started and not to this script.
srun moat resume "/scratch/$USER/example" --task "$SLURM_ARRAY_TASK_ID/100" -j 2
code=$?

# Not through: back into the queue, but not without end.
if [ "$code" = 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 20 ]; then
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
fi
exit "$code"
