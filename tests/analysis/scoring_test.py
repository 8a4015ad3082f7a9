import json

import numpy as np
import pytest

from analysis.__main__ import main
from analysis.scoring import units
from analysis.scoring.ensemble import open_ensemble
from analysis.scoring.score import score
from analysis.scoring.targets import read_targets
from tests.analysis import little_ensemble

HEADER = "id,series,selectors,months,statistic,value,sd,unit,bound,scale,sd_model\n"


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    return little_ensemble.write(tmp_path_factory.mktemp("runs") / "little.h5")


def table(folder, *rows):
    path = folder / "targets.csv"
    path.write_text(HEADER + "".join(row + "\n" for row in rows))
    return path


def scored(path, folder, *rows, **more):
    targets, problems = read_targets(table(folder, *rows))
    return score(open_ensemble(path, **{name: more.pop(name) for name in ("point", "weights") if name in more}), targets,
                 problems, [], **more)


STATISTICS = [
    ("tokens,,2025-03,level,1,1,Mtok/month", [198, 297]),  # 3 x 11 x (1 + 2 + 3 or 6)
    ("tokens,,2025-01..2025-03,level,1,1,Mtok/month", [132, 198]),
    ("tokens,region=us line=a+b,2025-01,level,1,1,million tokens/month", [3, 3]),
    ("tokens,region=us,2025-01,level,1,1,trillion tokens/year", [6 * 12e-6, 9 * 12e-6]),
    ("tokens,region=us | openness=open,2025-01,share,50,1,%", [500 / 6, 800 / 9]),
    ("tokens,firm=X,2025,share,50,1,%", [50, 100 / 3]),
    ("tokens,origin=china,2025,share,0.5,1,", [0.5, 2 / 3]),
    ("tokens,firm=X openness=open region!=us,2025-01,share,50,1,%", [2000 / 66, 2000 / 99]),
    ("tokens,region=us | firm=Y / firm=X,2025-Q2,ratio,1,1,times", [1, 2]),
    ("tokens,,2025-01..2025-12,growth,1,1,times", [12, 12]),
    ("tokens,,2025-01..2025-03,growth,1,1,times/month", [3**0.5, 3**0.5]),
    ("tokens,,2025-01..2025-07,growth,1,1,%/year", [4800, 4800]),
    ("tokens,line=b,2025,rank,1,1,", [2, 2]),
    ("tokens,firm=Y,2025-06,rank,1,1,", [1, 1]),
    ("lag,,2025-12,level,1,1,years", [0.25, 0.5]),
    ("price,line=max,2025-12,level,1,1,USD/Mtok", [2, 2]),
    ("price,line=mean openness=closed,2025-12,level,1,1,USD/Mtok", [1, 1]),
    ("revenue,origin=china,2025,level,1,1,billion USD/year", [24, 24]),
    ("large_releases,origin=us openness=closed,2025,level,1,1,models/year", [1, 0]),
    ("large_releases,origin=us openness=open,2025,level,1,1,models/year", [0, 0]),  # its one model is too small
    ("large_releases,origin=china | openness=open,2025,share,1,1,%", [100, 100])]


@pytest.mark.parametrize("row, expected", STATISTICS, ids=[row.replace(",", " ") for row, _ in STATISTICS])
def test_a_statistic_by_hand(runs, tmp_path, row, expected):
    targets, problems = read_targets(table(tmp_path, "one," + row))
    assert not problems
    assert open_ensemble(runs).simulated(targets[0]) == pytest.approx(expected)


UNCOMPARED = [
    ("token,,2025-03,level,1,1,", 5, "no series token in the file; did you mean tokens?"),
    ("tokens,regin=us,2025-03,level,1,1,", 12, "tokens is not by regin; did you mean region?"),
    ("tokens,firm=Z,2025-03,level,1,1,", 12, "no firm Z in the file; it may be X, Y"),
    ("tokens,,2024-12..2025-01,level,1,1,", 13, "months outside of the run: 2024-12; it has 2025-01 to 2025-12"),
    ("tokens,,2025-03,level,1,1,USD", 31, "tokens has the unit Mtok/month, which is no multiple of USD"),
    ("lag,,2025-03,share,1,1,", 0, "a share needs selectors that say of what"),
    ("price,,2025-03,level,1,1,", 11, "price (USD/Mtok) does not add up over line: name one, or say line=mean"),
    ("price,line=a,2025-03,share,1,1,", 26, "does not add up, so nothing is a share of it"),
    ("price,line=c,2025-03,level,1,1,", 5, "no run has a number"),
    ("tokens,line=a+b,2025,rank,1,1,", 12, "a rank is that of one label of one axis"),
    ("tokens,firm=X / firm=Y,2025,level,1,1,", 12, "with a / the statistic is ratio"),
    ("tokens,firm=X,2025,ratio,1,1,", 12, "a ratio needs what it divides by"),
    ("tokens,,2025-13,level,1,1,", 13, "months hold '2025-13'"),
    ("tokens,,2025-03,levle,1,1,", 21, "statistic is 'levle'; did you mean level?"),
    ("tokens,,2025-03,level,nan,1,", 27, "not a finite number"),
    ("tokens,,2025-03,level,ten,1,", 27, "value is 'ten', not a number"),
    ("tokens,,2025-03,level,1,-1,", 29, "a standard deviation is 0 or more"),
    ("tokens,,2025-03,growth,1,1,", 13, "growth needs two months"),
    ("tokens,,2025-03,level,0,1,,,log", 27, "on the scale log it must be above 0")]


@pytest.mark.parametrize("row, column, words", UNCOMPARED, ids=[words[:40].replace("/", " ") for _, _, words in UNCOMPARED])
def test_what_cannot_be_compared_says_why_and_where(runs, tmp_path, row, column, words):
    found = scored(runs, tmp_path, "one," + row)
    assert not found.rows and len(found.problems) == 1
    assert words in found.problems[0].text and found.problems[0].line == 2
    assert found.problems[0].column == column or column == 0


def test_all_problems_of_all_rows_at_once(runs, tmp_path):
    found = scored(runs, tmp_path, ",lgg,,25,lev,x,", "good,lag,,2025-01,level,3,1,months", "good,lag,,2025-02,level,3,1,months")
    assert len(found.rows) == 1 and len(found.problems) == 6
    assert found.problems[-1].text == "id good stands in line 3 already" and found.problems[-1].line == 4


def test_inside_has_the_error_of_measurement_but_not_that_of_the_model(runs, tmp_path):
    """Runs have 3 and 6 months."""
    for value, sd, inside in ((4, 0, True), (6.1, 0, False), (2.9, 0, False), (7.2, 1, True), (7.4, 1, False), (1.8, 1, True),
                              (1.6, 1, False)):  # with an error of 1: 3 - 1.28 to 6 + 1.28
        row = f"x,lag,,2025-01,level,{value},{sd},months,,,"
        assert scored(runs, tmp_path, row + "9").rows[0].inside == inside, value
    row = scored(runs, tmp_path, "x,lag,,2025-01,level,4.5,2,months").rows[0]
    assert (row.median, row.error) == (4.5, 0) and row.crps == pytest.approx(1.5 - 1.5)
    assert scored(runs, tmp_path, "x,lag,,2025-01,level,0.5,2,months").rows[0].error == pytest.approx(4 / (4 + 4.5)**0.5)


def test_a_bound_allows_one_side(runs, tmp_path):
    rows = scored(runs, tmp_path, "a,lag,,2025-01,level,1,0.1,months,at least", "b,lag,,2025-01,level,1,0.1,months,at most").rows
    assert [row.inside for row in rows] == [True, False] and rows[0].error == 0 and rows[1].error > 1
    assert rows[0].crps is None and not rows[0].naive


def test_naive_forecasts_know_what_was_over_before(runs, tmp_path):
    rows = [f"m{month},lag,,2025-{month:02},level,{month},1,months" for month in range(1, 7)]
    found = scored(runs, tmp_path, *rows)
    assert [row.earlier for row in found.rows] == [0, 1, 2, 3, 4, 5]
    since = scored(runs, tmp_path, *rows, since="2025-05")
    assert [(row.target.id, row.earlier) for row in since.rows] == [("m5", 4), ("m6", 4)]
    assert since.rows[1].naive["linear"] < 1e-9 and since.rows[1].naive["last value"] > 0.1


def test_weights_of_points(tmp_path):
    """Runs of A have lags 3 and 6, of B 33 and 66."""
    path = little_ensemble.write(tmp_path / "two.h5", ("A", "B"), weights=[1, 0])
    assert scored(path, tmp_path, "x,lag,,2025-01,level,4,1,months").rows[0].median == 4.5
    (tmp_path / "w.csv").write_text("point,weight\nA,1\nB,3\n")
    ensemble = open_ensemble(path, weights=tmp_path / "w.csv")
    assert ensemble.weights == pytest.approx([1 / 8, 1 / 8, 3 / 8, 3 / 8])
    assert open_ensemble(path, "B").weights == pytest.approx([0.5, 0.5])


def test_coverage_and_skill_over_series(runs, tmp_path):
    rows = [f"{name}{month},{rest.format(month)}" for month in range(1, 7) for name, rest in
            (("lag", "lag,,2025-{0:02},level,7,1,months"), ("big", "tokens,,2025-{0:02},level,1,1,Mtok/month"))]
    found = scored(runs, tmp_path, *rows)
    assert [(one.targets, one.inside) for one in found.series] == [(6, 6), (6, 0)]
    ratio, better, count = found.skill["last value"]
    assert count == 2 and better == 0 and ratio == pytest.approx(1000)  # the naive forecast of a constant is perfect, and bounded


def test_units():
    assert units.parse("billion USD/year") == ("USD/month", pytest.approx(1e9 / 12))
    assert units.parse("trillion tokens per day") == ("Mtok/month", pytest.approx(1e6 * 365.25 / 12))
    assert units.parse("USD per million tokens") == ("USD/Mtok", 1) == units.parse("USD/Mtok")
    assert units.parse("%") == ("1", 0.01) and units.parse("million users") == ("developers", 1e6)


def test_command_prints_text_and_json(runs, tmp_path, capsys):
    path = table(tmp_path, "x,lag,,2025-01,level,4,1,months", "y,lagg,,2025-01,level,4,1,months")
    assert main(["score", str(runs), "--targets", str(path)]) == 0
    out, err = capsys.readouterr()
    assert "1 of 1 targets (100 %)" in out and f"{path}:3:3: y: no series lagg in the file; did you mean lag?" in err
    assert main(["score", str(runs), "--targets", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["coverage"] == 1 and found["rows"][0]["median"] == 4.5 and found["not_compared"][0]["line"] == 3


def test_no_row_to_compare_is_an_error(runs, tmp_path, capsys):
    assert main(["score", str(runs), "--targets", str(table(tmp_path, "y,lagg,,2025-01,level,4,1,months"))]) == 65
    assert "none of its targets can be compared" in capsys.readouterr().err
    assert main(["score", str(runs), "--targets", str(tmp_path / "absent.csv")]) == 66


def test_shipped_targets_are_whole(capsys):
    from analysis.command_line import TARGETS as SHIPPED
    targets, problems = read_targets(SHIPPED)
    assert not problems and len(targets) == 193 and all(one.group and one.sd_model > 0 and one.sd > 0 for one in targets)
    assert all(one.row.cells["source"] and one.row.cells["licence"] and one.last <= "2025-12" for one in targets)
    assert np.isfinite([one.value for one in targets]).all()
