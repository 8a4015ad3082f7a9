"""The pages that show the answers to the questions are up to date, and the answers are those of this model.

`python3 tests/answers_test.py --update` writes the pages anew from scenarios/questions/answers.json; tests/ask.py asks.
"""

import json
import pathlib
import re
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))
ask = pytest.importorskip("ask")  # noqa: E402, needs the path above

BLOCK = re.compile(r"(<!-- answers -->\n)(.*?)(<!-- end answers -->)", re.DOTALL)
ONE = re.compile(r"(<!-- answer (\w+) -->\n)(.*?)(<!-- end answer -->)", re.DOTALL)
MARKS = {"holds": "yes", "fails": "no", "open": "open"}
WORDS = {"supported": "**supported**", "contradicted": "**contradicted**", "depends": "**depends**", "not settled": "**not settled**"}
NAMES = ask.questions()


def number(x, signed=False):
    if x is None:
        return "–"
    signed = signed and x != 0
    text = f"{x:+,.3g}" if signed else f"{x:,.3g}"
    return f"{x:+,.0f}" if signed and "e" in text else f"{x:,.0f}" if "e" in text else text


def unit_of(unit, difference=False):
    return "" if unit in ("", "1") else " points" if unit == "%" and difference else f" {unit}"


def difference_of(test):
    return bool(test["minus"]) or " - " in test["of"]


def words_of(test):
    difference = difference_of(test)
    unit = " %" if test["relative"] else unit_of(test["unit"], difference)
    return f"{test['name'].replace('_', ' ')}: {MARKS[test['finding']]} ({number(test['mean'], difference)} ± {test['ci95']:.2g}{unit})"


def line_of(answer):
    """The answer in a line."""
    return f"{WORDS[answer['verdict']]}: " + "; ".join(map(words_of, answer["tests"]))


def percent(share):
    return f"{100 * share:.0f} %"


def flips_of(answer):
    flips = [f"{flip['factor']}{'' if flip['clear'] else ' (may be chance)'}" for flip in answer["robust"]["flips"]]
    return ", ".join(flips) or "too few worlds flip it"


def table(head, rows):
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])


def index(answers):
    """The table of scenarios/README.md."""
    rows = [[f"[{name}](questions/{name}.yaml)", answer["question"], ", ".join(row["arm"] for row in answer["outcomes"][0]["rows"]),
             line_of(answer), f"{percent(answer['robust']['verdict_holds'])} ({percent(answer['robust']['at_home'])})", answer["version"]] for name, answer in answers.items()]
    return table(["file", "question", "arms", "answer", "worlds where the same tests hold (what chance alone leaves)", "given by"], rows)


def short_index(answers):
    """The table of README.md."""
    rows = [[f"[{name}](scenarios/questions/{name}.yaml)", answer["claim"].rstrip("."), WORDS[answer["verdict"]],
             f"{percent(answer['robust']['verdict_holds'])} ({percent(answer['robust']['at_home'])})"] for name, answer in answers.items()]
    return table(["question", "claim of the sources", "verdict", "worlds where the same tests hold (what chance alone leaves)"], rows)


def spread(part, signed=False):
    return f"{number(part['mean'], signed)} ({number(part['q05'], signed)} to {number(part['q95'], signed)})"


def outcome_table(outcome):
    rows = [[row["arm"], spread(row), spread(row["difference"], True) if row["difference"] else "", str(row["runs"]),
             "" if not row["basins"] else f"{percent(row['basins']['low_share'])} near {number(row['basins']['low_mean'])}, "
             f"the others near {number(row['basins']['high_mean'])}"] for row in outcome["rows"]]
    head = ["arm", "mean (5 to 95 % of runs)", "difference", "runs", "basins"]
    if not any(row[-1] for row in rows):
        head, rows = head[:-1], [row[:-1] for row in rows]
    return f"{outcome['description']}{' [' + outcome['unit'] + ']' if outcome['unit'] not in ('', '1') else ''}:\n\n{table(head, rows)}"


def why_table(answer):
    channels = list(next(iter(answer["why"].values())))
    rows = [[arm, *(spread(parts[channel], True) for channel in channels)] for arm, parts in answer["why"].items()]
    return table(["arm", *channels], rows)


def claimed(test):
    unit = " %" if test["relative"] else unit_of(test["unit"], difference_of(test))
    if test["above"] is not None and test["below"] is not None:
        return f"{test['above']:g} to {test['below']:g}{unit}"
    return f"above {test['above']:g}{unit}" if test["above"] is not None else f"below {test['below']:g}{unit}"


def in_worlds(test):
    """In how many worlds a test holds, and what tells them from the others."""
    clear = [f"{flip['factor']}: {percent(flip['below'])} below {number(flip['split'])}, {percent(flip['above'])} above"
             for flip in test["flips"] if flip["clear"]]
    return percent(test["holds"]), "".join(clear)


def section(name, answer):
    tests = [[test["description"], claimed(test), f"{number(test['mean'], difference_of(test))} ± {test['ci95']:.2g}", MARKS[test["finding"]],
              *in_worlds(answer["robust"]["tests"][test["name"]])] for test in answer["tests"]]
    robust = answer["robust"]
    return "\n\n".join([
        f"## {answer['title']}", f"[{name}.yaml]({name}.yaml): {answer['question']}",
        f"**Claim.** {answer['claim']} **Verdict.** {answer['verdict'].capitalize()}; the same in {percent(robust['verdict_holds'])} "
        f"of {robust['worlds']} worlds (chance alone leaves {percent(robust['at_home'])}). What flips it most: {flips_of(answer)}.",
        table(["what the claim implies", "claimed", "found (95 %)", "holds", "in worlds", "what flips it"], tests),
        *map(outcome_table, answer["outcomes"]),
        f"Why ({answer['outcomes'][0]['description']}: parts of the difference, Shapley values, 5 to 95 % of runs):\n\n{why_table(answer)}"])


def page(answers):
    """scenarios/questions/README.md."""
    return "\n\n".join([
        "# Answers to the questions",
        "Made by `python3 tests/ask.py` and `python3 tests/answers_test.py --update`; what the columns mean is in "
        "[../README.md](../README.md). Differences are from the first arm, run by run with the same random numbers; never read a mean "
        "without its range. Results may contradict the sources.",
        *(section(name, answer) for name, answer in answers.items())]) + "\n"


def compare(path, wanted, update):
    if update:
        path.write_text(wanted)
    assert path.read_text() == wanted, f"{path.name} is out of date: python3 tests/answers_test.py --update"


def test_pages(source, update):
    answers = ask.read()
    compare(source / "scenarios/questions/README.md", page(answers), update)
    for place, rows in (("scenarios/README.md", index), ("README.md", short_index)):
        text = (source / place).read_text()
        assert len(BLOCK.findall(text)) == 1 and text.count("<!-- answer") == 1 + len(ONE.findall(text))
        text = BLOCK.sub(lambda m: f"{m[1]}\n{rows(answers)}\n\n{m[3]}", text)
        compare(source / place, ONE.sub(lambda m: f"{m[1]}\n{line_of(answers[m[2]])}.\n\n{m[4]}", text), update)


def test_every_question_has_an_answer():
    assert list(ask.read()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_answers_are_of_the_question_as_it_is(name):
    kept = ask.read()[name]
    assert kept["inputs"] == ask.inputs_of(name), f"{name} has changed: python3 tests/ask.py {name}"


def test_answers_are_of_the_model_as_it_is():
    stale = [name for name, answer in ask.read().items() if answer["model"] != ask.model()]
    assert not stale, f"results of the model changed (tests/golden): python3 tests/ask.py {' '.join(stale)}"


def close(found, kept):
    """Equal but for the last digits, in which C libraries may differ."""
    if isinstance(kept, dict):
        return found.keys() == kept.keys() and all(close(found[key], kept[key]) for key in kept)
    if isinstance(kept, list):
        return len(found) == len(kept) and all(map(close, found, kept))
    return found == pytest.approx(kept, rel=2e-3, abs=1e-9) if isinstance(kept, float) else found == kept


def check_again(binary, name, options=()):
    done = ask.subprocess.run([binary, "run", ask.QUESTIONS / f"{name}.yaml", "--json", "-o", "again.h5", *options],
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
    found = ask.condense(check_again(binary, name, ["--robust", "--why"]))
    kept = ask.read()[name]
    for key, value in json.loads(json.dumps(found)).items():
        assert close(value, kept[key]), key


if __name__ == "__main__":
    raise SystemExit(pytest.main(["-c", str(ROOT / "pytest.ini"), __file__, *sys.argv[1:]]))
