"""Who took from whom: moves between product lines, added up by openness and origin of the makers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from analysis.reader import DONE, NotRecorded, text

NONE = "no model"
KINDS = [NONE, "closed US", "open US", "closed China", "open China", "closed other", "open other"]
NEEDED = ("switching_flow", "line_firm", "line_open", "firm_region")
PLACES = {"us": "US", "china": "China"}


def kinds_of_lines(data: xr.Dataset) -> dict[str, str]:
    """The kind of each line by name; `none`, the first place of the flows, is no model."""
    for name in NEEDED:
        if name not in data:
            raise NotRecorded(f"{name} is not in the file (record.flows)")
    homes = {text(firm): text(home) for firm, home in zip(data.firm.values, data.firm_region.values)}
    kinds = {text(line): f"{'open' if is_open else 'closed'} {PLACES.get(homes[text(firm)], 'other')}"
             for line, firm, is_open in zip(data.line.values, data.line_firm.values, data.line_open.values)}
    return {**kinds, "none": NONE}


def gather(moves: np.ndarray, kinds: list[str]) -> np.ndarray:
    """Adds up a square of moves between lines to one between kinds."""
    member = np.array([[kind == one for one in kinds] for kind in KINDS], float)
    return member @ moves @ member.T


def moves(data: xr.Dataset, point: int) -> np.ndarray:
    """Moves from kind to kind in the recorded months of an arm, [run, from, to]; NaN where the run is not there."""
    kinds = kinds_of_lines(data)
    flow = data.switching_flow.isel(point=point)
    of_lines = [kinds[text(line)] for line in data.from_line.values]
    is_done = data.run_status.values[point] == DONE if "run_status" in data else np.full(flow.sizes["replicate"], True)
    runs = np.full((flow.sizes["replicate"], len(KINDS), len(KINDS)), np.nan)
    for place in np.flatnonzero(is_done):  # one run at a time: flows are the largest part of a file
        runs[place] = gather(np.nan_to_num(flow.isel(replicate=place).values).sum(axis=0), of_lines)
    if not np.nansum(runs) > 0:
        raise NotRecorded(f"nobody moved in {text(data.point.values[point])}")
    return runs


def shares(between: np.ndarray) -> np.ndarray:
    """In % of all moves, of one square or of several."""
    total = between.sum(axis=(-2, -1), keepdims=True)
    return 100 * between / np.where(total > 0, total, np.nan)


def net(between: np.ndarray) -> np.ndarray:
    """What the row lost to the column, less what it won back."""
    return between - np.swapaxes(between, -2, -1)


def net_change(arm: np.ndarray, baseline: np.ndarray) -> np.ndarray:
    """How the net flows of an arm differ from the baseline's run by run, each in % of its own moves."""
    return net(shares(arm)) - net(shares(baseline))


def months_between(times: np.ndarray) -> int:
    """Months from one record to the next."""
    places = pd.PeriodIndex(times, freq="M").astype("int64")
    return int(places[1] - places[0]) if len(places) > 1 else 1
