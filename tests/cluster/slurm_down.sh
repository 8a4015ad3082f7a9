#!/usr/bin/env bash
# Stops the cluster that slurm_up.sh DIR started, and nothing else.
set -u

dir=$(cd "$1" 2>/dev/null && pwd) && [ -f "$dir/pids" ] || exit 0
export SLURM_CONF=$dir/slurm.conf
timeout 10 scancel --signal=KILL --full --user="$(id -un)" 2>/dev/null
timeout 10 scancel --user="$(id -un)" 2>/dev/null
for _ in $(seq 50); do
  [ -z "$(timeout 5 squeue -h 2>/dev/null)" ] && break
  sleep .1
done
timeout 10 scontrol shutdown >/dev/null 2>&1 # slurmctld and every slurmd

# A number may belong to another process by now, so its command is looked at.
ours() { { tr '\0' ' ' <"/proc/$1/cmdline"; } 2>/dev/null | grep -qE '^(munged|slurmctld|slurmd) '; }
mapfile -t pids < <(tac "$dir/pids")
for signal in TERM KILL; do
  for pid in "${pids[@]}"; do
    for _ in $(seq 20); do
      ours "$pid" || break
      kill -s $signal "$pid" 2>/dev/null
      sleep .1
    done
  done
done
rm -f "$dir/pids"
