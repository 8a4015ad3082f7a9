"""One word, one meaning: what sim/GLOSSARY.md lists under "we do not write" does not occur, nor other dialect of ours."""

import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
SUFFIXES = {".cpp", ".hpp", ".py", ".mjs", ".md", ".yaml", ".yml", ".j2", ".html", ".json", ".sh", ".txt", ".in", ".cmake", ""}

# Each with what to write instead.
BANNED = {
    "nought": "zero",
    "made anew": "rebuilt",
    **dict.fromkeys(["one a task", "one a developer", "one a process"], "one per"),
    "no integer holds": "exceeds int64",
    **dict.fromkeys(["named words", "named random numbers", "random numbers are named", "random words are named"],
                    "counter-based random numbers, keyed by"),
    "named numbers": "numbers by name; counter-based random numbers",
    "at_home": "baseline_agreement",
    "looked_at": "contrast_values",
    **dict.fromkeys(["chance alone", "chance leaves"], "sampling noise"),
    "worlds": "parameter samples, hybrids, scenarios",
    "other world": "another run, another scenario",
    "made-up": "stylised, invented",
    **dict.fromkeys(["family", "families"], "firm"),
    "loyalty": "switching_bonus",
}
# Terms of others, which are left as they are.
RENAMED = re.compile("<!-- moat describe renamed -->.*?<!-- end -->", re.DOTALL)  # a table of old names
TERMS = re.compile(r"small worlds|model family|model families|zen 5, family 26")
# Where such a word is right, and why.
EXCEPTIONS = {
    "sim/GLOSSARY.md": "lists them", "tests/words_test.py": "lists them", "sim/io/scenario_text/renamed.cpp": "reads old names",
    "tests/io/scenario_text/renamed_test.cpp": "reads old names", "tests/cli/renamed_test.py": "reads old names",
    "analysis/samples.py": "reads old files",
    "sim/CHANGELOG.md": "says what was renamed", "sim/changes/": "says what was renamed",
    "sim/model/": "worlds are states here", "tests/model/": "worlds are states here",
}


def tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0 or not listed.stdout:
        pytest.skip("no git checkout")
    return [name for name in listed.stdout.splitlines() if pathlib.PurePath(name).suffix in SUFFIXES and (ROOT / name).is_file()]


def found_in(text, name=""):
    reason = next((reason for place, reason in EXCEPTIONS.items() if name.startswith(place)), "")
    text = RENAMED.sub(lambda table: "\n" * table[0].count("\n"), TERMS.sub("", text.lower()))
    for word, instead in BANNED.items():
        if word in text and not (reason and (word == "worlds" or not reason.startswith("worlds"))):
            for found in re.finditer(rf"(?<![a-z]){word}(?![a-z])", text):
                yield text.count("\n", 0, found.start()) + 1, word, instead


def test_words_that_we_do_not_write():
    found = [f"{name}:{number}: {word} ({instead})" for name in tracked()
             for number, word, instead in found_in((ROOT / name).read_text(errors="replace"), name)]
    assert found == []


def test_words_are_found():
    text = "What is nought_\nis Made anew in worlds\nand worldsize, bynought, small worlds, the World stays\n"
    assert [(number, word) for number, word, _ in found_in(text)] == [(1, "nought"), (2, "made anew"), (2, "worlds")]
    assert [word for _, word, _ in found_in(text, "sim/model/held.hpp")] == ["nought", "made anew"]


def test_exceptions_are_needed():
    names = tracked()
    assert [place for place in EXCEPTIONS if not any(name.startswith(place) for name in names)] == []
