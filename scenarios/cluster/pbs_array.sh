#!/bin/bash
# A sweep as a job array under PBS: 100 tasks, each does its share of the runs.
#   moat sweep scenarios/sweeps/example.yaml -o /scratch/$USER/example --prepare
#   job=$(qsub pbs_array.sh)
#   echo "moat gather /scratch/$USER/example" | qsub -W depend=afterany:$job

#PBS -J 0-99
#PBS -l select=1:ncpus=2:mem=2gb
#PBS -l walltime=01:00:00
#PBS -r y
#PBS -j oe

# PBS gives no warning before the time is up, so timeout does, two minutes before the hour: moat writes what is done
# and ends with code 75. Submit the array again then.
timeout --foreground --preserve-status --signal=USR1 3480 \
  moat resume "/scratch/$USER/example" --task "$PBS_ARRAY_INDEX/100" -j 2
