"""The page of a gathered sweep, chosen by itself when the file has factors."""

import base64
import re

import matplotlib.image
import numpy as np
import pytest

from analysis import sweep_page
from analysis.__main__ import main
from analysis.designs import Factor, open_sweep
from analysis.reader import FormatError, NotRecorded, open_run

POINTS = 64
NAMES = ["cost", "from", "strategy"]


def columns():
    x = np.random.default_rng(1).random((POINTS, 3))
    return {"cost": (10**(3 * x[:, 0]), {"units": "USD", "distribution": "log_uniform [1, 1000]"}),
            "from": (np.array(["2022-10", "2023-10", "2024-10"])[(3 * x[:, 1]).astype(int)], {"factor": "lever"}),
            "strategy": (np.array(["closed", "open"])[(2 * x[:, 2]).astype(int)], {"distribution": "categorical"})}


def outcomes(arms=2):
    """Point p comes to p in the first arm and 100 + p in the second, give or take 1 between two replicates."""
    values = np.concatenate([100 * arm + np.arange(POINTS) for arm in range(arms)])[:, None] + np.array([-1.0, 1.0])
    return {"lag": values, "undefined": np.full_like(values, np.nan)}


@pytest.fixture
def sweep(write_sweep, tmp_path):
    def write(**options):
        block = {"type": "lhs", "n": POINTS, "factors": NAMES, "rows": POINTS}
        return write_sweep(tmp_path / "sweep.h5", block, columns(), outcomes(len(options["arms"])), **options)

    return write


def test_page_of_a_sweep(sweep, capsys):
    status = np.ones((2 * POINTS, 2), "int8")
    status[3, 1] = 2
    path = sweep(arms=("open", "strict"), status=status)
    assert main([str(path)]) == 0
    target = path.with_suffix(".html")
    assert capsys.readouterr().out == f"{target}\n"
    html = target.read_text()
    assert "<script" not in html and not re.findall(r'(?:src|href)="(?!data:)', html)
    assert "128 points, up to 2 replicates each" in html and "255 done, 1 failed" in html
    assert "lhs: 64 rows over cost, from, strategy." in html and "open, strict" in html
    assert "2022-10, 2023-10, 2024-10" in html and "closed, open" in html and "log_uniform [1, 1000]" in html
    images = re.findall(r'<img src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert len(images) == 1 and b"<svg" in base64.b64decode(images[0])
    assert "No picture: no finished run has a number." in html  # of the outcome that is never a number
    assert "python3 -m analysis given-data sweep.h5" in html and "analysis sobol" not in html
    assert "moat gather DIR" in html and "/some/where" not in html
    pixels = matplotlib.image.imread(path.with_name("sweep_figures") / "lag.png")
    assert pixels.shape[1] == 1600 and 0.02 < (pixels[..., :3].min(axis=2) < 0.97).mean() < 0.98


def test_table_of_outcomes(sweep):
    """Two replicates one below and one above: their standard deviation is sqrt(2)."""
    read = open_sweep(sweep(arms=("open", "strict")))
    assert sweep_page.outcome_line(read, "lag", "strict") == (
        "lag", "months", "strict", 64, "131.5 (103.2 to 159.8)", "1.4")
    assert sweep_page.outcome_line(read, "undefined", "open")[3:] == (0, "none", "unknown")


def test_same_file_same_page(sweep, tmp_path):
    path = sweep(arms=("",))
    for name in ("a", "b"):
        assert main([str(path), "-o", str(tmp_path / name / "page.html")]) == 0
    assert (tmp_path / "a/page.html").read_text() == (tmp_path / "b/page.html").read_text()


@pytest.mark.parametrize("count", [1, 4, 14])
def test_any_number_of_factors(write_sweep, tmp_path, count):
    x = np.random.default_rng(1).random((POINTS, count))
    factors = {f"factor {place}": (x[:, place], {}) for place in range(count)}
    path = write_sweep(tmp_path / "sweep.h5", {"type": "random", "factors": list(factors), "rows": POINTS}, factors,
                       {"lag": outcomes(1)["lag"]})
    assert main([str(path)]) == 0
    panels = [axis for axis in sweep_page.draw(open_sweep(path), "lag").axes if axis.get_visible()]
    assert len(panels) == 1 + min(count, 11)
    assert ("The first 11 of 14 factors." in path.with_suffix(".html").read_text()) == (count == 14)


def test_one_point_of_a_sweep_is_a_run(sweep):
    path = sweep(arms=("",))
    assert open_run(path, "17").data.lag.values.tolist() == [16, 18]
    with pytest.raises(NotRecorded, match=r"no point nowhere; it has 0, 1, .*, 19, \.\.\. \(64 points\)"):
        open_run(path, "nowhere")


def test_statistics_make_a_page_but_not_a_single_run(sweep):
    path = sweep(arms=("",), statistics=True)
    assert main([str(path)]) == 0
    assert "31.5 (3.15 to 59.85)" in path.with_suffix(".html").read_text()
    with pytest.raises(FormatError, match="its series are statistics over replicates"):
        open_run(path, "17")


def test_labels_of_many_choices_are_thinned():
    factor = Factor("a", "", "lever", "dates", np.array([f"20{year}-01" for year in range(10, 30)]))
    at, labels = sweep_page.cells(factor)
    assert at.tolist() == list(range(20)) and list(labels) == [0, 3, 6, 9, 12, 15, 18] and labels[3] == "2013-01"
    assert sweep_page.span(factor) == "2010-01 to 2029-01"
