"""The page of a question: what it says, and that it says what the program says."""

import json
import re

import numpy as np
import pytest

from analysis import question_page
from analysis.__main__ import main
from analysis.question import open_question, summary


@pytest.fixture
def page(asked):
    assert main([str(asked)]) == 0
    return asked.with_suffix(".html").read_text()


def test_page_holds_verdict_tables_and_pictures_and_needs_nothing_else(page, asked):
    assert "<h2>Depends</h2>" in page and "They do." in page and "Do they?" in page
    assert re.findall(r'<td class="verdict">(\w+)</td>', page) == ["holds", "fails", "open", "holds"]
    assert len(re.findall(r'<img src="data:image/png;base64,', page)) == 3 and "<script" not in page
    assert (asked.with_name("chips_figures") / "fan.png").is_file()
    assert not re.findall(r'(?:src|href)="(?!data:)', page)


def test_no_mean_stands_alone(page):
    cells = re.findall(r'<td class="name">(?:\w+)</td><td>([^<]*)</td><td>([^<]*)</td>', page)
    assert len(cells) == 6 and all(" to " in level for level, _ in cells)
    assert all(" to " in difference for _, difference in cells if difference)


def test_one_arm_is_still_a_page_of_its_own(asked, tmp_path):
    assert main([str(asked), "--point", "strict", "-o", str(tmp_path / "one.html")]) == 0
    assert "Scenario\nstrict" in (tmp_path / "one.html").read_text()


def test_numbers_have_the_decimals_of_what_differs():
    assert question_page.with_range(summary(np.array([1.0, 2, 3])), 1, "+") == "+2.0 (+1.1 to +2.9)"
    assert question_page.with_range(summary(np.array([2.0])), 2) == "2.00 (one run)"
    assert question_page.with_range(summary(np.array([np.nan])), 2) == "none"


@pytest.mark.parametrize("findings, word", [
    ([], ""), (["holds"], "supported"), (["holds", "open"], "not settled"), (["fails", "open"], "contradicted"),
    (["holds", "fails"], "depends"), (["open"], "not settled")])
def test_verdicts(findings, word):
    assert question_page.verdict(findings) == word


def test_page_judges_as_the_program_does(moat, little, tmp_path):
    path = tmp_path / "question.yaml"
    path.write_text(f"""schema_version: 2
extends: {little}
title: Little question
run: {{end: 2025-06, developers: 300, replicates: 4}}
outcomes:
  cost: {{series: serving_cost, select: {{line: Birch}}}}
  open: {{series: world_open_token_share, unit: "%", factor: 100}}
arms: {{plain: {{}}, dear: {{set: {{capability.reference_parameters: 200}}}}, same: {{}}}}
verdict:
  tests:
    dearer: {{outcome: cost, of: {{dear: 1, plain: -1}}, relative: true, above: 50}}
    cheaper: {{outcome: cost, of: {{dear: 1, plain: -1}}, below: 0}}
    apart: {{outcome: open, minus: cost, of: {{plain: 1}}, above: 1.0e3}}
""")
    moat("run", path, "-o", tmp_path / "q.h5")
    said = json.loads(moat("compare", tmp_path / "q.h5", "--json").stdout)
    judged = question_page.tests(open_question(tmp_path / "q.h5"))
    assert [test["finding"] for test in judged] == [test["finding"] for test in said["tests"]]
    assert question_page.verdict([test["finding"] for test in judged]) == said["verdict"] == "depends"
