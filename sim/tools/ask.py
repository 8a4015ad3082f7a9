"""Asks the questions of scenarios/questions/ and keeps their answers in answers.json there.

    python3 sim/tools/ask.py [NAME ...] [--folder DIR]      run them (all: an hour on two cores)
    python3 sim/tools/ask.py [NAME ...] --plain             without parameter samples and reasons (all: ten minutes)
    python3 sim/tools/write_answers.py                      write the pages that show the answers

Outputs stay in the folder, for `python3 -m analysis figures`. Run it again when a question or the model has changed:
tests/answers_test.py says so.
"""

import argparse
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import time

import yaml

SOURCE = pathlib.Path(__file__).resolve().parents[2]
QUESTIONS = SOURCE / "scenarios/questions"
ANSWERS = QUESTIONS / "answers.json"
TEXTS = {"title", "question", "description", "source", "grade", "claim"}


def questions():
    return sorted(path.stem for path in QUESTIONS.glob("*.yaml"))


def without_texts(node):
    """A scenario without what only readers see."""
    if isinstance(node, dict):
        return {key: without_texts(value) for key, value in node.items() if key not in TEXTS}
    return node


def files_of(path):
    """A scenario file and those it extends, parents first, as they are read."""
    content = yaml.load(path.read_text(), Loader=yaml.BaseLoader)
    parents = content.get("extends", [])
    for parent in [parents] if isinstance(parents, str) else parents:
        yield from files_of(path.parent / parent)
    yield content


def inputs_of(name):
    """Fingerprint of all that a question's files set. Defaults are not in it, so that a new parameter makes no answer
    stale; what defaults do to results is in `model`, and in the slow tests that ask again."""
    return hashlib.sha1(json.dumps([without_texts(one) for one in files_of(QUESTIONS / f"{name}.yaml")]).encode()).hexdigest()[:12]


def model():
    """Fingerprint of what the model makes of a little scenario: changes when results do."""
    return hashlib.sha1((SOURCE / "tests/golden/little.csv").read_bytes()).hexdigest()[:12]


def version(binary):
    """Such as "0.1.0 (39b3ade)"."""
    found = re.match(r"moat (\S+) \(git ([0-9a-f]{7})", subprocess.run([binary, "version"], capture_output=True, text=True, check=True).stdout)
    return f"{found[1]} ({found[2]})"


def rounded(x):
    return float(f"{x:.4g}") if isinstance(x, float) else x


def kept(summary):
    return {key: rounded(summary[key]) for key in ("mean", "q05", "q95", "runs")}


def flips(found, count):
    return [{key: rounded(flip[key]) for key in ("factor", "clear", "split", "below", "above", "distance")} for flip in found[:count]]


def condense(found):
    """What the pages need of the JSON that `moat run --robust --why --json` prints."""
    outcomes = []
    for outcome in found["outcomes"]:
        rows = [{"arm": row["point"], **kept(row["level"]), "basins": row["level"].get("basins"),
                 "difference": kept(row["difference"]) if "difference" in row else None} for row in outcome["points"]]
        outcomes.append({"name": outcome["name"], "description": outcome["description"], "unit": outcome["unit"], "rows": rows})
    tests = [{**{key: test[key] for key in ("name", "description", "outcome", "minus", "of", "relative", "above", "below",
                                            "unit", "finding")},
              "mean": rounded(test["found"]["mean"]), "ci95": rounded(test["found"]["ci95"])} for test in found["tests"]]
    plain = {**{key: found[key] for key in ("title", "question", "claim", "verdict")}, "tests": tests, "outcomes": outcomes}
    if "robust" not in found:
        return plain
    robust = {key: rounded(found["robust"][key]) for key in ("samples", "verdict_holds", "claim_supported", "baseline_agreement")}
    robust["tests"] = {test["name"]: {"holds": rounded(test["holds"]), "flips": flips(test["flips"], 1)}
                       for test in found["robust"]["tests"]}
    robust["flips"] = flips(found["robust"]["flips"], 2)
    first = found["outcomes"][0]["name"]
    why = {row["arm"]: {channel: {key: rounded(part[key]) for key in ("mean", "q05", "q95")} for channel, part in row["parts"].items()}
           for row in found["why"] if row["outcome"] == first}
    return {**plain, "robust": robust, "why": why}


def ask(binary, name, folder, more):
    start = time.monotonic()
    printed = subprocess.run([binary, "run", QUESTIONS / f"{name}.yaml", *more, "--json", "--force",
                              "-o", folder / f"{name}.h5"], stdout=subprocess.PIPE, text=True, check=True, cwd=SOURCE)
    (folder / f"{name}.json").write_text(printed.stdout)
    return {**condense(json.loads(printed.stdout)), "seconds": round(time.monotonic() - start, 1)}


def read():
    return json.loads(ANSWERS.read_text()) if ANSWERS.is_file() else {}


def keep(binary, name, answer):
    answers = read()
    answers[name] = {"version": version(binary), "inputs": inputs_of(name), "model": model(), **answer}
    ANSWERS.write_text(json.dumps(dict(sorted(answers.items())), indent=1) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="questions, all where left out")
    parser.add_argument("--folder", type=pathlib.Path, default=SOURCE / "results/questions", help="where outputs go")
    parser.add_argument("--binary", type=pathlib.Path, default=SOURCE / "build/moat")
    parser.add_argument("--plain", action="store_true", help="no parameter samples, no reasons: pages say that these are not asked")
    options = parser.parse_args()
    if unknown := set(options.names) - set(questions()):
        parser.error(f"no question {', '.join(sorted(unknown))}; there are {', '.join(questions())}")
    options.folder.mkdir(parents=True, exist_ok=True)
    for name in options.names or questions():
        answer = ask(options.binary, name, options.folder, [] if options.plain else ["--robust", "--why"])
        keep(options.binary, name, answer)
        print(f"{name}: {answer['verdict']} ({answer['seconds']} s)", flush=True)


if __name__ == "__main__":
    sys.exit(main())
