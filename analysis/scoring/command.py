"""`python3 -m analysis score RUN.h5 --targets FILE`."""

from __future__ import annotations

import argparse
import json
import sys

from analysis.scoring import report
from analysis.scoring.ensemble import open_ensemble
from analysis.scoring.score import expect_rows, score
from analysis.scoring.targets import read_targets


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
