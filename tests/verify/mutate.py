#!/usr/bin/env python3
"""Do the benchmarks notice wrong models? Applies each change of mutations.yaml and expects `moat verify` to fail.

    tests/verify/mutate.py [--only B6 ...] [--build build]

The tree stays as it is. What reads the file is compiled again with a changed copy, by the command of the build folder,
and the program is linked again with the changed objects before its libraries, which then supply everything else. Prints a
Markdown table; exit 1 if a mutation survives.
"""

import argparse
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIST = pathlib.Path(__file__).with_name("mutations.yaml")


def mutations(path=LIST):
    return yaml.safe_load(path.read_text())


def mutated(text, mutation):
    """The file's text with the change in it; the place must be unique, or the mutation would be another one some day."""
    count = text.count(mutation["from"])
    if count != 1:
        raise ValueError(f"{mutation['file']} has {count} places with: {mutation['from']}")
    return text.replace(mutation["from"], mutation["to"])


def run(words, **options):
    return subprocess.run(words, capture_output=True, text=True, **options)


def must(words, **options):
    done = run(words, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, words))[:200]}...\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def units(build, file):
    """What the compiler was given that reads a file, as the last build noted it: sources, or ten of them together."""
    found = []
    for block in must(["ninja", "-C", build, "-t", "deps"]).split("\n\n"):
        read = [(build / line.strip()).resolve() for line in block.splitlines()[1:]]
        if file in read:
            found.append(next(path for path in read if path.suffix in (".cpp", ".cxx")))
    return found


def compile_commands(build):
    return {entry["file"]: entry for entry in json.loads((build / "compile_commands.json").read_text())}


def compile_changed(build, scratch, mutation):
    """Objects with the change in them."""
    source = ROOT / mutation["file"]
    changed = scratch / mutation["file"]
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_text(mutated(source.read_text(), mutation))
    commands = compile_commands(build)
    objects = []
    for number, unit in enumerate(units(build, source)):
        if str(unit) not in commands:
            continue  # of a build with other settings
        entry = commands[str(unit)]
        words = shlex.split(entry["command"])
        words = words[next(i for i, word in enumerate(words) if re.search(r"(\+\+|g\+\+-\d+|clang\+\+.*)$", word)):]
        words.insert(1, f"-I{scratch / 'sim'}")  # where a changed header is found first
        if source.suffix == ".cpp":
            unit = changed if unit == source else with_changed(unit, source, changed, scratch / f"{number}.cpp")
        out = words.index("-o")
        objects.append(str(scratch / f"{number}.o"))
        words[out + 1] = objects[-1]
        words[words.index("-c") + 1] = str(unit)
        must([word for word in words if word != "-Werror"], cwd=entry["directory"])
    return objects


def with_changed(unit, source, changed, copy):
    """A copy of sources compiled together that includes the changed one."""
    copy.write_text(unit.read_text().replace(f'"{source}"', f'"{changed}"'))
    return copy


def link_with(build, scratch, objects):
    command = must(["ninja", "-C", build, "-t", "commands", "moat"]).splitlines()
    words = shlex.split(next(line for line in reversed(command) if " -o moat " in line))
    words = [word for word in words if word not in (":", "&&")]
    out = words.index("-o")
    words[out + 1] = str(scratch / "moat")
    words[out:out] = objects  # before the libraries, so that their own versions are not wanted any more
    must(words, cwd=build)
    return scratch / "moat"


def outcome(program, benchmark):
    """Exit code of the benchmark, and the worst of its failed numbers."""
    done = run([program, "verify", "--only", benchmark, "--json", "--scenarios", ROOT / "scenarios/verify"])
    if done.returncode not in (0, 1):
        return done.returncode, f"exit {done.returncode}: {done.stderr.strip()[:100]}"
    failed = [row for row in json.loads(done.stdout) if row.get("holds") is False]
    if not failed:
        return done.returncode, ""
    worst = max(failed, key=lambda row: -1 if row["test"] == "sign" or row["z"] is None else abs(row["z"]))
    unit = {"exact": " tolerances", "sampled": " standard errors", "sign": ""}[worst["test"]]
    size = "pattern gone" if worst["test"] == "sign" else "no number" if worst["z"] is None else f"{worst['z']:.3g}"
    return done.returncode, f"{size}{unit} ({len(failed)} fail; {worst['what']})"


def try_mutation(build, mutation):
    with tempfile.TemporaryDirectory(prefix="moat-mutant-") as folder:
        scratch = pathlib.Path(folder)
        program = link_with(build, scratch, compile_changed(build, scratch, mutation))
        code, worst = outcome(program, mutation["benchmark"])
    return ("noticed" if code == 1 else "SURVIVED" if code == 0 else "NO RESULT"), worst


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--only", nargs="+", metavar="ID", help="mutations of these benchmarks only")
    options.add_argument("--build", type=pathlib.Path, default=ROOT / "build", help="build folder (Ninja) to start from")
    options = options.parse_args()
    build = options.build.resolve()
    must(["cmake", "--build", build, "--target", "moat"])
    wanted = [m for m in mutations() if not options.only or m["benchmark"] in options.only]
    for benchmark in dict.fromkeys(m["benchmark"] for m in wanted):
        if outcome(build / "moat", benchmark)[0] != 0:
            sys.exit(f"{benchmark} fails without any mutation")
    bad = 0
    print("| benchmark | mutation | worst number | result |\n|---|---|---|---|", flush=True)
    for mutation in wanted:
        try:
            word, worst = try_mutation(build, mutation)
        except (RuntimeError, ValueError) as error:
            word, worst = "NO RESULT", str(error).splitlines()[-1]
        bad += word != "noticed"
        cells = [mutation["benchmark"], f"{mutation['why']} ({os.path.basename(mutation['file'])})", worst, word]
        print("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |", flush=True)
    print(f"\n{len(wanted) - bad} of {len(wanted)} noticed", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
