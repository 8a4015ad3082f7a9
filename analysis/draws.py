"""What was drawn of each run (/draws of an output file): factors of `given-data`, where runs differ by nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from analysis import reader
from analysis.designs import (NO_NUMBER, Block, Factor, Samples, Sweep, Unfit, is_sweep, open_sweep, outcomes_by_replicate,
                              plain, units_of)
from analysis.reader import DONE, NotRecorded


def open_draws(path: Path) -> xr.Dataset | None:
    """One variable on (point, replicate) for each number that was drawn; None where nothing was."""
    return reader.group(path, "draws")


@dataclass(frozen=True)
class DrawnRuns:
    """Runs of a scenario, or of its arms, as rows of a random design whose factors are what they drew; to be read like a
    Sweep."""

    path: Path
    data: xr.Dataset
    draws: xr.Dataset

    @property
    def points(self) -> list[str]:
        return reader.texts(self.data.point)

    @property
    def arms(self) -> list[str]:
        return self.points if len(self.points) > 1 else [""]

    def point(self, arm: str) -> int:
        if arm not in self.arms:
            raise NotRecorded(f"{self.path}: no arm {arm}; it has {', '.join(self.arms)}")
        return self.arms.index(arm)

    @cached_property
    def factors(self) -> list[Factor]:
        """Those that differ between runs. The values are those of all points, one after the other."""
        all_of_them = [Factor(str(name), units_of(variable), "uncertainty", "drawn", plain(variable.values).ravel())
                       for name, variable in self.draws.data_vars.items()]
        return [one for one in all_of_them if np.isfinite(one.values).any() and np.nanstd(one.values) > 0]

    @property
    def outcomes(self) -> list[str]:
        return outcomes_by_replicate(self.data)

    def units(self, outcome: str) -> str:
        return units_of(self.data[outcome])

    @property
    def design(self) -> dict[str, Any]:
        return {"rows": self.rows}

    @property
    def rows(self) -> int:
        return int(self.data.sizes["replicate"])

    @property
    def blocks(self) -> list[Block]:
        return [Block("random", False, 0, [factor.name for factor in self.factors], self.rows)]

    def by_row(self, factor: Factor, arm: str) -> np.ndarray:
        values = factor.values.reshape(-1, self.rows)[self.point(arm)]
        return Factor(factor.name, factor.units, factor.role, factor.distribution, np.nan_to_num(values)).places

    def samples(self, outcome: str, arm: str, replicate: int | None = None) -> Samples:
        if outcome not in self.outcomes:
            known = ", ".join(self.outcomes) or "none: name some under `outcomes:` of the scenario"
            raise NotRecorded(f"{self.path}: no outcome {outcome}; it has {known}")
        if replicate is not None:
            raise Unfit(f"{self.path}: its rows are the replicates, which differ by what they drew: leave out --replicates")
        point = self.point(arm)
        values = self.data[outcome].values[point].astype(float)
        done = self.data.run_status.values[point] == DONE
        reasons = {"unfinished or failed": ~done, NO_NUMBER: done & ~np.isfinite(values)}
        return Samples(np.where(done, values, np.nan), np.full(self.rows, np.nan),
                       {reason: int(rows.sum()) for reason, rows in reasons.items() if rows.any()}, "one run each")


def open_factors(path: Path) -> Sweep | DrawnRuns:
    """A sweep, or runs that drew something."""
    path = Path(path)
    data = reader.open_data(path)
    draws = None if is_sweep(data) else open_draws(path)
    return open_sweep(path) if draws is None else DrawnRuns(path, data, draws)
