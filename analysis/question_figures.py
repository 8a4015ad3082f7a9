"""The pictures of a question, each in a PNG; what cannot be drawn is said, with the reason."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, NamedTuple

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from analysis import arms_figures, flow_figure, samples_figures, why_figure
from analysis.question import Question
from analysis.reader import FormatError, NotRecorded
from analysis.sensitivity_figures import NotDrawn
from analysis.style import SETTINGS

DPI = 160
PLANS: dict[str, Callable[[Question], Figure]] = {
    "fan": arms_figures.fan, "differences": arms_figures.differences, "flows": flow_figure.draw,
    "flips": samples_figures.flips, "why": why_figure.draw,
}


class Written(NamedTuple):
    paths: list[Path]
    notes: list[str]  # what is not on the pictures, and why


def default_folder(file: Path) -> Path:
    return file.with_name(f"{file.stem}_figures")


def save(figure: Figure, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, dpi=DPI, metadata={"Software": None})
    except OSError as error:
        raise NotDrawn(f"{path}: cannot be written ({error.strerror}); name another folder with -o") from error


def write(question: Question, folder: Path) -> Written:
    """Draws what the file and those beside it allow."""
    paths, notes = [], []
    for name, draw in PLANS.items():
        with plt.rc_context(SETTINGS):
            try:
                figure = draw(question)
            except (FormatError, NotRecorded) as error:
                notes.append(f"no figure {name}: {error}")
                continue
            try:
                save(figure, folder / f"{name}.png")
            finally:
                plt.close(figure)
        paths.append(folder / f"{name}.png")
    if folder / "fan.png" in paths:
        notes += [f"not in figure fan: {reason}" for reason in arms_figures.drawable_paths(question)[1]]
    return Written(paths, notes + [f"not in figure differences: {test.name} compares no arms in one outcome"
                                   for test in question.tests if not arms_figures.is_difference(test)])
