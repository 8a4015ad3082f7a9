"""`python3 -m analysis FILE.h5` writes a page; figures, check, score, payoffs, sobol, morris or given-data do more."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from analysis import page, payoffs, question_figures, question_page, sanity, sensitivity_figures, sweep_page
from analysis.designs import is_sweep, open_sweep
from analysis.draws import open_factors
from analysis.question import is_question, open_question
from analysis.reader import FormatError, MissingFile, NotRecorded, open_data, open_run
from analysis.scoring import command
from analysis.sensitivity_report import METHODS, Options, analyse_all, as_dict, as_text

WORDS = ("check", "figures", "payoffs", "score", *METHODS)


def fraction(word: str) -> float:
    value = float(word)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"{word} is not between 0 and 1, such as 0.95")
    return value


def resamples(word: str) -> int:
    value = int(word)
    if value < 100:
        raise argparse.ArgumentTypeError(f"{word} resamples give no interval; use 100 or more")
    return value


def picture(word: str) -> Path:
    if Path(word).suffix not in (".png", ".svg"):
        raise argparse.ArgumentTypeError(f"{word} must end in .png or .svg")
    return Path(word)


def replicate(word: str) -> int | None:
    if word == "mean":
        return None
    if not word.isdigit():
        raise argparse.ArgumentTypeError(f"{word} is neither mean nor the number of a replicate")
    return int(word)


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 -m analysis", description="Report on an output file of `moat run` or of `moat gather`.",
        epilog="`python3 -m analysis figures FILE.h5` draws the pictures of a question: arms, outcomes and a verdict; "
               "`python3 -m analysis check FILE.h5 [--json]` compares the run with measured facts up to 2025; "
               "`python3 -m analysis score FILE.h5 [--targets FILE.csv]` scores it against measured numbers of any origin; "
               "`python3 -m analysis payoffs FILE.h5` prints the game of two firms whose arms are named OWN-RIVAL; "
               "`python3 -m analysis sobol|morris|given-data FILE.h5` says which factor matters (-h for more).")
    word = words[0] if words and words[0] in WORDS else "page"
    if word != "page":
        parser.add_argument("word", choices=[word])
    if word not in ("page", "figures"):
        parser.add_argument("--json", action="store_true", help="print the table as JSON")
    parser.set_defaults(word=word)
    parser.add_argument("file", type=Path, metavar="FILE.h5")
    if word in METHODS:
        parser.add_argument("--outcome", action="append", default=[], metavar="NAME",
                            help="an outcome (repeatable) [all]")
        parser.add_argument("--arm", help="an arm of the sweep [each]")
        parser.add_argument("--replicates", type=replicate, metavar="mean|NUMBER", dest="replicate",
                            help="the mean over replicates or a single one [mean]")
        parser.add_argument("--bootstrap", type=resamples, default=1000, metavar="N", help="resamples [1000]")
        parser.add_argument("--confidence", type=fraction, default=0.95, help="of the intervals [0.95]")
        parser.add_argument("--allow-gaps", action="store_true", help="use the whole part of an incomplete design")
        parser.add_argument("-o", "--output", type=picture, metavar="PICTURE", help="draw it too: .png or .svg")
        return parser.parse_args(words)
    if word == "figures":
        parser.add_argument("-o", "--output", type=Path, metavar="FOLDER",
                            help="where the pictures go; FILE_figures beside the file by default")
        parser.epilog = ("Writes fan, differences and flows; also flips if FILE_robust.h5 is beside the file, and why "
                         "if FILE_why.h5 is.")
        return parser.parse_args(words)
    if word == "score":
        command.add_options(parser)
        return parser.parse_args(words)
    if word == "payoffs":
        parser.add_argument("--own", default="own", metavar="NAME", help="the outcome of the firm [own]")
        parser.add_argument("--rival", default="rival", metavar="NAME", help="the outcome of its rival [rival]")
        return parser.parse_args(words)
    parser.add_argument("--point", help="scenario to show; the first one in the file by default")
    if word == "page":
        parser.add_argument("-o", "--output", type=Path, help="the page to write; FILE.html by default")
    return parser.parse_args(words)


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


def main(words: list[str] | None = None) -> int:
    options = arguments(sys.argv[1:] if words is None else words)
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


if __name__ == "__main__":
    sys.exit(main())
