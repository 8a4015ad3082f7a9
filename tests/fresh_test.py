"""Files that are written by a tool are as the tool would write them now."""

import os
import subprocess
import sys

import pytest


def check(source, tool, **environment):
    done = subprocess.run([sys.executable, source / "sim/tools" / tool, "--check"], env={**os.environ, **environment},
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_schemas_and_tables(source, binary):
    check(source, "write_tables.py", MOAT_BINARY=str(binary))


def test_readme_names_every_mechanism_in_order(source, binary):
    rows = subprocess.run([binary, "describe", "steps"], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    names = ", ".join(row.split("|")[1].strip() for row in rows)
    assert f"in this order: {names}." in " ".join((source / "README.md").read_text().split())


def test_job_scripts(source, binary):
    check(source, "write_job_scripts.py", MOAT_BINARY=str(binary))


def test_answers(source):
    pytest.importorskip("yaml")
    check(source, "write_answers.py")


def test_list_of_decisions(source):
    check(source, "list_decisions.py")


def test_log_of_changes(source):
    check(source, "gather_changes.py")
