"""Bars of a sale: what became of the stock, and what the data centre had to bear."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import EngFormatter, MaxNLocator

from sim.reports.style import OKABE_ITO, label, legend_below, new_axes, styled
from sim.results.run import Run
from sim.results.table import number

GOODS: dict[str, dict[str, Any]] = {
    "sold": {"color": OKABE_ITO["green"], "hatch": ""},
    "unsold": {"color": "#dddddd", "hatch": ".."},
    "oversold": {"color": OKABE_ITO["vermillion"], "hatch": "xx"},
}

LOG_FROM = 20
"""Where the highest peak is this many times the lowest one, the bars go on a log axis."""


def sale_bars(runs: Mapping[str, Run], ax: Axes | None = None) -> Axes:
    """Sold, unsold and oversold units by run, as stacked bars; runs without a sale are left out."""
    sales = {name: run.summary["sale"] for name, run in runs.items() if run.summary["sale"]}
    with styled():
        ax = new_axes(_height(sales)) if ax is None else ax
        left = [0] * len(sales)
        for key, look in GOODS.items():
            units = [sale[key] for sale in sales.values()]
            if any(units):
                ax.barh(
                    list(map(label, sales)), units, left=left, label=key, edgecolor="white", **look
                )
            left = [one + other for one, other in zip(left, units, strict=True)]
        _bars_axes(ax, "What became of the stock", "units")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        legend_below(ax)
        return ax


def peak_bars(runs: Mapping[str, Run], ax: Axes | None = None) -> Axes:
    """The busiest interval of the data centre's front by run, in requests a second."""
    centres = {name: run.summary["data_centre"] for name, run in runs.items()}
    peaks = {name: centre["peak_rps"] for name, centre in centres.items() if centre}
    with styled():
        ax = new_axes(_height(peaks)) if ax is None else ax
        bars = ax.barh(list(map(label, peaks)), list(peaks.values()), color=OKABE_ITO["blue"])
        ax.bar_label(bars, [number(peak) for peak in peaks.values()], padding=3, fontsize=9)
        _bars_axes(ax, "Peak load of the data centre", "requests per second")
        _peak_scale(ax, list(peaks.values()))
        return ax


def _peak_scale(ax: Axes, peaks: Sequence[float]) -> None:
    """A scale with room for the labels behind the bars."""
    positive = [peak for peak in peaks if peak > 0] or [1.0]
    if max(positive) > LOG_FROM * min(positive):
        ax.set_xscale("symlog", linthresh=1, linscale=0.3)
        ax.set_xlim(0, max(positive) * 30)
    else:
        ax.set_xlim(0, max(positive) * 1.25)
    ax.xaxis.set_major_formatter(EngFormatter(sep=""))


def _bars_axes(ax: Axes, title: str, unit: str) -> None:
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    ax.set_title(title)
    ax.set_xlabel(unit)


def _height(rows: Mapping[str, object]) -> float:
    return 1.5 + 0.32 * len(rows)
