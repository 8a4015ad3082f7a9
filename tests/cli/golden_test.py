"""A dozen yearly numbers of tests/little.yaml, kept in tests/golden/little.csv, so that a change of results is seen.
The fingerprint of all its series, tests/golden/little.sha256, is the same on any x86-64 (tests/bench/README.md).

After a change on purpose: python3 -m pytest -c tests/pytest.ini tests/cli/golden_test.py --update, look at the
difference, and say in the commit why results changed.
"""

import hashlib
import platform

import pytest

pd = pytest.importorskip("pandas")
xr = pytest.importorskip("xarray")

RELATIVE = 1e-6  # the table has ten digits

# Series and how the months of a year become one number; axes beside time are summed first, except those in the label.
SERIES = {"tokens_by_kind": "sum", "spend_by_kind": "sum", "downloads_by_origin": "sum", "frontier": "last", "open_lag": "last",
          "compute_realised": "last", "chips_smuggled": "sum", "chip_price": "last", "ecosystem": "last", "cash": "last",
          "know_how": "last", "price_index": "last", "adoption": "mean", "moves": "sum", "dual_use_index": "mean",
          "incident_count": "sum", "release_count": "sum"}


def table(data):
    """One row a year and series, or part of one."""
    rows = []
    for name, how in SERIES.items():
        series = data[name].isel(point=0, replicate=0, drop=True)
        parts = series.dims[1:]
        frame = series.to_series().unstack(parts) if parts else series.to_series().to_frame("")
        yearly = frame.groupby(frame.index.year).agg(how)
        for year, row in yearly.iterrows():
            for label, value in row.items():
                text = "/".join(label) if isinstance(label, tuple) else label
                rows.append((name, text, year, value))
    return pd.DataFrame(rows, columns=["series", "part", "year", "value"])


def fingerprint(data):
    """Of the bits of all series, by name."""
    sums = hashlib.sha256()
    for name in sorted(name for name, series in data.items() if {"replicate", "time"} <= set(series.dims)):
        sums.update(name.encode() + data[name].to_numpy().tobytes())
    return sums.hexdigest()


def test_little(moat, little, source, tmp_path, update):
    moat("run", little, "-o", tmp_path / "little.h5")
    with xr.open_dataset(tmp_path / "little.h5") as data:
        found = table(data.load())
        bits = fingerprint(data)
    golden = source / "tests/golden/little.csv"
    if update:
        found.to_csv(golden, index=False, float_format="%.10g", na_rep="nan")
        golden.with_suffix(".sha256").write_text(bits + "\n")
    kept = pd.read_csv(golden, keep_default_na=False, na_values=["nan"])
    assert found[["series", "part", "year"]].values.tolist() == kept[["series", "part", "year"]].values.tolist()
    close = [a == pytest.approx(b, rel=RELATIVE, abs=1e-12, nan_ok=True) for a, b in zip(found.value, kept.value)]
    differing = found.assign(golden=kept.value)[[not c for c in close]]
    assert differing.empty, f"{len(differing)} of {len(found)} numbers changed\n{differing.head(20).to_string()}"
    if platform.machine() in ("x86_64", "AMD64"):
        assert bits == golden.with_suffix(".sha256").read_text().strip(), "some bits of the series changed"
