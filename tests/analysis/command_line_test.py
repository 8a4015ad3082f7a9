"""Help and mistakes on the command line come at once: no library is loaded for them."""

import subprocess
import sys

import pytest

from analysis.command_line import WORDS, arguments

SLOW = {"numpy", "pandas", "matplotlib", "xarray", "scipy", "h5py", "jinja2"}


def loaded(source, *words):
    """The modules that a command loads."""
    said = subprocess.run([sys.executable, "-X", "importtime", "-m", "analysis", *words], cwd=source, capture_output=True, text=True)
    return said.returncode, {line.split("|")[-1].strip().split(".")[0] for line in said.stderr.splitlines() if "|" in line}


@pytest.mark.parametrize("words", [("--help",), *((word, "--help") for word in WORDS), ("morris",), ("--no-such-option", "a.h5")], ids=" ".join)
def test_help_loads_no_library(source, words):
    code, modules = loaded(source, *words)
    assert code == (0 if "--help" in words else 2) and "argparse" in modules
    assert modules & SLOW == set()


def test_work_loads_them(source, tmp_path):
    code, modules = loaded(source, str(tmp_path / "none.h5"))
    assert code == 65 and {"numpy", "matplotlib"} <= modules


def test_a_file_alone_means_a_page():
    assert arguments(["a.h5"]).word == "page" and arguments(["sobol", "a.h5"]).word == "sobol"
