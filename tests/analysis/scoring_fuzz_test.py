"""Files of targets that nobody foresaw: each is scored, or refused with a message; none is a traceback."""

import random
import time

import pytest

from analysis.__main__ import main
from tests.analysis import little_ensemble

HEADER = "id,series,selectors,months,statistic,value,sd,unit"
GOOD = [HEADER, "a,lag,,2025-01,level,4,1,months", 'b,tokens,"region=us, line=a+b",2025-01,level,3,1,Mtok/month']


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    return little_ensemble.write(tmp_path_factory.mktemp("runs") / "little.h5")


@pytest.fixture
def outcome(runs, tmp_path, capsys):
    def of(raw, *more):
        path = tmp_path / "targets.csv"
        path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        code = main(["score", str(runs), "--targets", str(path), *more])
        out, err = capsys.readouterr()
        assert code == 0 or err.startswith("analysis: ")
        return code, out, err
    return of


GOOD_TEXT = "\n".join(GOOD)
SAME = {"as it is": GOOD_TEXT, "mark": "\ufeff" + GOOD_TEXT, "CRLF": GOOD_TEXT.replace("\n", "\r\n"), "CR": GOOD_TEXT.replace("\n", "\r"),
        "blank lines": GOOD_TEXT.replace("\n", "\n\n,,\n"), "UTF-16": GOOD_TEXT.encode("utf-16"),
        "semicolons": "id;series;selectors;months;statistic;value;sd;unit\na;lag;;2025-01;level;4,0;1;months\n"
                      "b;tokens;region=us line=a+b;2025-01;level;3,0;1;Mtok/month",
        "tabs": "\n".join([HEADER.replace(",", "\t"), "a\tlag\t\t2025-01\tlevel\t4\t1\tmonths",
                           "b\ttokens\tregion=us;line=a+b\t2025-01\tlevel\t3\t1\tMtok/month"]),
        "other names": GOOD_TEXT.replace("months,stat", "window,stat").replace(",sd,", ",sd_measurement,").replace("id,", "ID,"),
        "days": GOOD_TEXT.replace("2025-01", "2025-01-01..2025-01-31"), "latin": GOOD_TEXT.encode() + b"\n,\xe9"}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_the_same_table_written_otherwise(outcome, text):
    code, out, _ = outcome(text)
    assert code == 0 and "2 of 2 targets" in out


REFUSED = {"empty": "", "blank": "\n\n \n", "header only, without columns": "a,b", "no sd": GOOD_TEXT.replace(",sd,", ",se,"),
           "binary": bytes(range(256)) * 50, "one quote": '"', "zeros": b"\0" * 1000}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_no_table_of_targets(outcome, text):
    code, _, err = outcome(text)
    assert code == 65 and "needs the columns" in err


def test_header_alone_has_nothing_to_score(outcome):
    assert outcome(HEADER)[:2] == (0, "No target to score\n")


def test_a_cell_too_long_and_an_open_quote_are_problems(outcome):
    assert "not a row" in outcome(GOOD_TEXT + "\n" + "x" * (1 << 21))[2]
    assert outcome(GOOD_TEXT + '\nc,"lag')[0] == 0
    assert "cells under 8 columns" in outcome(GOOD_TEXT + "\nc,lag,a,b,c,d,e,f,g,h")[2]


def test_many_rows_take_seconds(outcome):
    rows = [f"r{place},lag,,2025-{1 + place % 12:02},level,4,1,months" for place in range(3000)]
    begin = time.process_time()
    assert outcome("\n".join([HEADER, *rows]), "--from", "2025-12")[0] == 0
    assert time.process_time() - begin < 60


CELLS = ["", "nan", "inf", "-1", "1e400", "0", "lag", "tokens", "price", "large_releases", "2025", "2025-01..2025-12", "2025-99", "level",
         "share", "growth", "rank", "ratio", "firm=X", "| firm=X / firm=Y", "/", "|", "=", "+", "line=max", "firm=X | line=a", "%", "/",
         "months", "USD/month", "///", "\N{SNOWMAN}", '"', "\n", "log", "at least", "9" * 400, "a=b=c", "openness!=open", "region=us+"]


@pytest.mark.parametrize("seed", range(60))
def test_any_cells_anywhere(outcome, seed):
    draw = random.Random(seed)
    rows = [[draw.choice(CELLS) if draw.random() < 0.35 else good for good in
             (f"id{row}", draw.choice(["lag", "tokens", "price", "revenue"]), "", "2025-01..2025-06", draw.choice(CELLS[13:18]), "4", "1",
              "", draw.choice(["", "log"]), "")] for row in range(30)]
    header = [HEADER + ",scale,bound", HEADER + ",scale,value"][seed % 2]
    outcome("\n".join([header, *(",".join(row) for row in rows)]), *(["--json"] if seed % 3 else []))
