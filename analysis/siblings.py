"""Files about a question that stand beside its own: the worlds it was asked again in, and what made the differences."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr

from analysis.question import Question, number
from analysis.reader import FormatError, NotRecorded, open_file, text


@dataclass(frozen=True)
class Worlds:
    """The question asked again in other worlds, and what tells worlds apart in which other tests hold."""

    claim: str
    verdict: str  # on the claim, in the world as it is
    tests: list[str]
    holds: np.ndarray  # [test, world]
    same: np.ndarray  # [world]: whether the same tests hold as in the world as it is
    at_home: float  # the share of `same` in groups of as many runs of that world: what chance alone leaves
    factors: list[str]
    units: list[str]
    values: np.ndarray  # [factor, world]
    distance: np.ndarray  # [factor]: of Kolmogorov and Smirnov, between worlds with the headline's verdict and others
    split: np.ndarray
    share_below: np.ndarray  # of the worlds below the split, those in which the same tests hold
    share_above: np.ndarray

    def largest(self, count: int) -> list[int]:
        """Places of the factors that matter most, those with the largest distance."""
        known = np.where(np.isfinite(self.distance), self.distance, -1.0)
        return [int(place) for place in np.argsort(-known, kind="stable")[:count]]


@dataclass(frozen=True)
class Why:
    """What each channel adds to the difference of each arm from the baseline, in one outcome."""

    arms: list[str]
    channels: list[str]
    difference: np.ndarray  # [arm, replicate]
    contribution: np.ndarray  # [arm, channel], mean over replicates


def open_beside(path: Path, needed: tuple[str, ...]) -> xr.Dataset:
    if not path.is_file():
        raise NotRecorded(f"no file {path.name} beside it")
    data = open_file(path, "cannot be read")
    for name in needed:
        if name not in data.variables:
            raise FormatError(f"{path}: has no {name}")
    return data


def texts(values: xr.DataArray) -> list[str]:
    return [text(value) for value in values.values]


def open_worlds(path: Path) -> Worlds:
    with open_beside(path, ("same", "holds", "test", "factor", "factor_value", "factor_unit", "distance", "split", "share_below",
                            "share_above")) as data:
        return Worlds(text(data.attrs.get("claim", "")), text(data.attrs.get("verdict", "")), texts(data.test),
                      data.holds.transpose("test", "world").values.astype(bool), data.same.values.astype(bool),
                      number(data.attrs.get("at_home", np.nan)), texts(data.factor), texts(data.factor_unit),
                      data.factor_value.transpose("factor", "world").values,
                      *(data[name].values for name in ("distance", "split", "share_below", "share_above")))


def open_why(path: Path, question: Question) -> Why:
    """Of the first outcome, in its unit."""
    outcome = question.outcomes[0]
    with open_beside(path, ("arm", "outcome", "channel", "difference", "contribution")) as data:
        names = texts(data.outcome)
        if outcome.name not in names:
            raise NotRecorded(f"{path.name} has no {outcome.name}")
        chosen = data.isel(outcome=names.index(outcome.name))
        return Why(texts(data.arm), texts(data.channel),
                   chosen.difference.transpose("arm", "replicate").values,
                   chosen.contribution.mean("replicate").transpose("arm", "channel").values)


def stacked(contribution: np.ndarray) -> np.ndarray:
    """Where the bar of each channel starts: gains pile up to the right of nought, losses to the left. [arm, channel]"""
    known = np.nan_to_num(contribution)
    gains, losses = np.maximum(known, 0), np.minimum(known, 0)
    return np.where(known >= 0, np.cumsum(gains, axis=1) - gains, np.cumsum(losses, axis=1) - losses)
