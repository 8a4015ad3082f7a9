"""moat compare and what moat run prints of a question: text, JSON, CSV, files, parameter samples, reasons."""

import csv
import io
import json

import pytest

QUESTION = """schema_version: 2
extends: {little}
title: Little question
run: {{end: 2025-09, developers: 300, replicates: 4}}
record: {{flows: true}}
outcomes:
  open: {{series: world_open_token_share, description: open share, unit: "%", factor: 100}}
  cost: {{series: serving_cost, select: {{line: Birch}}}}
arms:
  plain: {{}}
  dear: {{description: serving costs twice as much, set: {{capability.reference_parameters: 200}}}}
  same: {{}}
verdict:
  claim: Dear is dear.
  tests:
    dearer: {{outcome: cost, of: {{dear: 1, plain: -1}}, relative: true, above: 50}}
    nothing: {{outcome: open, of: {{same: 1, plain: -1}}, above: -1, below: 1}}
robust:
  samples: 8
  replicates: 1
  developers: 100
  factors: {{research.distillation: {{uniform: [0, 0.5]}}}}
"""


@pytest.fixture(scope="session")
def question(little, tmp_path_factory):
    path = tmp_path_factory.mktemp("question") / "question.yaml"
    path.write_text(QUESTION.format(little=little))
    return path


@pytest.fixture(scope="session")
def asked(moat, question):
    output = question.with_name("asked.h5")
    return output, moat("run", question, "-o", output).stdout


def test_run_ends_with_tables_and_the_verdict(asked):
    text = asked[1]
    assert "open: open share [%]" in text and "difference (s.e.)" in text
    assert "Verdict: supported (holds: dearer, nothing)" in text
    rows = [line for line in text.splitlines() if line.startswith("  same")]
    assert len(rows) == 2 and all("0.00" in row or "0.0 (" in row or " 0 (" in row for row in rows)


def test_the_output_says_what_sets_arms_apart(asked):
    xr = pytest.importorskip("xarray")
    with xr.open_dataset(asked[0]) as data:
        assert data.arm_description.values.tolist() == ["", "serving costs twice as much", ""]


def test_compare_says_the_same_of_the_file(moat, asked):
    assert moat("compare", asked[0]).stdout == asked[1]


def test_json_and_csv_hold_the_numbers_of_the_text(moat, asked):
    found = json.loads(moat("compare", asked[0], "--json").stdout)
    assert found["verdict"] == "supported" and [t["finding"] for t in found["tests"]] == ["holds", "holds"]
    dear = found["outcomes"][1]["points"][1]
    assert dear["paired"] and dear["difference"]["runs"] == 4 and dear["level"]["q05"] <= dear["level"]["mean"] <= dear["level"]["q95"]
    rows = list(csv.DictReader(io.StringIO(moat("compare", asked[0], "--csv").stdout.split("\n\n")[0])))
    row = next(row for row in rows if (row["outcome"], row["point"], row["what"]) == ("cost", "dear", "difference"))
    assert float(row["mean"]) == dear["difference"]["mean"] and row["paired"] == "yes"


def test_any_series_of_any_files(moat, asked, little, tmp_path):
    other = tmp_path / "other.h5"
    moat("run", little, "--developers", 300, "--until", "2025-09", "--replicates", 2, "-o", other)
    text = moat("compare", asked[0], other, "--series", "tokens_by_kind[openness=open,origin=west]@2025-06").stdout
    for point in ("asked/plain", "asked/dear", "other"):
        assert f"  {point}" in text
    assert "Verdict" not in text


def test_what_cannot_be_compared_is_said(moat, asked, tmp_path, little):
    assert "series is 'token', which is no series (did you mean tokens?)" in moat("compare", asked[0], "--series", "token", code=65).stderr
    assert "no such file" in moat("compare", tmp_path / "none.h5", code=66).stderr.lower()
    plain = tmp_path / "plain.h5"
    moat("run", little, "--developers", 100, "--until", "2025-03", "-o", plain)
    assert "it has no outcomes: name series with --series" in moat("compare", plain, code=74).stderr


def test_robust_and_why_are_printed_and_kept(moat, question, tmp_path):
    xr = pytest.importorskip("xarray")
    output = tmp_path / "out.h5"
    text = moat("run", question, "-o", output, "--robust", "--why").stdout
    assert "Robust: the same tests hold in 8 of 8 (100 %) parameter samples" in text
    assert "Why arms differ from plain" in text and "Who took users from whom" in text
    with xr.open_dataset(tmp_path / "out_robust.h5") as robust:
        assert robust.value.dims == ("test", "sample") and robust.sizes["sample"] == 8
    with xr.open_dataset(tmp_path / "out_why.h5") as why:
        assert abs(why.contribution.sum("channel") - why.difference).max() < 1e-9
    found = json.loads(moat("run", question, "-o", output, "--force", "--robust", "--why", "--json").stdout)
    assert found["robust"]["verdict_holds"] == 1 and {row["arm"] for row in found["why"]} == {"dear", "same"}
    part = found["why"][0]["parts"]["pricing"]
    assert part["q05"] <= part["mean"] <= part["q95"] and part["runs"] == 4
    flow = next(row for row in found["flows"] if row["point"] == "dear")
    assert {"mean", "q05", "q95"} <= set(flow["net"]) and "difference" in flow


def test_a_dry_run_counts_what_robust_and_why_add(moat, question, tmp_path):
    text = moat("run", question, "-o", tmp_path / "out.h5", "--robust", "--why", "--dry-run").stdout
    assert "robust      24 runs more, of 100 developers\n" in text  # 8 samples of 3 arms
    assert "why         264 runs more, of as many developers\n" in text  # 33 runs of 2 arms in 4 replicates
    assert " more, of " not in moat("run", question, "-o", tmp_path / "out.h5", "--dry-run").stdout


@pytest.mark.parametrize("what", ["robust", "why"])
def test_what_stands_beside_the_output_is_not_replaced_unasked(moat, question, tmp_path, what):
    (tmp_path / f"out_{what}.h5").write_text("kept")
    assert "give --force" in moat("run", question, "-o", tmp_path / "out.h5", f"--{what}", code=73).stderr
    assert (tmp_path / f"out_{what}.h5").read_text() == "kept" and not (tmp_path / "out.h5").exists()


def test_robust_needs_a_question(moat, little, tmp_path):
    assert "the scenario has no verdict.tests" in moat("run", little, "--robust", "-o", tmp_path / "x.h5", code=65).stderr
    assert "--why: cannot explain" in moat("run", little, "--why", "-o", tmp_path / "x.h5", code=65).stderr
    assert not (tmp_path / "x.h5").exists()


def test_tables_need_outcomes(moat, little, tmp_path):
    assert "--json: has nothing to print" in moat("run", little, "--json", "-o", tmp_path / "x.h5", code=65).stderr
    assert not (tmp_path / "x.h5").exists()


def test_one_arm_of_a_question_has_no_verdict(moat, question, tmp_path):
    text = moat("run", question, "--arm", "plain", "-o", tmp_path / "x.h5").stdout
    assert "open: open share" in text and "Verdict" not in text


def test_a_run_that_was_interrupted_judges_all_runs(moat, question, asked, tmp_path):
    """Runs of an earlier call count, though this one has not seen them."""
    output = tmp_path / "again.h5"
    moat("run", question, "-o", output, "--force")
    assert moat("compare", output).stdout == asked[1]


def test_a_scenario_in_full_says_the_same(moat, question, asked, tmp_path):
    full = tmp_path / "full.yaml"
    full.write_text(moat("validate", "--full", question).stdout)
    assert "extends" not in full.read_text() and "  peer_weight: " in full.read_text()
    assert moat("run", full, "-o", tmp_path / "full.h5").stdout == asked[1]
