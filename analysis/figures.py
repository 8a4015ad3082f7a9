"""The figures of the report: draws each one that the file has the series for, as PNG and SVG."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, NamedTuple

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from analysis import books_figure, market_figures, supply_figures
from analysis.reader import Run
from analysis.style import SETTINGS


class Plan(NamedTuple):
    name: str
    title: str
    caption: str
    draw: Callable[[Run], Figure]


@dataclass(frozen=True)
class Drawn:
    plan: Plan
    png: Path | None
    svg: Path | None
    missing: str = ""  # why there is no picture


PLANS = (
    Plan("adoption_by_region", "Adoption by region",
         "Developers who use at least one model for at least one task; mean over replicates with the 5-95 % range.",
         market_figures.adoption),
    Plan("tokens_by_kind", "Tokens by openness and origin",
         "Who processes the tokens: closed models in solid tones, open weights hatched, by the region of the maker; "
         "figures at the right are the last month.", market_figures.tokens),
    Plan("spend_by_kind", "Spend by openness and origin",
         "What developers pay, to makers and hosts together, by openness and origin of the model; for self-hosted "
         "weights, the cost of serving.",
         market_figures.spend),
    Plan("frontier_and_lag", "Capability frontier and open lag",
         "Best model on offer by openness and origin against Epoch's measured index, and the months since closed "
         "models first reached the best open model of the day.", supply_figures.frontier),
    Plan("compute_and_chips", "Compute and chips",
         "Accelerators owned by region (log scale), and China's purchases by chip with the months in which US rules "
         "took hold (dotted).", supply_figures.compute),
    Plan("prices", "Prices",
         "Prices paid for closed and open models, the cheapest price of a fixed capability, and the index over models "
         "that are on sale in both months.", market_figures.prices),
    Plan("books", "Firms' books",
         "Profit of models alone, accelerators written off over their life, and the outside funding beside it, of the firms "
         "with the largest amounts. Funding is capital for growth; of firms that sell something else it is what models are "
         "worth there (advertising, clouds, devices), which no account shows apart, so that their models need not pay by "
         "themselves.", books_figure.books),
    Plan("open_tokens_by_segment", "Open weights by segment",
         "Open share of tokens in each segment of developers, with the shares measured on a router market in 2025 and "
         "in enterprise surveys of 2023 and 2024.", market_figures.segments),
    Plan("events", "Releases and measures",
         "Releases that set a new best among closed and among open models, and the month in which each measure of a "
         "government begins; first replicate.", supply_figures.events),
)


def draw(run: Run, plan: Plan, folder: Path) -> Drawn:
    with plt.rc_context(SETTINGS):
        try:
            figure = plan.draw(run)
        except KeyError as error:  # a series, region or kind that this run did not record
            plt.close("all")
            return Drawn(plan, None, None, str(error))
        png, svg = folder / f"{plan.name}.png", folder / f"{plan.name}.svg"
        figure.savefig(png, dpi=160, metadata={"Software": None})
        figure.savefig(svg, metadata={"Date": None})
        plt.close(figure)
    return Drawn(plan, png, svg)


def draw_all(run: Run, folder: Path) -> list[Drawn]:
    folder.mkdir(parents=True, exist_ok=True)
    return [draw(run, plan, folder) for plan in PLANS]
