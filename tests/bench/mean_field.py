"""The mean-field limit as a picture: distances of runs from the expectation against the number of developers.

    python3 tests/bench/mean_field.py [--full] [--json FILE] [-o analysis/pictures/mean_field.png]

Runs `moat verify --only MF` (with --full up to ten million developers: some minutes of two cores) or reads what
`moat verify --only MF --json` wrote, draws it, and leaves the numbers beside the picture as CSV.
"""

import argparse
import csv
import json
import os
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
MOAT = os.environ.get("MOAT_BINARY", SOURCE / "build/moat")
sys.path.insert(0, str(SOURCE))

from analysis.style import GREY, INK, SETTINGS, canvas, plt  # noqa: E402


def measure(full):
    words = [MOAT, "verify", "--only", "MF", "--json", *(["--full"] if full else [])]
    return json.loads(subprocess.run(list(map(str, words)), stdout=subprocess.PIPE, check=False).stdout)


def rows(findings, pattern):
    """(developers, finding) for the findings whose text matches; the number stands in its group."""
    found = ((re.fullmatch(pattern, f["what"]), f) for f in findings)
    return sorted((int(match[1]), f) for match, f in found if match)


def draw(findings, path):
    distance = rows(findings, r"closed loop, N = (\d+): rms distance of shares")
    ratio = rows(findings, r"market followed, N = (\d+): squares / binomial, tasks")
    slope = next(f for f in findings if f["what"].startswith("closed loop: slope"))
    with plt.rc_context(SETTINGS):
        figure, (left, right) = canvas(2, 3.8)
        sizes = [n for n, _ in distance]
        left.plot(sizes, [f["expected"] for _, f in distance], color=GREY, linewidth=1, label="proportional to 1/√N")
        left.errorbar(sizes, [f["obtained"] for _, f in distance], [2 * f["standard_error"] for _, f in distance],
                      fmt="o", color=INK, label=f"runs; slope {slope['obtained']:.3f} ± {slope['standard_error']:.3f}")
        left.set(xscale="log", yscale="log", xlabel="developers N", ylabel="rms distance of shares",
                 title="All mechanisms, from the expectation")
        left.legend()
        right.axhline(1, color=GREY, linewidth=1)
        right.errorbar(sizes, [f["obtained"] for _, f in ratio], [2 * f["standard_error"] for _, f in ratio], fmt="o",
                       color=INK)
        right.set(xscale="log", ylim=(0, 2), xlabel="developers N", ylabel="squared distance / that of sampling",
                  title="Adoption alone, its market given")
        figure.tight_layout()
        figure.savefig(path, dpi=110, metadata={"Software": None})
    with path.with_suffix(".csv").open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["developers", "runs", "rms_distance", "standard_error", "one_over_sqrt_n", "squares_over_binomial",
                        "standard_error_of_ratio"])
        for (n, d), (_, r) in zip(distance, ratio, strict=True):
            numbers = (d["obtained"], d["standard_error"], d["expected"], r["obtained"], r["standard_error"])
            table.writerow([n, d["runs"], *(f"{x:.5g}" for x in numbers)])


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--full", action="store_true", help="up to ten million developers")
    options.add_argument("--json", type=pathlib.Path, help="what `moat verify --only MF --json` wrote")
    options.add_argument("-o", "--output", type=pathlib.Path, default=SOURCE / "analysis/pictures/mean_field.png")
    given = options.parse_args()
    draw(json.loads(given.json.read_text()) if given.json else measure(given.full), given.output)


if __name__ == "__main__":
    main()
