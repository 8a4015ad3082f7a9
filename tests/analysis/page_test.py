import base64
import re

import matplotlib.image
import pytest

from analysis import figures, headline, page
from analysis.__main__ import main
from analysis.reader import open_run


@pytest.fixture(scope="module")
def report(sample, tmp_path_factory):
    target = tmp_path_factory.mktemp("page") / "results" / "baseline.html"
    assert main([str(sample), "-o", str(target)]) == 0
    return target


@pytest.mark.parametrize("plan", figures.PLANS, ids=[plan.name for plan in figures.PLANS])
def test_figure_is_a_picture(report, plan):
    folder = report.with_name("baseline_figures")
    pixels = matplotlib.image.imread(folder / f"{plan.name}.png")
    assert pixels.shape[1] == 1600 and pixels.shape[0] >= 600
    assert 0.02 < (pixels[..., :3].min(axis=2) < 0.97).mean() < 0.98  # neither empty nor all ink
    svg = (folder / f"{plan.name}.svg").read_text()
    assert svg.rstrip().endswith("</svg>") and len(svg) > 20_000


def test_page_holds_everything_and_needs_nothing_else(report):
    html = report.read_text()
    images = re.findall(r'<img src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert len(images) == len(figures.PLANS) == 9
    assert all(b"<svg" in base64.b64decode(image) for image in images)
    assert "<script" not in html and not re.findall(r'(?:src|href)="(?!data:)', html)
    assert html.count('class="result"') == 27 and "18 of 27 criteria hold" in html
    assert len(re.findall(r'<td class="name">', html)) == 5
    assert "What keeps closed models ahead?" in html and "What this cannot say" in html


def test_page_says_how_to_reproduce(report):
    html = report.read_text()
    assert "moat run scenarios/baseline.yaml" in html and "/some/where" not in html
    assert "abc1234" in html and re.search(r"<dt>seed</dt><dd>42</dd>", html)


def test_same_file_same_page(sample, report, tmp_path):
    page.write(open_run(sample), tmp_path / "baseline.html")
    assert (tmp_path / "baseline.html").read_text() == report.read_text()


def test_figure_without_its_series_leaves_a_note(sample, tmp_path):
    run = open_run(sample)
    run = type(run)(run.data.drop_vars("price_index"), run.point, run.provenance, run.releases[:0], run.policy[:0])
    missing = {one.plan.name: one.missing for one in page.write(run, tmp_path / "page.html") if one.missing}
    assert missing == {"prices": "price_index is not in the file", "events": "no events in the file"}
    html = (tmp_path / "page.html").read_text()
    assert "No picture: price_index is not in the file." in html and html.count("<img") == 7


def test_short_run_without_2025(sample, tmp_path):
    run = open_run(sample)
    run = type(run)(run.data.isel(time=slice(0, 14)), run.point, run.provenance, run.releases, run.policy)
    assert not [one.missing for one in page.write(run, tmp_path / "page.html") if one.missing]
    assert "no data: the run does not cover 2025-12" in (tmp_path / "page.html").read_text()


def test_headline_reads_the_shares(sample):
    rows = {line.name: line for line in headline.lines(open_run(sample))}
    assert rows["Open weights"].now.startswith("17 % of tokens; 3 % of spend")
    assert rows["Compute stock, US to China"].now.endswith(": 1")
    assert "8.5 (6.7-8.5) months" in rows["Capability frontier"].measured
