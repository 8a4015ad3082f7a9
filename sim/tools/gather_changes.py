"""Gathers the change notes of sim/changes/ into sim/CHANGELOG.md.

    python3 sim/tools/gather_changes.py [--check]

A note is a file DATE-SLUG.md: a line `Kind: ` with added, changed, mended or results (what a run says has changed), an empty
line, then a sentence or a few for users. Two changes never touch the same file, so notes cannot conflict. At a release, move
the notes into a folder of its name (sim/changes/0.2.0/) and gather; between releases nobody has to. --check asks that all
notes can be read and that the releases stand in the log as gathered.
"""

import re
import sys

from pages import SOURCE, write

KINDS = {"results": "Results", "added": "Added", "changed": "Changed", "mended": "Mended"}
NAME = re.compile(r"(\d{4}-\d\d-\d\d)-[a-z0-9-]+\.md")
NOTE = re.compile(r"Kind: (\w+)\n\n(\S.*)", re.DOTALL)
HEAD = "# Changes\n\nGathered from the notes in sim/changes/ by `python3 sim/tools/gather_changes.py`; write a note, not here.\n"


def read(path):
    """(kind, text) of a note."""
    named, found = NAME.fullmatch(path.name), NOTE.fullmatch(path.read_text())
    if not named or not found or found[1] not in KINDS:
        raise ValueError(f"{path}: a note is called DATE-SLUG.md and holds `Kind: {'|'.join(KINDS)}`, an empty line and its text")
    return found[1], " ".join(found[2].split())


def section(title, folder):
    """The notes of a folder by kind, newest first."""
    notes = [(path.name[:10], path.name, *read(path)) for path in folder.glob("*.md")]
    lines = [f"\n## {title}\n"]
    for kind, heading in KINDS.items():
        chosen = sorted(((date, name, text) for date, name, its, text in notes if its == kind), key=lambda note: note[1])
        if chosen:
            lines += [f"\n### {heading}\n", *(f"\n- {text} ({date})" for date, _, text in chosen[::-1]), "\n"]
    return "".join(lines)


def releases(folder):
    """The sections of all releases, the last one first."""
    versions = [path for path in folder.iterdir() if path.is_dir()]
    order = sorted(versions, key=lambda path: [int(part) for part in path.name.split(".")], reverse=True)
    return "".join(section(path.name, path) for path in order)


def gather(folder):
    """The whole log."""
    return HEAD + (section("Not released", folder) if any(folder.glob("*.md")) else "") + releases(folder)


def pages(folder=SOURCE / "sim/changes", log=SOURCE / "sim/CHANGELOG.md", check=False):
    text = gather(folder)
    if check and log.is_file() and log.read_text().endswith(releases(folder)):
        return
    yield log, text


if __name__ == "__main__":
    sys.exit(write(pages(check="--check" in sys.argv), __doc__))
