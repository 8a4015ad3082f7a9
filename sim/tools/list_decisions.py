"""Writes sim/decisions/README.md, the list of decisions by date, from the head of each file there.

    python3 sim/tools/list_decisions.py [--check]
"""

import re
import sys

from pages import SOURCE, write

FOLDER = SOURCE / "sim/decisions"
HEAD = re.compile(r"# (?P<title>.+)\n\nDate: (?P<date>\d{4}-\d\d-\d\d)\nStatus: (?P<status>(accepted|superseded by (?P<by>[\w.-]+\.md)).*)\n\n\S")


def read(path):
    found = HEAD.match(path.read_text())
    if not found:
        raise ValueError(f"{path}: begins with `# title`, an empty line, `Date: ` and `Status: accepted` or `superseded by FILE.md`")
    if not path.name.startswith(found["date"]):
        raise ValueError(f"{path}: its name begins with another date than {found['date']}")
    if found["by"] and not (path.parent / found["by"]).is_file():
        raise ValueError(f"{path}: superseded by {found['by']}, which is not there")
    return found


def index(folder=FOLDER):
    paths = sorted((path for path in folder.glob("*.md") if path.name != "README.md"), reverse=True)
    rows = [f"| {head['date']} | [{head['title']}]({path.name}) | {head['status'].split(' by')[0]} |"
            for path, head in ((path, read(path)) for path in paths)]
    return "\n".join([
        "# Decisions", "",
        "Why things are as they are, and what was not taken. One file each; a decision that no longer holds keeps its text and names "
        "in its status what took its place. Listed by `python3 sim/tools/list_decisions.py`.", "",
        "| date | decision | status |", "| --- | --- | --- |", *rows]) + "\n"


if __name__ == "__main__":
    sys.exit(write([(FOLDER / "README.md", index())], __doc__))
