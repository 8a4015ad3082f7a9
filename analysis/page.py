"""The report: one self-contained HTML page, with its figures beside it as PNG and SVG."""

from __future__ import annotations

import base64
import shlex
from pathlib import Path

import jinja2

from analysis import figures, headline, sanity
from analysis.reader import Run, text

TEMPLATES = Path(__file__).parent / "templates"
MADE_BY = ("version", "git_hash", "git_state", "compiler", "build_type")


def embedded(svg: Path) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.read_bytes()).decode()


def template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True,
                                     lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    return environment.get_template(name)


def made_by(provenance: dict[str, str]) -> list[tuple[str, str]]:
    return [(key, provenance[key]) for key in MADE_BY if provenance.get(key)]


def command(provenance: dict[str, str]) -> str:
    """The command line without the folder of the program, which means nothing elsewhere."""
    try:
        words = shlex.split(provenance.get("command_line", ""))
    except ValueError:
        return provenance["command_line"]
    return shlex.join([Path(words[0]).name, *words[1:]]) if words else ""


def seeds(run: Run) -> str:
    if "run_seed" not in run.data:
        return "not recorded"
    return ", ".join(str(seed) for seed in sorted(set(run.data.run_seed.values.ravel().tolist())))


def write(run: Run, page: Path) -> list[figures.Drawn]:
    """Writes PAGE.html and the folder PAGE_figures; returns what was drawn."""
    page.parent.mkdir(parents=True, exist_ok=True)
    drawn = figures.draw_all(run, page.with_name(f"{page.stem}_figures"))
    checks = sanity.check(run)
    page.write_text(template("page.html.j2").render(
        title=text(run.data.attrs.get("title", run.point)), question=text(run.data.attrs.get("question", "")),
        run=run, replicates=run.data.sizes["replicate"],
        lines=headline.lines(run), checks=checks, summary=sanity.summary(checks),
        figures=[(one, embedded(one.svg) if one.svg else "") for one in drawn],
        command=command(run.provenance), seed=seeds(run), made_by=made_by(run.provenance),
    ), encoding="utf-8")
    return drawn
