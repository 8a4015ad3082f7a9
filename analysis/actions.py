"""What the words of the command line do."""

from __future__ import annotations

import argparse
import json
import sys

from analysis import page, payoffs, question_figures, question_page, sanity, sensitivity_figures, sweep_page
from analysis.command_line import METHODS
from analysis.designs import is_sweep, open_sweep
from analysis.draws import open_factors
from analysis.question import is_question, open_question
from analysis.reader import FormatError, MissingFile, NotRecorded, open_data, open_run
from analysis.scoring import command
from analysis.sensitivity_report import Options, analyse_all, as_dict, as_text


def analyse(options: argparse.Namespace) -> None:
    sweep = open_factors(options.file)
    found = analyse_all(sweep, options.word, options.outcome, options.arm,
                        Options(options.replicate, options.bootstrap, options.confidence, options.allow_gaps))
    if options.json:
        print(json.dumps([as_dict(one, str(options.file)) for one in found], indent=2, allow_nan=False))
    else:
        print("\n\n".join(map(as_text, found)))
    if options.output:
        sensitivity_figures.draw(found, options.output)


def write_page(options: argparse.Namespace) -> None:
    output = options.output or options.file.with_suffix(".html")
    data = open_data(options.file)
    if options.point is None and is_sweep(data):
        sweep_page.write(open_sweep(options.file), output)
    elif options.point is None and is_question(data):
        for note in question_page.write(open_question(options.file), output):
            print(f"analysis: {note}", file=sys.stderr)
    else:
        for drawn in page.write(open_run(options.file, options.point), output):
            if drawn.missing:
                print(f"analysis: no figure {drawn.plan.name}: {drawn.missing}", file=sys.stderr)
    print(output)


def check(options: argparse.Namespace) -> None:
    rows = sanity.check(open_run(options.file, options.point))
    print(json.dumps(sanity.as_dicts(rows), indent=2) if options.json else sanity.as_text(rows))


def show_game(options: argparse.Namespace) -> None:
    game = payoffs.payoffs(open_data(options.file), options.own, options.rival)
    print(json.dumps(payoffs.as_dict(game), indent=2, allow_nan=False) if options.json else payoffs.as_text(game))


def draw_question(options: argparse.Namespace) -> None:
    folder = options.output or question_figures.default_folder(options.file)
    written = question_figures.write(open_question(options.file), folder)
    for note in written.notes:
        print(f"analysis: {note}", file=sys.stderr)
    for path in written.paths:
        print(path)


def do(options: argparse.Namespace) -> int:
    try:
        {"check": check, "figures": draw_question, "page": write_page,
         "payoffs": show_game, "score": command.run}.get(options.word, analyse)(options)
    except (FormatError, NotRecorded) as error:
        print(f"analysis: {error}", file=sys.stderr)
        missing = isinstance(error, MissingFile) and options.word in ("figures", "score", *METHODS)
        return 66 if missing else 65  # as the simulator says of an input that is missing, or that it cannot use
    except sensitivity_figures.NotDrawn as error:
        print(f"analysis: {error}", file=sys.stderr)
        return 73
    return 0
