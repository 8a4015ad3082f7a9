"""The game of two firms, from files made by hand."""

import json

import numpy as np
import pytest
import xarray as xr

from analysis import __main__ as command
from analysis.payoffs import as_text, payoffs
from analysis.reader import FormatError, NotRecorded

NAMES = ("closed", "open")


def game(own, rival, noise=0.0, replicates=3, names=NAMES):
    """A file whose outcomes are these [own, rival] tables; `noise` moves each replicate of all arms alike."""
    points = [f"{mine}-{theirs}" for mine in names for theirs in names]
    shift = noise * np.arange(replicates)
    tables = {name: ("point", "replicate") for name in ("own", "rival")}
    return xr.Dataset({name: (dims, np.array(table, float).reshape(-1, 1) + shift, {"units": "USD"})
                       for (name, dims), table in zip(tables.items(), (own, rival))},
                      coords={"point": points, "replicate": np.arange(replicates)})


def test_dilemma_has_one_equilibrium():
    found = payoffs(game([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    assert found.strategies == (["closed", "open"], ["closed", "open"])
    assert found.replies(0) == [1, 1] and found.replies(1) == [1, 1]
    assert found.equilibria() == [(1, 1)] and found.cycles() == []


def test_matching_pennies_go_round():
    found = payoffs(game([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))
    assert found.equilibria() == []
    assert found.cycles() == [[(0, 1), (1, 0)]]
    assert "Cycles of best replies: closed-open > open-closed > closed-open" in as_text(found)


def test_coordination_has_two():
    assert payoffs(game([[2, 0], [0, 1]], [[2, 0], [0, 1]])).equilibria() == [(0, 0), (1, 1)]


def test_what_moves_all_arms_alike_blurs_no_comparison():
    found = payoffs(game([[3, 0], [5, 1]], [[3, 5], [0, 1]], noise=100))
    assert found.error(0)[0, 0] == pytest.approx(100 / np.sqrt(3))
    assert found.is_clear(0, 0) and found.is_clear(1, 1)


def test_chance_that_differs_between_arms_does():
    data = game([[3, 0], [3.1, 1]], [[3, 5], [0, 1]])
    data["own"].values[0] += [0, 10, -10]
    found = payoffs(data)
    assert found.replies(0)[0] == 1 and not found.is_clear(0, 0) and found.is_clear(0, 1)
    assert "open to closed (not clear)" in as_text(found)


def test_one_replicate_shows_no_error_and_nothing_is_clear():
    found = payoffs(game([[3, 0], [5, 1]], [[3, 5], [0, 1]], replicates=1))
    assert np.isnan(found.error(0)).all() and not found.is_clear(0, 0)


def test_table_in_billions():
    text = as_text(payoffs(game([[3e9, 0], [5e9, 1e9]], [[3e9, 5e9], [0, 1e9]])))
    assert text.splitlines()[0].startswith("Own payoff, rival's payoff (billion USD)")
    assert "5.00 (0.00)*, 0.00 (0.00)" in text
    assert "Equilibria in pure strategies: open-open" in text


@pytest.mark.parametrize("spoil, error, says", [
    (lambda data: data.drop_vars("rival"), NotRecorded, "rival is no outcome"),
    (lambda data: data.assign_coords(point=["a", "b", "c", "d"]), FormatError, "not named OWN-RIVAL"),
    (lambda data: data.isel(point=[0, 1, 2]), FormatError, "do not make every pair"),
    (lambda data: data.where(data.replicate < 2), NotRecorded, "own is not a number"),
    (lambda data: data.assign(run_status=(("point", "replicate"), np.full((4, 3), 2))), FormatError, "not done"),
])
def test_files_that_are_no_game(spoil, error, says):
    with pytest.raises(error, match=says):
        payoffs(spoil(game([[3, 0], [5, 1]], [[3, 5], [0, 1]])))


def test_command(tmp_path, capsys):
    path = tmp_path / "game.h5"
    data = game([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    data.attrs["format_version"] = "1.0"
    data.to_netcdf(path, engine="h5netcdf")
    assert command.main(["payoffs", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["equilibria"] == [["open", "open"]] and len(found["cells"]) == 4 and found["replicates"] == 3
    assert command.main(["payoffs", str(path), "--own", "cash"]) == 65
    assert "cash is no outcome" in capsys.readouterr().err
