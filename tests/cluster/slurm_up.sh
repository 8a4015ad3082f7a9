#!/usr/bin/env bash
# Starts a Slurm cluster of two nodes with 8 CPUs each on this machine, as any user, without systemd and without touching
# /etc. Everything is under the given folder, whose path must be short (sockets). Afterwards SLURM_CONF=DIR/slurm.conf
# makes sbatch and all the others speak with it; slurm_down.sh DIR stops it.
#   slurm_up.sh DIR
set -euo pipefail

mkdir -p "$1"/{state,spool/n1,spool/n2,tmp/n1,tmp/n2,log,run,munge}
dir=$(cd "$1" && pwd)
host=$(hostname -s)
chmod 755 "$dir" "$dir/run"
chmod 700 "$dir/munge"
: >"$dir/pids"

# Three ports in a row that nobody listens on.
port=16817
taken() { (: >"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
while taken $port || taken $((port + 1)) || taken $((port + 2)); do port=$((port + 10)); done

# start NAME COMMAND...: in a session of its own, so that no signal to us reaches it.
start() {
  local name=$1
  shift
  setsid "$@" </dev/null >"$dir/log/$name.out" 2>&1 &
  echo $! >>"$dir/pids"
}

# --force: munged dislikes folders below one that only we may enter.
(umask 077 && head -c 1024 /dev/urandom >"$dir/munge/key")
start munged munged --foreground --force --key-file "$dir/munge/key" --socket "$dir/run/munge.sock" \
  --pid-file "$dir/munge/pid" --log-file "$dir/munge/log" --seed-file "$dir/munge/seed" --num-threads 2
for _ in $(seq 100); do
  [ -S "$dir/run/munge.sock" ] && break
  sleep .05
done

cat >"$dir/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$dir/run/munge.sock
StateSaveLocation=$dir/state
SlurmctldPidFile=$dir/run/slurmctld.pid
SlurmctldLogFile=$dir/log/slurmctld.log
SlurmdSpoolDir=$dir/spool/%n
SlurmdPidFile=$dir/run/slurmd.%n.pid
SlurmdLogFile=$dir/log/slurmd.%n.log
# One per node, or their PMIx folders collide.
TmpFS=$dir/tmp/%n
# No cgroups, which containers often lack, and more CPUs than the machine has.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
# Rounds of a second, so that little jobs do not wait for minutes.
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
KillWait=2
CompleteWait=0
JobRequeue=1
PropagateResourceLimits=NONE
MailProg=/bin/true
NodeName=DEFAULT CPUs=8 CoresPerSocket=8 RealMemory=8000 State=UNKNOWN
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 1))
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 2))
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
# slurmd loads a cgroup plugin even so; this one does nothing until asked.
echo CgroupPlugin=cgroup/v1 >"$dir/cgroup.conf"

export SLURM_CONF=$dir/slurm.conf
start slurmctld slurmctld -D -c
start slurmd.n1 slurmd -D -N n1
start slurmd.n2 slurmd -D -N n2
for ((SECONDS = 0; SECONDS < 40;)); do
  [ "$(timeout 2 sinfo -h -t idle -N -o %N 2>/dev/null | sort -u | wc -l)" = 2 ] && exit
  sleep .1
done
tail -n 15 "$dir"/log/* >&2
exit 1
