"""Chips are bought where they are sold."""

import pytest

xr = pytest.importorskip("xarray")


def bought_outside_china(moat, source, output, *options):
    """Ascend chips of the whole baseline that firms outside of China bought."""
    moat("run", source / "scenarios/baseline.yaml", "-o", output, "--developers", "300", "--replicates", "1", "--force", *options)
    with xr.open_dataset(output) as data:
        ascend = [chip for chip in data.chip.values if str(chip).startswith("Ascend")]
        assert len(ascend) > 3
        return float(data.chips_bought.sel(chip=ascend).drop_sel(region="china").sum())


def test_nobody_outside_china_buys_ascend(moat, source, tmp_path):
    assert bought_outside_china(moat, source, tmp_path / "baseline.h5") == 0


def test_they_would_where_it_was_sold(moat, source, tmp_path):
    sold = [f"--set=chips.Ascend-{chip}.markets=[china,us]" for chip in ("910C", "950", "960", "970")]
    assert bought_outside_china(moat, source, tmp_path / "sold.h5", *sold) > 0
