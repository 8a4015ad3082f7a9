"""moat verify: what is chosen, what is printed where, exit codes. The whole suite runs in tests/verify/suite_test.py."""

import json

import pytest

KEYS = {"benchmark", "name", "source", "through", "what", "test", "expected", "obtained", "tolerance", "standard_error", "z",
        "critical", "runs", "holds", "seconds"}


def test_one_benchmark_as_a_table(moat):
    done = moat("verify", "--only", "B6")
    assert "Anderson, de Palma & Thisse 1992" in done.stdout and "FAILED" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 120
    assert done.stderr.startswith("moat verify: ") and len(done.stderr.splitlines()) == 1


def test_as_json(moat):
    rows = json.loads(moat("verify", "--only", "B6", "--json").stdout)
    assert len(rows) > 10 and all(set(row) == KEYS for row in rows)
    assert {row["benchmark"] for row in rows} == {"B6"} and all(row["holds"] is True for row in rows)
    assert {row["test"] for row in rows} <= {"exact", "sampled", "sign"}


def test_as_markdown(moat):
    lines = moat("verify", "--only", "B6", "--markdown").stdout.splitlines()
    assert lines[0].startswith("| benchmark |") and all(line.startswith("| B6 ") for line in lines[2:])
    moat("verify", "--only", "B6", "--markdown", "--json", code=2)


def test_list_runs_nothing(moat):
    listed = json.loads(moat("verify", "--list", "--json", "--scenarios", "nowhere").stdout)
    assert {"B6", "B15"} <= {row["benchmark"] for row in listed}
    assert all(row["expressible"] or row["cannot"] for row in listed)
    assert "not expressible" in moat("verify", "--list").stdout


def test_several_benchmarks(moat):
    for words in (["--only", "B6", "B15"], ["--only", "B15,B6"], ["--only", "B6", "--only", "B15"]):
        rows = json.loads(moat("verify", "--json", *words).stdout)
        assert {row["benchmark"] for row in rows} == {"B6", "B15"}


@pytest.mark.parametrize("words, named", [
    (["--only", "B99"], "'B99' is no benchmark (must be one of B"),
    (["--only", "b6"], "'b6' is no benchmark"),
    (["--only"], "--only"),
    (["-j", "many"], "--jobs"),
])
def test_wrong_words_are_2(moat, words, named):
    done = moat("verify", *words, code=2)
    assert named in done.stderr and done.stdout == ""
    assert len(done.stderr.splitlines()) <= 3


def test_missing_folder_is_66(moat):
    assert "nowhere" in moat("verify", "--scenarios", "nowhere", code=66).stderr


def test_a_benchmark_without_its_scenario_fails_and_the_others_run(moat, tmp_path):
    rows = json.loads(moat("verify", "--only", "B6", "--json", "--scenarios", tmp_path, code=1).stdout)
    failed = [row for row in rows if not row["holds"]]
    assert [row["test"] for row in failed] == ["sign"] and "bertrand.yaml" in failed[0]["what"]
    assert len(rows) > 10
    assert "FAILED" in moat("verify", "--only", "B6", "--scenarios", tmp_path, code=1).stdout


def test_results_do_not_depend_on_threads(moat):
    def numbers(jobs):
        rows = json.loads(moat("verify", "--only", "B6,B19", "--json", "-j", jobs).stdout)
        return [(row["what"], row["obtained"]) for row in rows]

    assert numbers(1) == numbers(3)
