"""The game between a firm and its main rival: payoffs by the release strategies of both, best replies, equilibria.

Arms are named OWN-RIVAL, such as closed-open; two outcomes hold what each of the two firms comes to. Replicates share
their random numbers over arms, so strategies are compared within replicates.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import xarray as xr

from analysis import reader
from analysis.reader import DONE, FormatError, NotRecorded

CLEAR = 2.0  # standard errors by which a best reply must beat every other to be called clear


@dataclass(frozen=True)
class Payoffs:
    """Payoffs by [own strategy, rival's strategy, replicate]."""

    strategies: tuple[list[str], list[str]]  # own, rival's
    own: np.ndarray
    rival: np.ndarray
    units: str

    def mean(self, player: int) -> np.ndarray:
        return (self.own, self.rival)[player].mean(axis=2)

    def error(self, player: int) -> np.ndarray:
        """Standard error of each mean; NaN with one replicate."""
        return standard_error((self.own, self.rival)[player])

    def replies(self, player: int) -> list[int]:
        """Best reply of a player to each strategy of the other one."""
        return self.mean(player).argmax(axis=player).tolist()

    def is_clear(self, player: int, other: int) -> bool:
        """Whether the best reply to the other's strategy beats each alternative by CLEAR standard errors, paired."""
        values = np.moveaxis((self.own, self.rival)[player], player, 0)[:, other]
        best = self.replies(player)[other]
        ahead = np.delete(values[best] - values, best, axis=0)
        error = standard_error(ahead)
        return bool(np.all(ahead.mean(axis=1) > CLEAR * error)) and bool(np.isfinite(error).all())

    def equilibria(self) -> list[tuple[int, int]]:
        """Pairs of strategies that are best replies to each other."""
        own, rival = self.replies(0), self.replies(1)
        return [(i, j) for i, j in product(range(len(rival)), range(len(own))) if own[j] == i and rival[i] == j]

    def cycles(self) -> list[list[tuple[int, int]]]:
        """Where best replies in turn go round and round: pairs (own, rival's reply), each cycle once."""
        own, rival = self.replies(0), self.replies(1)
        found: dict[frozenset[int], list[tuple[int, int]]] = {}
        for start in range(len(rival)):
            path = [start]
            while (after := own[rival[path[-1]]]) not in path:
                path.append(after)
            cycle = path[path.index(after):]
            if len(cycle) > 1:
                found.setdefault(frozenset(cycle), [(i, rival[i]) for i in cycle])
        return list(found.values())


def standard_error(values: np.ndarray) -> np.ndarray:
    """Of the mean over the last axis."""
    count = values.shape[-1]
    return values.std(axis=-1, ddof=1) / np.sqrt(count) if count > 1 else np.full(values.shape[:-1], np.nan)


def payoffs(data: xr.Dataset, own: str = "own", rival: str = "rival") -> Payoffs:
    """The game in a file of `moat run` whose arms are named OWN-RIVAL."""
    for name in (own, rival):
        if name not in data or set(data[name].dims) != {"point", "replicate"}:
            raise NotRecorded(f"{name} is no outcome of the file; name the two firms' with --own and --rival")
    names = [reader.text(value).split("/")[-1].split("-") for value in data.point.values]
    if any(len(name) != 2 for name in names):
        raise FormatError("arms are not named OWN-RIVAL, such as closed-open")
    strategies = tuple(list(dict.fromkeys(name[player] for name in names)) for player in (0, 1))
    if len({tuple(name) for name in names}) != len(names) or len(names) != len(strategies[0]) * len(strategies[1]):
        raise FormatError(f"{len(names)} arms do not make every pair of {strategies[0]} and {strategies[1]} once")
    if "run_status" in data and not bool((data.run_status == DONE).all()):
        raise FormatError("some runs are not done")
    values = []
    for name in (own, rival):
        cells = np.full((len(strategies[0]), len(strategies[1]), data.sizes["replicate"]), np.nan)
        for place, (mine, theirs) in enumerate(names):
            at = strategies[0].index(mine), strategies[1].index(theirs)
            cells[at] = data[name].transpose("point", "replicate").values[place]
        if not np.isfinite(cells).all():
            raise NotRecorded(f"{name} is not a number in every run")
        values.append(cells)
    return Payoffs(strategies, *values, reader.text(data[own].attrs.get("units", "")))


def scale_of(game: Payoffs) -> tuple[float, str]:
    largest = max(np.abs(game.mean(0)).max(), np.abs(game.mean(1)).max())
    for size, word in ((1e9, "billion "), (1e6, "million "), (1e3, "thousand ")):
        if largest >= size:
            return size, word
    return 1.0, ""


def as_text(game: Payoffs) -> str:
    """Each cell: own payoff, rival's payoff, standard errors in brackets; * marks best replies."""
    size, word = scale_of(game)
    mine, theirs = game.strategies

    def cell(i: int, j: int) -> str:
        parts = []
        for player, (place, other) in enumerate(((i, j), (j, i))):
            best = "*" if game.replies(player)[other] == place else " "
            parts.append(f"{game.mean(player)[i, j] / size:,.2f} ({game.error(player)[i, j] / size:.2f}){best}")
        return ", ".join(parts)

    table = [["own \\ rival", *theirs], *([name, *(cell(i, j) for j in range(len(theirs)))] for i, name in enumerate(mine))]
    widths = [max(len(row[column]) for row in table) for column in range(len(theirs) + 1)]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip() for row in table]
    unit = (word + game.units).strip()
    replicates = game.own.shape[2]
    lines.insert(0, f"Own payoff, rival's payoff{f' ({unit})' if unit else ''}, standard errors over "
                    f"{replicates} replicate{'s' if replicates != 1 else ''}; * best reply")
    for player, (name, strategies, others) in enumerate((("own", mine, theirs), ("rival", theirs, mine))):
        replies = [f"{strategies[reply]} to {other}{'' if game.is_clear(player, place) else ' (not clear)'}"
                   for place, (other, reply) in enumerate(zip(others, game.replies(player)))]
        lines.append(f"Best replies, {name}: {', '.join(replies)}")
    pairs = [f"{mine[i]}-{theirs[j]}" for i, j in game.equilibria()]
    lines.append(f"Equilibria in pure strategies: {', '.join(pairs) or 'none'}")
    rounds = [" > ".join(f"{mine[i]}-{theirs[j]}" for i, j in [*cycle, cycle[0]]) for cycle in game.cycles()]
    lines.append(f"Cycles of best replies: {'; '.join(rounds) or 'none'}")
    return "\n".join(lines)


def as_dict(game: Payoffs) -> dict[str, object]:
    mine, theirs = game.strategies
    cells = [{"own": mine[i], "rival": theirs[j],
              **{f"{name}_{what}": number if np.isfinite(number) else None
                 for player, name in enumerate(("own", "rival"))
                 for what, number in (("mean", float(game.mean(player)[i, j])),
                                      ("standard_error", float(game.error(player)[i, j])))}}
             for i, j in product(range(len(mine)), range(len(theirs)))]
    return {"units": game.units, "replicates": game.own.shape[2], "cells": cells,
            "equilibria": [[mine[i], theirs[j]] for i, j in game.equilibria()],
            "cycles": [[[mine[i], theirs[j]] for i, j in cycle] for cycle in game.cycles()]}
