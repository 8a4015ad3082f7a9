"""The report: one self-contained HTML page, with its figures beside it as PNG and SVG."""

from __future__ import annotations

import base64
import re
import shlex
from pathlib import Path

import jinja2

from analysis import figures, headline, sanity
from analysis.reader import Run, text

TEMPLATES = Path(__file__).parent / "templates"


def embedded(svg: Path) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.read_bytes()).decode()


def setting(run: Run, key: str) -> str:
    """A plain value at the top level of the scenario, resolved or as written; no YAML reader is needed for that."""
    for source in ("scenario_resolved_yaml", "scenario_yaml"):
        found = re.search(rf"^{key}:[ \t]*(.+(?:\n[ \t]+\S.*)*)", run.provenance.get(source, ""), re.MULTILINE)
        if found:
            value = re.sub(r"\s+", " ", re.sub(r"^[>|][-+]?\s*", "", found[1])).strip()
            return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value
    return ""


def command(run: Run) -> str:
    """The command line without the folder of the program, which means nothing elsewhere."""
    try:
        words = shlex.split(run.provenance.get("command_line", ""))
    except ValueError:
        return run.provenance["command_line"]
    return shlex.join([Path(words[0]).name, *words[1:]]) if words else ""


def seed(run: Run) -> str:
    """Given on the command line, in the provenance, or in the scenario."""
    given = re.search(r"--seed[ =](\d+)", run.provenance.get("command_line", ""))
    return given[1] if given else run.provenance.get("seed") or setting(run, "seed") or "not recorded"


def write(run: Run, page: Path) -> list[figures.Drawn]:
    """Writes PAGE.html and the folder PAGE_figures; returns what was drawn."""
    page.parent.mkdir(parents=True, exist_ok=True)
    drawn = figures.draw_all(run, page.with_name(f"{page.stem}_figures"))
    checks = sanity.check(run)
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True,
                                     lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    page.write_text(environment.get_template("page.html.j2").render(
        title=setting(run, "title") or text(run.data.attrs.get("title", run.point)),
        question=setting(run, "question"),
        run=run, replicates=run.data.sizes["replicate"],
        lines=headline.lines(run), checks=checks, summary=sanity.summary(checks),
        figures=[(one, embedded(one.svg) if one.svg else "") for one in drawn],
        command=command(run), seed=seed(run),
        made_by=[(key, run.provenance[key]) for key in ("version", "git_hash", "compiler") if run.provenance.get(key)],
    ), encoding="utf-8")
    return drawn
