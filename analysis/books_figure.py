"""Figure of the firms' books: profit of the models, and the outside funding beside it."""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from analysis.market_figures import take
from analysis.reader import Run, band
from analysis.style import DASHES, GREY, calendar, canvas, end_labels, last_value, line

MOST_FIRMS = 8  # that labels at the right have room for


def books(run: Run) -> Figure:
    profit, funding = run.series("profit") / 1e9, run.series("funding") / 1e9
    size = abs(profit).fillna(0).mean(("replicate", "time")).sortby("firm")
    largest = sorted(size.firm.values.tolist(), key=lambda firm: -float(size.sel(firm=firm)))[:MOST_FIRMS]
    colours = plt.get_cmap("tab10").colors
    figure, (left, right) = canvas(2)
    figure.subplots_adjust(left=0.065, right=0.91, top=0.9, bottom=0.1, wspace=0.42)
    for axis, values, title in ((left, band(profit), "Profit of the models"), (right, band(funding), "Outside funding")):
        labels = []
        for place, firm in enumerate(largest):
            one, colour = take(values, firm=firm), colours[place]
            line(axis, run.data.time.values, one, color=colour, linestyle=DASHES[place % len(DASHES)])
            labels.append((last_value(one.mean.values), firm, colour))
        axis.axhline(0, color=GREY, linewidth=0.8)
        axis.set(ylabel="billion USD a month")
        axis.set_title(title, pad=12)
        calendar(axis, run.data.time.values, note=axis is left)
        end_labels(axis, labels)
    return figure
