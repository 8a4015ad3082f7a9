"""`python3 -m analysis score RUN.h5 --targets FILE`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from analysis.scoring import report
from analysis.scoring.ensemble import open_ensemble
from analysis.scoring.score import expect_rows, score
from analysis.scoring.targets import NotComparable, month, read_targets

SHIPPED = Path(__file__).parents[1] / "data" / "targets.csv"


def one_month(word: str) -> str:
    try:
        first, last = month(word)
    except NotComparable:
        first, last = "", word
    if first != last:
        raise argparse.ArgumentTypeError(f"{word} is not a month such as 2026-01")
    return first


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--targets", type=Path, default=SHIPPED, metavar="FILE.csv",
                        help="measured numbers [those that come with the program]")
    parser.add_argument("--from", type=one_month, dest="since", metavar="MONTH",
                        help="score targets that begin in this month or later; naive forecasts know what was over before it")
    parser.add_argument("--earlier", type=Path, default=SHIPPED, metavar="FILE.csv",
                        help="more values for the naive forecasts [those that come with the program]")
    parser.add_argument("--point", help="one point of the file [all of a sweep, else the first]")
    parser.add_argument("--weights", type=Path, metavar="FILE.csv", help="weights of points: columns point, weight [equal]")


def run(options: argparse.Namespace) -> None:
    targets, problems = read_targets(options.targets)
    earlier = [] if options.earlier.resolve() == options.targets.resolve() else read_targets(options.earlier)[0]
    found = score(open_ensemble(options.file, options.point, options.weights), targets, problems, earlier, options.since)
    expect_rows(found, options.targets)
    if options.json:
        print(json.dumps(report.as_dict(found, options.targets), indent=2, allow_nan=False))
        return
    print(report.as_text(found))
    for line in report.problem_lines(found, options.targets):
        print(line, file=sys.stderr)
