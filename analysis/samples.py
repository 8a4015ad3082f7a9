"""The file FILE_robust.h5 beside that of a question: the question asked again for many parameter samples."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis.question import number
from analysis.reader import open_beside, text, texts


@dataclass(frozen=True)
class ParameterSamples:
    """The question asked again for samples of the uncertain parameters, and the factors on which its answer depends."""

    claim: str
    verdict: str  # on the claim, with the parameters as they are
    tests: list[str]
    holds: np.ndarray  # [test, sample]
    same: np.ndarray  # [sample]: whether the same tests hold as with the parameters as they are
    baseline_agreement: float  # the share of `same` expected from sampling noise alone, from groups of as many runs of the scenario
    factors: list[str]
    units: list[str]
    values: np.ndarray  # [factor, sample]
    distance: np.ndarray  # [factor]: Kolmogorov-Smirnov, between samples where `same` holds and the others
    split: np.ndarray
    share_below: np.ndarray  # of the samples below the split, those where the same tests hold
    share_above: np.ndarray

    def largest(self, count: int) -> list[int]:
        """Places of the factors that matter most, those with the largest distance."""
        known = np.where(np.isfinite(self.distance), self.distance, -1.0)
        return [int(place) for place in np.argsort(-known, kind="stable")[:count]]


def open_samples(path: Path) -> ParameterSamples:
    with open_beside(path, ("same", "holds", "test", "factor", "factor_value", "factor_unit", "distance", "split", "share_below",
                            "share_above")) as file:
        data = file.rename({"world": "sample"}) if "world" in file.dims else file  # files of versions before 0.2
        return ParameterSamples(text(data.attrs.get("claim", "")), text(data.attrs.get("verdict", "")), texts(data.test),
                                data.holds.transpose("test", "sample").values.astype(bool), data.same.values.astype(bool),
                                number(data.attrs.get("baseline_agreement", data.attrs.get("at_home", np.nan))), texts(data.factor), texts(data.factor_unit),
                                data.factor_value.transpose("factor", "sample").values,
                                *(data[name].values for name in ("distance", "split", "share_below", "share_above")))
