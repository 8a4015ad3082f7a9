"""Writes the files that hold what the program prints of its own rows: scenarios/schema.json and sweep.schema.json, and in the
READMEs the tables between <!-- moat describe TOPIC --> and <!-- end -->.

    python3 sim/tools/write_tables.py [--check]

It asks build/moat, or the program that MOAT_BINARY names.
"""

import os
import re
import subprocess
import sys

from pages import SOURCE, write

READMES = ("sim/README.md", "scenarios/README.md", "scenarios/sweeps/README.md")
TABLE = re.compile(r"(<!-- moat describe (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def moat(*words):
    binary = os.environ.get("MOAT_BINARY", SOURCE / "build/moat")
    return subprocess.run([binary, *words], capture_output=True, text=True, check=True).stdout


def pages():
    """Every file by its path, as it should be."""
    yield SOURCE / "scenarios/schema.json", moat("schema")
    yield SOURCE / "scenarios/sweep.schema.json", moat("schema", "--sweep")
    for name in READMES:
        text = (SOURCE / name).read_text()
        count = len(TABLE.findall(text))
        if count == 0 or text.count("<!-- moat describe") != count or text.count("<!-- end -->") != count:
            sys.exit(f"{name}: marks of tables are missing or left open")
        yield SOURCE / name, TABLE.sub(lambda m: f"{m[1]}\n{moat('describe', m[2])}\n{m[4]}", text)


if __name__ == "__main__":
    sys.exit(write(pages(), __doc__))
