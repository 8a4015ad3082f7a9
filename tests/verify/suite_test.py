"""The known answers themselves: the whole short suite, once, with a message for each number that misses."""

import json
import subprocess

import pytest


@pytest.fixture(scope="module")
def rows(binary):
    done = subprocess.run([binary, "verify", "--json"], capture_output=True, text=True, timeout=1800)
    assert done.returncode in (0, 1), done.stderr[-2000:]
    return json.loads(done.stdout)


def test_all_numbers_agree(rows, capsys):
    seconds = {(row["benchmark"], row["name"]): row["seconds"] for row in rows if "seconds" in row}
    with capsys.disabled():
        print(f"\nmoat verify: {sum(seconds.values()):.0f} s; longest " +
              ", ".join(f"{id} {time:.0f} s" for (id, _), time in sorted(seconds.items(), key=lambda one: -one[1])[:5]))
    missed = [f"{row['benchmark']} {row['what']}: {row['obtained']}, not {row['expected']} (z {row['z']})"
              for row in rows if row.get("holds") is False]
    assert missed == []


def test_nothing_is_judged_by_a_number_that_is_none(rows):
    assert all(row["obtained"] is not None and row["expected"] is not None for row in rows if "obtained" in row)
