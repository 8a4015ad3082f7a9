"""Ratings by domain: the strengths of lines as the public sees them."""

import pytest

np = pytest.importorskip("numpy")
xr = pytest.importorskip("xarray")


def test_their_mean_is_the_rating_and_their_order_the_strength(moat, little, tmp_path):
    moat("run", little, "-o", tmp_path / "out.h5", "--set", "firms.Atlas.lines.Atlas-Mini.focus={language: 4}")
    with xr.open_dataset(tmp_path / "out.h5") as data:
        ratings = data.rating_by_domain
        assert ratings.dims[-2:] == ("line", "domain") and ratings.attrs["units"] == "ECI"
        np.testing.assert_allclose(ratings.mean("domain"), data.rating, rtol=1e-12)
        last = ratings.isel(time=-1).squeeze()
        best = {str(line): str(data.domain.values[int(np.argmax(last.sel(line=line).values))])
                for line in data.line.values if np.isfinite(last.sel(line=line)).all()}
        assert best["Atlas-Pro"] == "coding" and best["Atlas-Mini"] == "language"  # of the firm, and its own
        assert float(last.sel(line="Cedar").max() - last.sel(line="Cedar").min()) == 0  # no strength is known
