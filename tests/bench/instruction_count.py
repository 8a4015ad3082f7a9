"""Instructions that fixed runs execute, counted by callgrind: a figure that no other load of the machine changes.

    python3 tests/bench/instruction_count.py [--update]

Prints one JSON object a line: the run, its instructions, those stored in instruction_counts.json, and their ratio. With
--update the counts are stored. Counts depend on the compiler, so they are stored by compiler. `base` is forced, which
every processor of the kind has (and callgrind knows).
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
STORED = SOURCE / "tests/bench/instruction_counts.json"
SLACK = 0.05
RUNS = {
    "baseline, 20000 developers, 12 months": ["scenarios/baseline.yaml", "--developers", "20000", "--set", "run.end=2023-12"],
    "baseline, 2000 developers, 96 months": ["scenarios/baseline.yaml", "--developers", "2000"],
    "baseline, 500 developers, 24 months": ["scenarios/baseline.yaml", "--developers", "500", "--set", "run.end=2024-12"],
    "network of peers, 20000 developers, 12 months": ["scenarios/baseline.yaml", "--developers", "20000", "--set",
                                                      "run.end=2023-12", "--set", "adoption.peers=network"],
}


def count(binary, words):
    """Instructions of one run, input and output included."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", binary, "run", *words, "-j", "1", "-o",
             f"{folder}/result.h5"], cwd=SOURCE, capture_output=True, text=True, timeout=600,
            env={**os.environ, "MOAT_INSTRUCTIONS": "base"})
    assert done.returncode == 0, done.stderr[-2000:]
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def compiler(binary):
    """Name, version and kind of build, by which counts are stored."""
    told = json.loads(subprocess.run([binary, "version", "--json"], capture_output=True, text=True, check=True).stdout)
    return f"{told['compiler']}, {told['build_type']}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--update", action="store_true", help="store what is counted")
    options = parser.parse_args()
    binary = os.environ.get("MOAT_BINARY", str(SOURCE / "build/moat"))
    stored = json.loads(STORED.read_text())
    mine = stored.setdefault(compiler(binary), {})
    for name, words in RUNS.items():
        counted = count(binary, words)
        print(json.dumps({"run": name, "instructions": counted, "stored": mine.get(name),
                          "ratio": round(counted / mine[name], 4) if name in mine else None}), flush=True)
        if options.update:
            mine[name] = counted
    if options.update:
        STORED.write_text(json.dumps(stored, indent=2) + "\n")


if __name__ == "__main__":
    main()
