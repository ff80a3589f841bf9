"""Plots of replications: what each showed, what all say together, and how variants differ."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from sim.reports.style import OKABE_ITO, label, new_axes, styled
from sim.results.comparison import Comparison
from sim.results.differences import Difference
from sim.results.figures import full_name
from sim.results.replications import Replications
from sim.results.replications_table import labelled

GREY = "#777777"


def levels(
    replicated: Replications | Mapping[str, Replications], figure: str, ax: Axes | None = None
) -> Axes:
    """A figure of every replication as a dot, and its interval as a bar, one row a variant.

    UnknownFigureError for a figure that there is not, or that is not the only one of that name.
    """
    if isinstance(replicated, Replications):
        replicated = {replicated.name: replicated}
    with styled():
        ax = new_axes(_height(replicated)) if ax is None else ax
        for row, one in enumerate(replicated.values()):
            values, interval = one.values(figure), one.interval(figure)
            ax.plot(values, np.full(len(values), row), "o", color=OKABE_ITO["sky"], alpha=0.6)
            if interval is not None:
                _bar(ax, row, interval.low, interval.centre, interval.high, OKABE_ITO["blue"])
        _rows(ax, list(replicated))
        name = full_name(figure, next(iter(replicated.values())).names)
        ax.set_title(f"{labelled(name)}: runs and interval")
        ax.set_xlabel(labelled(name))
        return ax


def differences(comparison: Comparison, figure: str, ax: Axes | None = None) -> Axes:
    """How far each variant is from the baseline in a figure.

    A green dot is better, an orange cross worse, a grey diamond where the interval holds 0.

    ValueError for a comparison of single runs; UnknownFigureError as ``levels``.
    """
    found = comparison.differences
    if not found:
        raise ValueError("wanted a comparison of at least 2 replicated variants, got none")
    name = full_name(figure, dict.fromkeys(one.figure for one in found))
    shown = [one for one in found if one.figure == name]
    with styled():
        ax = new_axes(_height(shown)) if ax is None else ax
        ax.axvline(0, color="#444444", linewidth=0.8)
        for row, one in enumerate(shown):
            interval = one.interval
            _bar(ax, row, interval.low, interval.centre, interval.high, *_look(one))
        _rows(ax, [one.variant for one in shown])
        ax.set_title(f"{labelled(name)}, less that of {label(shown[0].baseline)}")
        ax.set_xlabel(f"difference of {labelled(name)}")
        return ax


def _look(one: Difference) -> tuple[str, str]:
    """Colour and marker: better, worse, or no difference seen."""
    if one.better is None:
        return GREY, "D"
    is_better = one.better == one.variant
    return (OKABE_ITO["green"], "o") if is_better else (OKABE_ITO["vermillion"], "X")


def _bar(
    ax: Axes, row: int, low: float, centre: float, high: float, colour: str, marker: str = "D"
) -> None:
    ax.plot([low, high], [row, row], color=colour, linewidth=2.4, solid_capstyle="butt")
    ax.plot([centre], [row], marker=marker, color=colour, markersize=6)


def _rows(ax: Axes, names: Sequence[str]) -> None:
    ax.set_yticks(range(len(names)), list(map(label, names)))
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.grid(axis="y", visible=False)


def _height(rows: Sequence[object] | Mapping[str, object]) -> float:
    return 1.3 + 0.32 * len(rows)
