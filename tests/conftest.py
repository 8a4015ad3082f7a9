"""What all Python tests share: the program under test, the repository, and --update."""

import os
import pathlib
import subprocess

import pytest

SOURCE = pathlib.Path(os.environ.get("MOAT_SOURCE", pathlib.Path(__file__).parents[1])).resolve()
BINARY = pathlib.Path(os.environ.get("MOAT_BINARY", SOURCE / "build/moat")).resolve()


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true",
                     help="write what the program says into the expected files; look at the difference afterwards")


@pytest.fixture(scope="session")
def update(request):
    return request.config.getoption("--update")


@pytest.fixture(scope="session")
def source():
    return SOURCE


@pytest.fixture(scope="session")
def binary():
    if not BINARY.is_file():
        pytest.skip(f"no program at {BINARY}: build it or set MOAT_BINARY")
    return BINARY


@pytest.fixture(scope="session")
def moat(binary):
    """Runs the program with these words and checks its exit code."""

    def call(*words, code=0, cwd=None):
        done = subprocess.run([binary, *map(str, words)], cwd=cwd, capture_output=True, text=True, timeout=120)
        assert done.returncode == code, f"exit {done.returncode}, not {code}:\n{(done.stdout + done.stderr)[-2000:]}"
        return done

    return call


@pytest.fixture(scope="session")
def little():
    """A small, complete scenario."""
    return SOURCE / "tests/little.yaml"
