"""`python3 -m analysis FILE.h5 -o PAGE.html` writes the report; `... check FILE.h5` prints the sanity table."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from analysis import page, sanity
from analysis.reader import FormatError, NotRecorded, open_run


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 -m analysis", description="Report on an output file of `moat run`.",
        epilog="`python3 -m analysis check FILE.h5 [--json]` compares the run with measured facts up to 2025.")
    checking = bool(words) and words[0] == "check"
    if checking:
        parser.add_argument("check", choices=["check"])
        parser.add_argument("--json", action="store_true", help="print the table as JSON")
    else:
        parser.add_argument("-o", "--output", type=Path, help="the page to write; FILE.html by default")
    parser.add_argument("file", type=Path, metavar="FILE.h5")
    parser.add_argument("--point", help="scenario to show; the first one in the file by default")
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    words = sys.argv[1:] if words is None else words
    options = arguments(words)
    try:
        run = open_run(options.file, options.point)
    except (FormatError, NotRecorded) as error:
        print(f"analysis: {error}", file=sys.stderr)
        return 65  # as the simulator says of an input that it cannot use
    if "check" in options:
        rows = sanity.check(run)
        print(json.dumps(sanity.as_dicts(rows), indent=2) if options.json else sanity.as_text(rows))
        return 0
    output = options.output or options.file.with_suffix(".html")
    for drawn in page.write(run, output):
        if drawn.missing:
            print(f"analysis: no figure {drawn.plan.name}: {drawn.missing}", file=sys.stderr)
    print(output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
