"""The list of mutations fits the sources, and no benchmark is without one. What they do is tried by mutate.py, by hand."""

import json

import pytest

from tests.verify import mutate

MUTATIONS = mutate.mutations()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m['benchmark']}: {m['why']}")
def test_the_place_is_there_once(mutation):
    assert set(mutation) == {"benchmark", "file", "from", "to", "why"}
    assert mutation["file"].startswith("sim/") and not mutation["file"].startswith("sim/verify/")
    text = (mutate.ROOT / mutation["file"]).read_text()
    assert mutate.mutated(text, mutation) != text


def test_every_benchmark_has_a_mutation(moat):
    listed = json.loads(moat("verify", "--list", "--json").stdout)
    assert {row["benchmark"] for row in listed if row["expressible"]} == {m["benchmark"] for m in MUTATIONS}


def test_a_place_that_is_not_unique_is_refused():
    mutation = {"file": "sim/x.cpp", "from": "a", "to": "b"}
    assert mutate.mutated("xay", mutation) == "xby"
    for text in ("xy", "xaya"):
        with pytest.raises(ValueError, match="sim/x.cpp has"):
            mutate.mutated(text, mutation)
