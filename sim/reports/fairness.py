"""Fairness plots: who got the goods, edge node by edge node."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter
from numpy.typing import NDArray

from sim.reports.style import OKABE_ITO, label, legend_below, look, new_axes, styled
from sim.results.fairness import jain, lorenz
from sim.results.run import Run

JAIN = " (Jain {:.2f})"


def lorenz_curves(runs: Mapping[str, Run], ax: Axes | None = None) -> Axes:
    """The part of all goods that the worst-off edge nodes hold, one line a run, with Jain's index.

    A run without edge nodes, or one that sold nothing, has no line.
    """
    with styled():
        ax = new_axes(3.2, [label(name) + JAIN for name in runs], columns=2) if ax is None else ax
        ax.plot([0, 1], [0, 1], color="#888888", linewidth=1, label="all nodes alike")
        for index, (name, run) in enumerate(runs.items()):
            goods = sold_by_node(run)
            if goods.any():
                held = lorenz(goods)
                told = f"{label(name)}{JAIN.format(jain(goods))}"
                nodes = np.linspace(0, 1, len(held))
                ax.plot(nodes, held, label=told, markevery=0.12, **look(index))
        _lorenz_axes(ax)
        return ax


def goods_by_node(run: Run, ax: Axes | None = None) -> Axes:
    """The goods sold through each edge node of one run, the best-off node first."""
    goods = np.sort(sold_by_node(run))[::-1]
    with styled():
        ax = new_axes(2.8) if ax is None else ax
        ax.stairs(goods, np.arange(len(goods) + 1), fill=True, color=OKABE_ITO["blue"])
        if len(goods):
            even = float(goods.mean())
            ax.axhline(even, color=OKABE_ITO["black"], linewidth=1, linestyle=(0, (5, 1.5)))
            ax.set_title(f"{label(run.name)}: {even:.3g} a node on average (dashed)")
            ax.set_xlim(0, len(goods))
        ax.set_ylim(0, max(1.0, float(goods.max(initial=0)) * 1.08))
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_xlabel("edge nodes, most goods first")
        ax.set_ylabel("goods sold")
        return ax


def sold_by_node(run: Run) -> NDArray[np.int64]:
    """Goods sold through each edge node; empty for a run without any."""
    edges = run.trace.edges
    return np.empty(0, dtype=np.int64) if edges is None else edges["sold"]


def _lorenz_axes(ax: Axes) -> None:
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1.0, symbol=None))
    ax.set_xlabel("edge nodes, fewest goods first (%)")
    ax.set_ylabel("their part of the goods (%)")
    ax.set_title("Goods by edge node")
    legend_below(ax, columns=2)
