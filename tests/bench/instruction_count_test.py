"""The program executes no more instructions than it did: counts of fixed runs against those stored, within 5 %."""

import json
import shutil

import pytest

from tests.bench import instruction_count as counts


@pytest.mark.skipif(not shutil.which("valgrind"), reason="valgrind is not installed")
@pytest.mark.parametrize("name", counts.RUNS)
def test_no_more_instructions(binary, name):
    stored = json.loads(counts.STORED.read_text()).get(counts.compiler(binary), {})
    if name not in stored:
        pytest.skip(f"no count is stored for {counts.compiler(binary)}")
    ratio = counts.count(binary, counts.RUNS[name]) / stored[name]
    assert ratio < 1 + counts.SLACK, f"{100 * (ratio - 1):.1f} % more instructions than stored: if meant, store them " \
                                     "with tests/bench/instruction_count.py --update"
