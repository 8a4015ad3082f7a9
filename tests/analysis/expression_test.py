"""Expressions give numbers by replicate, and say in words what they do."""

import numpy as np
import pytest
import xarray as xr

from analysis.expression import one_of, series
from analysis.reader import NotRecorded, Run


def run_of(**extra):
    """Two replicates, three months, lines `a` (of a firm of the north) and `b` (of one of the south)."""
    values = np.arange(12, dtype=float).reshape(2, 3, 2) + 1
    data = xr.Dataset({"tokens": (("replicate", "time", "line"), values)},
                      coords={"replicate": [0, 1], "line": ["a", "b"], "firm": ["A", "B"],
                              "time": np.array(["2025-01-31", "2025-02-28", "2025-03-31"], "datetime64[ns]")})
    data["line_firm"], data["firm_region"] = ("line", ["A", "B"]), ("firm", ["north", "south"])
    return Run(data.assign(**extra), "p", {}, None, None)


CASES = [
    (series("tokens").sel(line="b").at("2025-02"), [4, 10], "tokens[line=b], 2025-02"),
    (series("tokens").sel(line=["a", "b"]).mean("2025-01", "2025-03"), [7, 19],
     "tokens[line=a+b], mean of 2025-01 to 2025-03"),
    (series("tokens").total("line").sum("2025-01", "2025-02"), [10, 34],
     "tokens, total over line, sum of 2025-01 to 2025-02"),
    (series("tokens").highest("line").at("2025-03"), [6, 12], "tokens, highest over line, 2025-03"),
    (series("tokens").made_in("south").at("2025-01"), [2, 8], "tokens, lines made in south, 2025-01"),
    ((series("tokens").sel(line="b").at("2025-01") / series("tokens").sel(line="a").at("2025-01")).power(2),
     [4, (8 / 7) ** 2], "((tokens[line=b], 2025-01) / (tokens[line=a], 2025-01))^2"),
    (one_of("line", lambda name: name > "a", "later", "tokens").at("2025-01"), [2, 8],
     "tokens[line=later], 2025-01"),
]


@pytest.mark.parametrize("expression, numbers, words", CASES, ids=[case[2] for case in CASES])
def test_numbers_and_words(expression, numbers, words):
    assert expression(run_of()).values.tolist() == pytest.approx(numbers)
    assert str(expression) == words


def test_nothing_over_nothing_is_no_number():
    run = run_of()
    run.data["tokens"] = run.data.tokens * 0
    ratio = series("tokens").sel(line="a").at("2025-01") / series("tokens").sel(line="b").at("2025-01")
    assert np.isnan(ratio(run).values).all()


@pytest.mark.parametrize("expression, words", [
    (series("spend"), "spend is not in the file"),
    (series("tokens").at("2026-01"), "the run does not cover 2026-01 to 2026-01"),
    (one_of("line", lambda name: False, "later", "tokens"), "no later in the file"),
    (one_of("chip", lambda name: True, "any", "tokens"), "no chips in the file"),
])
def test_what_is_not_there_is_said(expression, words):
    with pytest.raises(NotRecorded, match=words):
        expression(run_of())


def test_makers_are_needed_for_what_is_made_where():
    run = run_of()
    without = Run(run.data.drop_vars("line_firm"), "p", {}, None, None)
    with pytest.raises(NotRecorded, match="the makers of lines are not in the file"):
        series("tokens").made_in("south")(without)
