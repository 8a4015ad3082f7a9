"""The command line of `python3 -m analysis`, which loads no library: help comes at once."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

METHODS = ("sobol", "morris", "given-data")
WORDS = ("check", "figures", "payoffs", "score", *METHODS)
TARGETS = Path(__file__).parent / "data" / "targets.csv"


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


def month(word: str) -> str:
    if not re.fullmatch(r"[12][0-9]{3}-(0[1-9]|1[0-2])", word):
        raise argparse.ArgumentTypeError(f"{word} is not a month such as 2026-01")
    return word


def add_scoring(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--targets", type=Path, default=TARGETS, metavar="FILE.csv",
                        help="measured numbers [those that come with the program]")
    parser.add_argument("--from", type=month, dest="since", metavar="MONTH",
                        help="score targets that begin in this month or later; naive forecasts know what was over before it")
    parser.add_argument("--earlier", type=Path, default=TARGETS, metavar="FILE.csv",
                        help="more values for the naive forecasts [those that come with the program]")
    parser.add_argument("--point", help="one point of the file [all of a sweep, else the first]")
    parser.add_argument("--weights", type=Path, metavar="FILE.csv", help="weights of points: columns point, weight [equal]")


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
        add_scoring(parser)
        return parser.parse_args(words)
    if word == "payoffs":
        parser.add_argument("--own", default="own", metavar="NAME", help="the outcome of the firm [own]")
        parser.add_argument("--rival", default="rival", metavar="NAME", help="the outcome of its rival [rival]")
        return parser.parse_args(words)
    parser.add_argument("--point", help="scenario to show; the first one in the file by default")
    if word == "page":
        parser.add_argument("-o", "--output", type=Path, help="the page to write; FILE.html by default")
    return parser.parse_args(words)
