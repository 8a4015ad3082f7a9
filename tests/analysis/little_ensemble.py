"""A file of two runs over 2025 whose numbers can be done by hand."""

import numpy as np
import pandas as pd
import xarray as xr

MONTHS = pd.date_range("2025-01-31", "2025-12-31", freq="M" if pd.__version__ < "2.2" else "ME")
GROWTH = np.arange(1, 13.0)  # of tokens: month 1, 2, ... 12


def series(data, name, axes, values, units):
    data[name] = (("point", "replicate", "time", *axes), values, {"units": units})


def write(path, points=("A",), weights=None):
    data = xr.Dataset(coords={"point": list(points), "replicate": [0, 1], "time": MONTHS, "line": ["a", "b", "c"],
                              "region": ["us", "china"], "firm": ["X", "Y"], "openness": ["closed", "open"]})
    data["line_firm"] = ("line", ["X", "X", "Y"])
    data["line_open"] = ("line", np.array([0, 1, 1], "int8"))
    data["firm_region"] = ("firm", ["us", "china"])
    shape = (len(points), 2, 12)
    run = np.broadcast_to(np.array([1.0, 2.0])[:, None], shape) * (1 + 10 * np.arange(len(points)))[:, None, None]
    # line a: 1, b: 2, c: 3 in the us, ten times that in China; in run 1 line c has twice as much
    tokens = np.broadcast_to(np.outer([1, 2, 3.0], [1, 10]), (*shape, 3, 2)) * GROWTH[:, None, None]
    tokens = tokens * np.where(np.arange(3)[:, None] == 2, run[..., None, None], 1)
    series(data, "tokens", ("line", "region"), tokens, "Mtok/month")
    series(data, "lag", (), run * 3, "months")
    series(data, "price", ("line",), np.broadcast_to([1, 2, np.nan], (*shape, 3)), "USD/Mtok")
    series(data, "revenue", ("firm",), np.broadcast_to([1e9, 2e9], (*shape, 2)), "USD/month")
    data["run_status"] = (("point", "replicate"), np.ones(shape[:2], "int8"))
    if weights is not None:
        data["weight"] = ("point", np.array(weights, float))
    data.attrs = {"format_version": "1"}
    data.to_netcdf(path, engine="h5netcdf")
    releases = xr.Dataset({"point": ("event", ["A"] * 4), "replicate": ("event", [0, 0, 0, 1]),
                           "month": ("event", ["2025-03", "2025-03", "2025-04", "2025-05"]),
                           "firm": ("event", ["X", "X", "Y", "Y"]), "open": ("event", [0, 1, 1, 1]),
                           "log10_training_flop": ("event", [25.0, 22.0, 23.5, 24.0])})
    releases.to_netcdf(path, engine="h5netcdf", group="releases", mode="a")
    return path
