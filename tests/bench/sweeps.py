"""Figures of sweeps: runs a second by engine, what journals and gathering cost, memory against the number of runs.

    python3 tests/bench/sweeps.py [--runs 1000] [--memory 100,1000,10000]

Prints a table; the machine should be idle. Every run has 2,000 developers and 96 months unless told otherwise.
"""

import argparse
import json
import os
import pathlib
import subprocess
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
MOAT = os.environ.get("MOAT_BINARY", SOURCE / "build/moat")
ENVIRONMENT = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
               "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_hwloc_base_binding_policy": "none",
               "OMPI_MCA_btl_vader_single_copy_mechanism": "none"}
SWEEP = """schema_version: 2
title: Bench
scenario: {source}/scenarios/{scenario}
set: {{run.developers: {developers}, {months}record.series: [tokens_by_kind, open_token_share, open_lag, hhi_spend], record.events: false}}
replicates: {replicates}
factors: {{adoption.peer_weight: {{uniform: [0, 2]}}}}
design: {{type: random, n: {points}}}
"""


def write(folder, points, replicates, developers=2000, months="", scenario="baseline.yaml"):
    path = folder / f"sweep-{points}-{developers}.yaml"
    path.write_text(SWEEP.format(source=SOURCE, points=points, replicates=replicates, developers=developers, months=months,
                                 scenario=scenario))
    return path


def timed(commands):
    """Wall seconds until all of these commands, started at once, have ended; the largest memory of any [MB]."""
    start = time.monotonic()
    running = [subprocess.Popen(list(map(str, words)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
               for words in commands]
    memory = 0
    for process in running:
        _, status, used = os.wait4(process.pid, 0)
        assert status == 0, process.args
        memory = max(memory, used.ru_maxrss / 1024)
    return time.monotonic() - start, memory


def engines(sweep, folder):
    resume = [MOAT, "resume", "--no-gather", "--progress", "none"]
    yield "-j1", 1, lambda at: [[*resume, at, "-j", 1]]
    yield "-j2", 2, lambda at: [[*resume, at, "-j", 2]]
    yield "mpirun -n 2", 2, lambda at: [["mpirun", "-n", 2, *resume, at]]
    yield "array of 2", 2, lambda at: [[*resume, at, "-j", 1, "--task", f"{i}/2"] for i in range(2)]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=1000)
    options.add_argument("--memory", default="100,1000,10000")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        sweep = write(folder, given.runs // 4, 4)
        print(f"{given.runs} runs of 2,000 developers x 96 months\n")
        print("| engine | wall s | runs/s | efficiency | time outside runs | gather s |\n|---|---|---|---|---|---|")
        first = None
        for name, workers, commands in engines(sweep, folder):
            at = folder / name.replace(" ", "-")
            subprocess.run([MOAT, "sweep", sweep, "-o", at, "--prepare"], check=True, stdout=subprocess.DEVNULL)
            wall, _ = timed(commands(at))
            first = first or wall
            inside = json.loads(subprocess.run([MOAT, "status", at, "--json"], check=True, capture_output=True).stdout)
            gather, _ = timed([[MOAT, "gather", at]])
            print(f"| {name} | {wall:.2f} | {given.runs / wall:.1f} | {first / wall / workers:.3f} | "
                  f"{100 * (1 - inside['run_seconds'] / wall / workers):.1f} % | {gather:.2f} |", flush=True)
        print("\nMemory, -j2, little runs (tests/little.yaml, 200 developers, 3 months)\n")
        print("| runs | sweep MB | gather MB | sweep s | gather s | file MB | dry run said MB |\n|---|---|---|---|---|---|---|")
        for runs in map(int, given.memory.split(",")):
            sweep = write(folder, runs // 4, 4, 200, "run.end: 2025-03, ", "../tests/little.yaml")
            at = folder / f"memory-{runs}"
            said = subprocess.run([MOAT, "sweep", sweep, "-o", at, "--dry-run"], check=True, capture_output=True, text=True)
            size = next(line for line in said.stdout.splitlines() if line.startswith("file")).split()[1:3]
            wall, memory = timed([[MOAT, "sweep", sweep, "-o", at, "-j", 2, "--no-gather"]])
            gather, gathering = timed([[MOAT, "gather", at]])
            print(f"| {runs} | {memory:.0f} | {gathering:.0f} | {wall:.1f} | {gather:.1f} | "
                  f"{(at / 'results.h5').stat().st_size / 1e6:.2f} | {' '.join(size)} |", flush=True)


if __name__ == "__main__":
    main()
