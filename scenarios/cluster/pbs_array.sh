#!/bin/bash
# Task i of 100 of a job array does its share of the runs in the folder named below, the same share each time.
# What is done is not done again: submit it again (qsub job.sh) until all runs are done.
# Made by: moat slurm /scratch/me/example --scheduler pbs --tasks 100 -j 2 --memory 2G --time 1h

#PBS -J 0-99
#PBS -N moat-example
#PBS -l select=1:ncpus=2:mem=2048mb
#PBS -l walltime=01:00:00
# Begun again if a machine fails.
#PBS -r y
# The log is written below, because systems name the files of array tasks differently.
#PBS -j oe
#PBS -o /dev/null

moat=moat
folder=/scratch/me/example
exec >>"$folder/log/task-$PBS_ARRAY_INDEX.txt" 2>&1

# Before the time is up (120 s), moat hears that it has to stop. It keeps what is done and ends with code 75.
timeout --foreground --preserve-status --signal=USR1 3480 \
  "$moat" resume "$folder" --task "$PBS_ARRAY_INDEX/100" -j 2
code=$?
[ "$code" != 75 ] || echo "Not through yet: submit job.sh again"
exit "$code"
