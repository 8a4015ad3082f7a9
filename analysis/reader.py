"""Opens an output file of `moat run`: one scenario, its series, its events and its provenance."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

FORMAT = 1
DONE = 1  # flag of run_status


class FormatError(ValueError):
    """The file is not one that this program can read."""


class MissingFile(FormatError):
    """There is no file of that name."""


class NotRecorded(KeyError):
    """The run did not record what is asked for."""

    def __str__(self) -> str:
        return str(self.args[0])


class Band(NamedTuple):
    """Mean over replicates and the range that holds 90 % of them."""

    mean: xr.DataArray
    low: xr.DataArray
    high: xr.DataArray


@dataclass(frozen=True)
class Run:
    """One point (scenario) of an output file."""

    data: xr.Dataset
    point: str
    provenance: dict[str, str]
    releases: pd.DataFrame
    policy: pd.DataFrame

    def series(self, name: str) -> xr.DataArray:
        """A series by (replicate, time, ...); what does not exist (-inf before any model) becomes NaN."""
        if name not in self.data:
            raise NotRecorded(f"{name} is not in the file")
        values = self.data[name]
        return values.where(np.isfinite(values))

    def month(self, name: str, month: str) -> xr.DataArray:
        """A series in one month, such as "2025-12"."""
        return within(self.series(name), month, month).isel(time=-1)

    @property
    def first(self) -> str:
        return str(self.data.time.values[0])[:7]

    @property
    def last(self) -> str:
        return str(self.data.time.values[-1])[:7]


def within(values: xr.DataArray, first: str, last: str) -> xr.DataArray:
    """The months from first to last, both included; all of them must be there."""
    part = values.sel(time=slice(first, last))
    if part.sizes["time"] != len(pd.period_range(first, last, freq="M")):
        raise NotRecorded(f"the run does not cover {first} to {last}")
    return part


def band(values: xr.DataArray) -> Band:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # months in which no replicate has a value
        low, high = (values.quantile(q, "replicate").drop_vars("quantile") for q in (0.05, 0.95))
        return Band(values.mean("replicate"), low, high)


def share(values: xr.DataArray, chosen: xr.DataArray, dims: list[str]) -> xr.DataArray:
    """Part of `chosen` in `values`, both summed over dims; NaN where there is nothing."""
    total = values.sum(dims)
    return chosen.sum([dim for dim in dims if dim in chosen.dims]) / total.where(total > 0)


def text(value: object) -> str:
    """A string as the HDF5 readers return it: bytes, an array of one, or a string."""
    if isinstance(value, (np.ndarray, list, tuple)) and np.size(value) == 1:
        value = np.asarray(value).reshape(-1)[0]
    return value.decode() if isinstance(value, bytes) else str(value)


def texts(values: xr.DataArray) -> list[str]:
    return [text(value) for value in values.values]


def check_format(attributes: dict[str, object], path: Path) -> None:
    if "format_version" not in attributes:
        raise FormatError(f"{path}: no format_version; was it written by `moat run`?")
    version = text(attributes["format_version"])
    if version.split(".")[0] != str(FORMAT):
        raise FormatError(f"{path}: format version {version}; this program reads version {FORMAT}")


def group(path: Path, name: str) -> xr.Dataset | None:
    try:
        return xr.open_dataset(path, group=name)
    except OSError:  # both engines, netcdf4 and h5netcdf, say so of a group that is not there
        return None


def events(path: Path, name: str, point: str, place: int) -> pd.DataFrame:
    """Events of a point with `month` as a date; columns hold the point by name or by number."""
    table = group(path, name)
    if table is None:
        return pd.DataFrame()
    with table:
        frame = pd.DataFrame({column: table[column].values for column in table.variables if table[column].ndim == 1})
    for column in frame.columns[frame.dtypes == object]:
        frame[column] = frame[column].map(text)
    if "point" in frame:
        frame = frame[frame.point.astype(str).isin([point, str(place)])]
    if "month" in frame:
        frame["month"] = pd.to_datetime(frame.month)
    return frame.reset_index(drop=True)


def provenance(path: Path) -> dict[str, str]:
    table = group(path, "provenance")
    if table is None:
        return {}
    with table:
        return {name: text(value.values) for name, value in table.variables.items() if value.ndim == 0}


def finished(data: xr.Dataset, path: Path) -> xr.Dataset:
    """Without the replicates that failed or that this point never had: they hold NaN, which would sum up to zero."""
    if "run_status" not in data:
        return data
    done = np.flatnonzero(data.run_status.values == DONE)
    if done.size == 0:
        raise NotRecorded(f"{path}: no run has finished")
    return data.isel(replicate=done)


def open_file(path: Path, fault: str) -> xr.Dataset:
    """Values are read when asked for. Durations stay numbers in their own unit."""
    try:
        return xr.open_dataset(path, decode_timedelta=False)
    except (OSError, ValueError) as error:
        raise FormatError(f"{path}: {fault} ({error})") from error


def expect_replicates(data: xr.Dataset, path: Path, what: str) -> None:
    if "statistic" in data.dims:
        raise FormatError(f"{path}: its series are statistics over replicates, and {what} the replicates themselves; "
                          "run it without record.statistics")


def open_data(path: Path) -> xr.Dataset:
    """The root of an output file."""
    if not path.is_file():
        raise MissingFile(f"{path}: no such file; `moat run` or `moat gather` write one")
    data = open_file(path, "not an output file of `moat run`")
    check_format(data.attrs, path)
    return data


def open_beside(path: Path, needed: tuple[str, ...]) -> xr.Dataset:
    """A file that `moat run` writes beside its output: FILE_robust.h5, FILE_why.h5."""
    if not path.is_file():
        raise NotRecorded(f"no file {path.name} beside it")
    data = open_file(path, "cannot be read")
    for name in needed:
        if name not in data.variables:
            raise FormatError(f"{path}: has no {name}")
    return data


def open_run(path: str | Path, point: str | None = None) -> Run:
    """Opens a file at the given point, the first one by default. Series are read when asked for."""
    path = Path(path)
    data = open_data(path)
    expect_replicates(data, path, "a single point needs")
    points = [text(name) for name in data.point.values]
    name = point or points[0]
    if name not in points:
        more = f", ... ({len(points)} points)" if len(points) > 20 else ""
        raise NotRecorded(f"{path}: no point {name}; it has {', '.join(points[:20])}{more}")
    place = points.index(name)
    return Run(finished(data.isel(point=place), path), name, provenance(path), events(path, "releases", name, place),
               events(path, "policy", name, place))
