"""Plots of a stability map: its regions with P(collapse), and the time to recover."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.reports.style import label, legend_below, new_axes, styled
from sim.reports.sweep import DPI, MOST_TEXTS, cell_ticks
from sim.results.cell import Cell, spoken
from sim.results.files import writing
from sim.results.stability import Region, StabilityMap

LOOKS: dict[Region, dict[str, Any]] = {
    Region.STABLE: {"facecolor": "#BFE5D8"},
    Region.VULNERABLE: {"facecolor": "#F7DFA6", "hatch": "..."},
    Region.METASTABLE: {"facecolor": "#E59B6C", "hatch": "///"},
    Region.OVERLOADED: {"facecolor": "#9AA0A6", "hatch": "xxx"},
    Region.UNDECIDED: {"facecolor": "#FFFFFF"},
}
"""Tints of the style's colours that go from light to dark as it gets worse, each with a hatch of
its own: on a grey page and to a colour-blind reader they are as different."""

HEIGHT, ROW = 1.1, 0.34
"""Inches of a map besides its rows, and of each row."""

Write = Callable[[Cell], str]


def regions(found: StabilityMap, ax: Axes | None = None) -> Axes:
    """The regions over the sizes of the trigger and, upwards, the loads.

    Each cell has its probability of collapse, if there is room for it.
    """
    return _map(found, _probability, "P(collapse)", ax)


def recovery_times(found: StabilityMap, ax: Axes | None = None) -> Axes:
    """The same map with the median time from the end of the trigger to recovery in each cell."""
    return _map(found, _time, "median time to recover", ax)


def write_maps(found: StabilityMap, folder: Path) -> list[Path]:
    """Both maps as PNG; the files are returned.

    StorageError (an OSError) for a folder that cannot be written.
    """
    files = []
    with writing(folder):
        for name, plot in {"regions": regions, "recovery_times": recovery_times}.items():
            files.append(folder / f"{name}.png")
            figure = plot(found).get_figure(root=True)
            assert figure is not None
            figure.savefig(files[-1], dpi=DPI)
    return files


def _map(found: StabilityMap, write: Write, what: str, ax: Axes | None) -> Axes:
    seen = {found.region(cell) for cell in found}
    shown = [region for region in Region if region in seen]
    with styled():
        ax = new_axes(HEIGHT + ROW * len(found.load), shown) if ax is None else ax
        ax.grid(False)
        for cell in found:
            _cell(ax, found, cell, write if len(found) <= MOST_TEXTS else _nothing)
        ax.set_xlim(-0.5, len(found.trigger) - 0.5)
        ax.set_ylim(-0.5, len(found.load) - 0.5)
        cell_ticks(ax, found.load, found.trigger)
        ax.set_title(f"{label(found.name)}: {what}")
        _legend(ax, shown)
        return ax


def _cell(ax: Axes, found: StabilityMap, cell: Cell, write: Write) -> None:
    x, y = found.trigger.values.index(cell.trigger), found.load.values.index(cell.load)
    look = LOOKS[found.region(cell)]
    ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, edgecolor="#666666", linewidth=0.6, **look))
    behind = {"facecolor": look["facecolor"], "edgecolor": "none", "pad": 1.2}
    text = write(cell)
    if text:
        ax.text(x, y, text, ha="center", va="center", fontsize=8, bbox=behind)


def _legend(ax: Axes, shown: list[Region]) -> None:
    """An empty patch for each region, for the legend to find."""
    for region in shown:
        ax.add_patch(
            Rectangle((np.nan, np.nan), 0, 0, edgecolor="#666666", label=region, **LOOKS[region])
        )
    legend_below(ax)


def _probability(cell: Cell) -> str:
    return "" if cell.collapse is None else f"{cell.collapse.centre:.2f}"


def _time(cell: Cell) -> str:
    return "" if cell.time is None else spoken(cell.time.median)


def _nothing(cell: Cell) -> str:
    return ""
