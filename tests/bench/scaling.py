"""How the time of the adoption mechanism grows: with developers, threads, options and tasks. Draws a picture, prints JSON.

    python3 tests/bench/scaling.py [--build build] [--largest 1e7] [-o tests/bench/scaling.png] [--json FILE]

Needs the programs of tests/bench (cmake -DMOAT_BENCH=ON) and an idle machine.
"""

import argparse
import json
import pathlib
import statistics
import subprocess

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

SOURCE = pathlib.Path(__file__).resolve().parents[2]


def rows(*words):
    """The JSON lines that a program prints."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def by_developers(bench, largest, repeats):
    """Nanoseconds a developer and month of the baseline, median of repeats, by developers and threads."""
    found = []
    sizes = [n for n in (1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6, 3e6, 1e7, 3e7, 1e8) if n <= largest]
    for n in sizes:
        for threads in (1, 2):
            runs = [rows(bench / "moat_bench_baseline", SOURCE / "scenarios/baseline.yaml", "--developers", n, "--threads", threads)[0]
                    for _ in range(repeats if n < 1e7 else 1)]
            found.append({"developers": n, "threads": threads, "seconds": statistics.median(r["seconds"] for r in runs),
                          "ns": statistics.median(r["ns_per_developer_step"] for r in runs)})
    return found


def by_options(bench):
    """Nanoseconds a choice by options and instructions."""
    done = subprocess.run([str(bench / "moat_bench_kernels"), "--benchmark_format=json", "--benchmark_filter=choices", "--benchmark_min_time=0.1"],
                          capture_output=True, text=True, check=True)
    found = []
    for one in json.loads(done.stdout)["benchmarks"]:
        kind, *_, options = one["name"].replace("plain_choices", "choices/plain").removeprefix("choices/").split("/")
        if "needs" not in one["name"]:
            found.append({"instructions": kind, "options": int(options.split(":")[-1]), "ns": 1e9 / one["items_per_second"]})
    return found


def by_tasks(bench):
    """Nanoseconds an evaluation of adoption-1 by tasks a developer has."""
    return [{"tasks": tasks, "ns": rows(bench / "moat_bench_adoption_1", SOURCE / "tests/bench", "--developers", 300_000, "--tasks",
                                        tasks)[-1]["ns_per_evaluation"]} for tasks in (1, 2, 4, 8)]


def draw(found, path):
    """Four small pictures."""
    figure, ((a, b), (c, d)) = plt.subplots(2, 2, figsize=(10, 7), layout="constrained")
    for threads in (1, 2):
        mine = [r for r in found["developers"] if r["threads"] == threads]
        a.loglog([r["developers"] for r in mine], [r["seconds"] for r in mine], "o-", label=f"{threads} threads")
    a.set(title="Baseline, 96 months", xlabel="developers", ylabel="seconds")
    a.legend()
    one, two = ({r["developers"]: r["seconds"] for r in found["developers"] if r["threads"] == t} for t in (1, 2))
    b.semilogx(list(one), [one[n] / two[n] for n in one], "o-")
    b.axhline(1.9, color="grey", linestyle=":")
    b.set(title="Two threads against one", xlabel="developers", ylabel="times as fast", ylim=(0.8, 2.05))
    for kind in dict.fromkeys(r["instructions"] for r in found["options"]):
        mine = [r for r in found["options"] if r["instructions"] == kind]
        c.loglog([r["options"] for r in mine], [r["ns"] for r in mine], "o-", label=kind)
    c.set(title="One choice", xlabel="options", ylabel="ns")
    c.legend()
    d.plot([r["tasks"] for r in found["tasks"]], [r["ns"] for r in found["tasks"]], "o-")
    d.set(title="adoption-1, one evaluation", xlabel="tasks a developer has", ylabel="ns", ylim=(0, None))
    figure.savefig(path, dpi=110)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", type=pathlib.Path, default=SOURCE / "build")
    parser.add_argument("--largest", type=float, default=1e7, help="most developers")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("-o", "--output", type=pathlib.Path, default=SOURCE / "tests/bench/scaling.png")
    parser.add_argument("--json", type=pathlib.Path, help="also write the figures")
    options = parser.parse_args()
    bench = options.build / "tests/bench"
    found = {"developers": by_developers(bench, options.largest, options.repeats), "options": by_options(bench), "tasks": by_tasks(bench)}
    print(json.dumps(found, indent=1))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))
    draw(found, options.output)


if __name__ == "__main__":
    main()
