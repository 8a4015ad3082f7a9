"""Files compared bit by bit, and processes in the background."""

import subprocess

import h5py


def contents(path):
    """Everything in a file that must not depend on how it came about, by name."""
    found = {}
    with h5py.File(path) as file:

        def keep(name, item):
            if isinstance(item, h5py.Dataset) and not name.startswith("timing/") and name != "provenance/command_line":
                data = item.asstr()[()] if h5py.check_string_dtype(item.dtype) else item[()]
                found[name] = str(data) if item.shape == () else str(data.tolist()) if item.dtype == object else data.tobytes()

        file.visititems(keep)
    return found


def assert_same_data(one, other):
    mine, theirs = contents(one), contents(other)
    assert mine.keys() == theirs.keys()
    assert [name for name in mine if mine[name] != theirs[name]] == []
    assert len(mine) > 20


def end(process, timeout=120):
    out, err = process.communicate(timeout=timeout)
    return process.returncode, out, err


def begin(words, environment=None, **options):
    return subprocess.Popen(list(map(str, words)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            env=environment, **options)
