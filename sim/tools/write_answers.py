"""Writes the pages that show the answers to the questions, from scenarios/questions/answers.json (sim/tools/ask.py asks).

    python3 sim/tools/write_answers.py [--check]

The pages: scenarios/questions/README.md, and what stands between <!-- answers --> and <!-- end answers -->, or <!-- answer
NAME --> and <!-- end answer -->, in README.md and scenarios/README.md.
"""

import re
import sys

import ask
from pages import SOURCE, write

BLOCK = re.compile(r"(<!-- answers -->\n)(.*?)(<!-- end answers -->)", re.DOTALL)
ONE = re.compile(r"(<!-- answer (\w+) -->\n)(.*?)(<!-- end answer -->)", re.DOTALL)
NOT_ASKED = "not asked of this model yet"
MARKS = {"holds": "yes", "fails": "no", "open": "open"}
WORDS = {"supported": "**supported**", "contradicted": "**contradicted**", "depends": "**depends**", "not settled": "**not settled**"}


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
    flips = [f"{flip['factor']}{'' if flip['clear'] else ' (may be noise)'}" for flip in answer["robust"]["flips"]]
    return ", ".join(flips) or "too few samples flip it"


def held(answer):
    """The share of parameter samples in which the same tests hold, and the one to be expected from noise alone."""
    robust = answer.get("robust")
    return f"{percent(robust['verdict_holds'])} ({percent(robust['baseline_agreement'])})" if robust else NOT_ASKED


def table(head, rows):
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])


def index(answers):
    """The table of scenarios/README.md."""
    rows = [[f"[{name}](questions/{name}.yaml)", answer["question"], ", ".join(row["arm"] for row in answer["outcomes"][0]["rows"]),
             line_of(answer), held(answer), answer["version"]] for name, answer in answers.items()]
    return table(["file", "question", "arms", "answer", "samples where the same tests hold (from noise alone)", "given by"], rows)


def short_index(answers):
    """The table of README.md."""
    rows = [[f"[{name}](scenarios/questions/{name}.yaml)", answer["claim"].rstrip("."), WORDS[answer["verdict"]],
             held(answer)] for name, answer in answers.items()]
    return table(["question", "claim of the sources", "verdict", "samples where the same tests hold (from noise alone)"], rows)


def with_range(part, signed=False):
    return f"{number(part['mean'], signed)} ({number(part['q05'], signed)} to {number(part['q95'], signed)})"


def outcome_table(outcome):
    rows = [[row["arm"], with_range(row), with_range(row["difference"], True) if row["difference"] else "", str(row["runs"]),
             "" if not row["basins"] else f"{percent(row['basins']['low_share'])} near {number(row['basins']['low_mean'])}, "
             f"the others near {number(row['basins']['high_mean'])}"] for row in outcome["rows"]]
    head = ["arm", "mean (5 to 95 % of runs)", "difference", "runs", "basins"]
    if not any(row[-1] for row in rows):
        head, rows = head[:-1], [row[:-1] for row in rows]
    return f"{outcome['description']}{' [' + outcome['unit'] + ']' if outcome['unit'] not in ('', '1') else ''}:\n\n{table(head, rows)}"


def why_table(answer):
    channels = list(next(iter(answer["why"].values())))
    rows = [[arm, *(with_range(parts[channel], True) for channel in channels)] for arm, parts in answer["why"].items()]
    return table(["arm", *channels], rows)


def claimed(test):
    unit = " %" if test["relative"] else unit_of(test["unit"], difference_of(test))
    if test["above"] is not None and test["below"] is not None:
        return f"{test['above']:g} to {test['below']:g}{unit}"
    return f"above {test['above']:g}{unit}" if test["above"] is not None else f"below {test['below']:g}{unit}"


def in_samples(answer, name):
    """The share of the parameter samples in which a test holds, and the factor that decides it."""
    if "robust" not in answer:
        return NOT_ASKED, ""
    test = answer["robust"]["tests"][name]
    clear = [f"{flip['factor']}: {percent(flip['below'])} below {number(flip['split'])}, {percent(flip['above'])} above"
             for flip in test["flips"] if flip["clear"]]
    return percent(test["holds"]), "".join(clear)


def section(name, answer):
    tests = [[test["description"], claimed(test), f"{number(test['mean'], difference_of(test))} ± {test['ci95']:.2g}", MARKS[test["finding"]],
              *in_samples(answer, test["name"])] for test in answer["tests"]]
    robust = answer.get("robust")
    samples = (f"the same in {percent(robust['verdict_holds'])} of {robust['samples']} parameter samples (from sampling noise alone: "
               f"{percent(robust['baseline_agreement'])}). What flips it most: {flips_of(answer)}." if robust else
               f"parameter samples and reasons: {NOT_ASKED} (`python3 sim/tools/ask.py {name}`).")
    return "\n\n".join([
        f"## {answer['title']}", f"[{name}.yaml]({name}.yaml): {answer['question']}",
        f"**Claim.** {answer['claim']} **Verdict.** {answer['verdict'].capitalize()}; {samples}",
        table(["what the claim implies", "claimed", "found (95 %)", "holds", "in samples", "what flips it"], tests),
        *map(outcome_table, answer["outcomes"]),
        *([f"Why ({answer['outcomes'][0]['description']}: parts of the difference, Shapley values, 5 to 95 % of runs):\n\n{why_table(answer)}"]
          if "why" in answer else [])])


def page(answers):
    """scenarios/questions/README.md."""
    return "\n\n".join([
        "# Answers to the questions",
        "Written by `python3 sim/tools/ask.py` and `python3 sim/tools/write_answers.py`; the columns are explained in "
        "[../README.md](../README.md). Differences are from the first arm, replicate by replicate with the same random numbers; never "
        "read a mean without its range. Results may contradict the sources.",
        *(section(name, answer) for name, answer in answers.items())]) + "\n"


def pages():
    """Every page by its path, as it should be."""
    answers = ask.read()
    yield SOURCE / "scenarios/questions/README.md", page(answers)
    for name, rows in (("scenarios/README.md", index), ("README.md", short_index)):
        text = (SOURCE / name).read_text()
        if len(BLOCK.findall(text)) != 1 or text.count("<!-- answer") != 1 + len(ONE.findall(text)):
            sys.exit(f"{name}: marks of answers are missing or left open")
        text = BLOCK.sub(lambda m: f"{m[1]}\n{rows(answers)}\n\n{m[3]}", text)
        yield SOURCE / name, ONE.sub(lambda m: f"{m[1]}\n{line_of(answers[m[2]])}.\n\n{m[4]}", text)


if __name__ == "__main__":
    sys.exit(write(pages(), __doc__))
