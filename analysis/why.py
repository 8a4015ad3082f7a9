"""The file FILE_why.h5 beside that of a question: the part that each channel has in the differences between arms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis.question import Question
from analysis.reader import NotRecorded, open_beside, texts


@dataclass(frozen=True)
class Why:
    """What each channel adds to the difference of each arm from the baseline, in one outcome."""

    arms: list[str]
    channels: list[str]
    difference: np.ndarray  # [arm, replicate]
    contribution: np.ndarray  # [arm, channel], mean over replicates


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
    """Where the bar of each channel starts: gains pile up to the right of zero, losses to the left. [arm, channel]"""
    known = np.nan_to_num(contribution)
    gains, losses = np.maximum(known, 0), np.minimum(known, 0)
    return np.where(known >= 0, np.cumsum(gains, axis=1) - gains, np.cumsum(losses, axis=1) - losses)
