"""What the tools that write files share: they write what has changed, or with --check only say what is out of date."""

import argparse
import pathlib
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]


def write(pages, description, arguments=None):
    """Writes each (path, text) of pages that is not so already; with --check writes none and returns 1 if any differs."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, say what is out of date")
    check = parser.parse_args(arguments).check
    stale = [(path, text) for path, text in pages if not path.is_file() or path.read_text() != text]
    for path, text in stale:
        name = path.relative_to(SOURCE)
        print(f"{name} is out of date: python3 sim/tools/{pathlib.Path(sys.argv[0]).name}" if check else f"{name} written")
        if not check:
            path.write_text(text)
    return 1 if check and stale else 0
