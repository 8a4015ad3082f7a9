"""From a sweep file to indices: what `moat gather` writes is what the analysis reads."""

import json

import pytest

from analysis.__main__ import main

SWEEP = """schema_version: 2
title: Two doubts
scenario: {scenario}
set: {{run.developers: 100, record.series: [hhi_spend]}}
replicates: 2
outcomes:
  concentration: {{series: hhi_spend}}
factors:
  adoption.peer_weight: {{uniform: [0, 2]}}
  adoption.token_elasticity: {{uniform: [0.2, 0.8]}}
design: {{{design}}}
"""


@pytest.mark.parametrize("method, design, groups", [
    ("sobol", "type: sobol, n: 4, second_order: true", 4),
    ("sobol", "type: sobol, n: 4, second_order: false", 4),
    ("morris", "type: morris, n: 5, levels: 4", 5),
    ("given-data", "type: lhs, n: 20", 20)])
def test_from_sweep_to_index(moat, little, tmp_path, capsys, method, design, groups):
    file, folder = tmp_path / "sweep.yaml", tmp_path / "sweep"
    file.write_text(SWEEP.format(scenario=little, design=design))
    moat("sweep", file, "-o", folder)
    assert main([method, str(folder / "results.h5"), "--bootstrap", "100", "--json"]) == 0
    found, = json.loads(capsys.readouterr().out)
    assert [factor["factor"] for factor in found["factors"]] == ["adoption.peer_weight", "adoption.token_elasticity"]
    assert (found["groups"], found["groups_used"], found["replicates"]) == (groups, groups, "mean over 2 replicates")
    assert found["constant"] is None and 0 <= found["noise_share"]
    assert bool(found["pairs"]) == ("second_order: true" in design)
    assert main([str(folder / "results.h5")]) == 0 and (folder / "results.html").is_file()
