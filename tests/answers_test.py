"""The answers kept for the questions are those of this model and of the questions as they are."""

import json
import subprocess

import pytest

ask = pytest.importorskip("ask")  # in sim/tools; needs PyYAML

NAMES = ask.questions()


def test_every_question_has_an_answer():
    assert list(ask.read()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_answers_are_of_the_question_as_it_is(name):
    kept = ask.read()[name]
    assert kept["inputs"] == ask.inputs_of(name), f"{name} has changed: python3 sim/tools/ask.py {name}"


def test_answers_are_of_the_model_as_it_is():
    stale = [name for name, answer in ask.read().items() if answer["model"] != ask.model()]
    assert not stale, f"results of the model changed (tests/golden): python3 sim/tools/ask.py {' '.join(stale)}"


def close(found, kept):
    """Equal but for the last digits, in which C libraries may differ."""
    if isinstance(kept, dict):
        return found.keys() == kept.keys() and all(close(found[key], kept[key]) for key in kept)
    if isinstance(kept, list):
        return len(found) == len(kept) and all(map(close, found, kept))
    return found == pytest.approx(kept, rel=2e-3, abs=1e-9) if isinstance(kept, float) else found == kept


def check_again(binary, name, options=()):
    done = subprocess.run([binary, "run", ask.QUESTIONS / f"{name}.yaml", "--json", "-o", "again.h5", *options],
                              capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_quickest_question_is_answered_alike(binary, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found, kept = check_again(binary, "third_of_usage"), ask.read()["third_of_usage"]
    assert found["verdict"] == kept["verdict"]
    assert all(close(ask.rounded(a["found"]["mean"]), b["mean"]) for a, b in zip(found["tests"], kept["tests"]))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_all_questions_are_answered_alike(binary, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    kept = ask.read()[name]
    found = ask.condense(check_again(binary, name, ["--robust", "--why"] if "robust" in kept else []))
    for key, value in json.loads(json.dumps(found)).items():
        assert close(value, kept[key]), key
