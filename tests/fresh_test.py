"""What is printed from the rows of the program and kept in files is up to date. `python3 tests/fresh_test.py --update`
writes it anew: scenarios/schema.json and sweep.schema.json, and the tables of sim/README.md and scenarios/README.md between

    <!-- moat describe outputs -->
    <!-- end -->
"""

import pathlib
import re
import sys

import pytest

TABLE = re.compile(r"(<!-- moat describe (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def compare(path, wanted, update):
    if update:
        path.write_text(wanted)
    assert path.read_text() == wanted, f"{path.name} is out of date: python3 tests/fresh_test.py --update"


def test_schema(moat, source, update):
    compare(source / "scenarios/schema.json", moat("schema").stdout, update)
    compare(source / "scenarios/sweep.schema.json", moat("schema", "--sweep").stdout, update)


@pytest.mark.parametrize("page", ["sim/README.md", "scenarios/README.md", "scenarios/sweeps/README.md"])
def test_tables(moat, source, update, page):
    readme = source / page
    text = readme.read_text()
    topics = [topic for _, topic, _, _ in TABLE.findall(text)]
    assert topics, f"{page} has no tables"
    assert text.count("<!-- moat describe") == text.count("<!-- end -->") == len(topics)
    compare(readme, TABLE.sub(lambda m: f"{m[1]}\n{moat('describe', m[2]).stdout}\n{m[4]}", text), update)


if __name__ == "__main__":
    raise SystemExit(pytest.main(["-c", str(pathlib.Path(__file__).with_name("pytest.ini")), __file__, *sys.argv[1:]]))
