"""Plots of a sweep: lines with their intervals, and heat maps."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter
from numpy.typing import NDArray

from sim.model.axis import Axis
from sim.model.overrides import format_value
from sim.reports.style import WIDTH, label, legend_below, look, new_axes, styled
from sim.results.figures import full_name
from sim.results.files import writing
from sim.results.intervals import Interval
from sim.results.point import Estimate, Point
from sim.results.replications_table import labelled
from sim.results.sweep import Sweep

MOST_LINES = 7
"""Of a second axis with more values than this, so many are drawn, evenly chosen."""

MOST_TICKS, MOST_ROWS = 8, 16
"""Names along an axis, and up it: lines of text lie closer than words side by side."""

MOST_TEXTS = 120
"""A heat map of more cells than this has no room for their numbers."""

DPI = 150

Floats = NDArray[np.float64]


def lines(sweep: Sweep, figure: str, ax: Axes | None = None) -> Axes:
    """A figure over the first axis, with its interval; one line a value of the second axis.

    A third axis is to be fixed first (``Sweep.where``): ValueError.  UnknownFigureError for a
    figure that there is not.
    """
    _check(sweep, 1, 2)
    name = full_name(figure, sweep.names)
    across, others = sweep.axes[0], sweep.axes[1:]
    groups = _lines(sweep, others[0] if others else None)
    with styled():
        ax = new_axes(3.0, list(groups)) if ax is None else ax
        for index, (text, points) in enumerate(groups.items()):
            _line(ax, across, points, name, text, index)
        _ticks(ax, across)
        ax.set_ylabel(labelled(name))
        ax.set_title(label(sweep.name))
        if others:
            legend_below(ax, 2)
        return ax


def heat_map(sweep: Sweep, figure: str, ax: Axes | None = None) -> Axes:
    """A figure over two axes, the first one upwards; a point without a value stays white.

    ValueError for another number of axes; UnknownFigureError for a figure that there is not.
    """
    _check(sweep, 2, 2)
    name = full_name(figure, sweep.names)
    up, across = sweep.axes
    cells = _cells(sweep, name)
    with styled():
        ax = new_axes(3.2) if ax is None else ax
        ax.grid(False)
        image = ax.imshow(cells, origin="lower", aspect="auto", cmap="viridis")
        ax.figure.colorbar(image, ax=ax, label=labelled(name))
        if cells.size <= MOST_TEXTS:
            _write(ax, cells)
        cell_ticks(ax, up, across)
        ax.set_title(label(sweep.name))
        return ax


def write_plots(sweep: Sweep, folder: Path) -> list[Path]:
    """One PNG a chosen figure and kind of plot; of three axes, one panel a value of the third.

    The files are returned.  StorageError (an OSError) for a folder that cannot be written.
    """
    kinds = {"lines": lines} | ({"heat_map": heat_map} if len(sweep.axes) > 1 else {})
    files = []
    with writing(folder):
        for name in sweep.chosen if len(sweep) else ():
            for kind, plot in kinds.items():
                files.append(folder / f"{kind}.{name}.png")
                _panels(sweep, name, plot).savefig(files[-1], dpi=DPI)
    return files


def _check(sweep: Sweep, least: int, most: int) -> None:
    if not least <= len(sweep.axes) <= most:
        wanted = str(most) if least == most else f"{least} or {most}"
        raise ValueError(f"wanted a sweep over {wanted} axes, got {sweep!r}")


def _panels(sweep: Sweep, name: str, plot: Callable[..., Axes]) -> Figure:
    if len(sweep.axes) < 3:
        alone = plot(sweep, name).get_figure(root=True)
        assert alone is not None
        return alone
    third = sweep.axes[2]
    with styled():
        figure = Figure(figsize=(WIDTH, 3.4 * len(third)))
        panels = figure.subplots(len(third), 1, squeeze=False).flat
        for ax, value in zip(panels, third.values, strict=True):
            plot(sweep.where(third.path, value), name, ax)
            ax.set_title(label(f"{third.path}={format_value(value)}"))
    return figure


def _lines(sweep: Sweep, others: Axis | None) -> dict[str, Sequence[Point]]:
    """The points of each line, under what the legend calls it."""
    if others is None:
        return {sweep.name: tuple(sweep)}
    chosen = np.unique(np.linspace(0, len(others) - 1, MOST_LINES).round().astype(int))
    return {
        f"{others.path.rpartition('.')[2]}={others.labels[index]}": sweep.where(
            others.path, others.values[index]
        )
        for index in chosen.tolist()
    }


def _line(
    ax: Axes, across: Axis, points: Sequence[Point], name: str, text: str, index: int
) -> None:
    where = dict(zip(across.labels, _positions(across), strict=True))
    drawn = [point for point in points if point.estimates.get(name) is not None]
    found = [point.estimates[name] for point in drawn]
    x = [where[format_value(point.settings[across.path])] for point in drawn]
    y = np.array([_centre(one) for one in found])
    reach = np.array([_reach(one) for one in found]).reshape(-1, 2).T
    ax.errorbar(
        x, y, yerr=reach if reach.any() else None, label=label(text), capsize=3, **look(index)
    )


def _positions(axis: Axis) -> Sequence[float]:
    """Where the values stand: at their number if all have one, else side by side."""
    return axis.numbers or tuple(range(len(axis)))


def _ticks(ax: Axes, axis: Axis) -> None:
    chosen = _few(len(axis))
    positions = _positions(axis)
    ax.set_xticks([positions[i] for i in chosen], [label(axis.labels[i]) for i in chosen])
    ax.set_xlabel(axis.path)
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))


def cell_ticks(ax: Axes, up: Axis, across: Axis) -> None:
    """Names for the cells of a map, of as many as there is room for."""
    ax.set_xticks(_few(len(across)), [label(across.labels[i]) for i in _few(len(across))])
    rows = _few(len(up), MOST_ROWS)
    ax.set_yticks(rows, [label(up.labels[i]) for i in rows])
    ax.set_xlabel(across.path)
    ax.set_ylabel(up.path)


def _few(count: int, most: int = MOST_TICKS) -> list[int]:
    """At most ``most`` of so many places, the first and the last among them."""
    chosen = np.linspace(0, count - 1, min(count, most)).round().astype(int)
    return [int(index) for index in np.unique(chosen)]


def _cells(sweep: Sweep, name: str) -> Floats:
    """The figure, shape (values of the first axis, values of the second); NaN without a value."""
    up, across = sweep.axes
    seen = {tuple(map(format_value, p.settings.values())): p.estimates.get(name) for p in sweep}
    rows = [[_centre(seen.get((a, b))) for b in across.labels] for a in up.labels]
    return np.array(rows, dtype=np.float64)


def _write(ax: Axes, cells: Floats) -> None:
    """The numbers in their cells, light on dark and dark on light."""
    middle = (np.nanmin(cells) + np.nanmax(cells)) / 2 if np.isfinite(cells).any() else 0.0
    for (row, column), value in np.ndenumerate(cells):
        if np.isfinite(value):
            colour = "white" if value < middle else "black"
            text = f"{value:,.3g}"
            ax.text(column, row, text, ha="center", va="center", fontsize=7, color=colour)


def _centre(found: Estimate) -> float:
    if isinstance(found, Interval):
        return found.centre
    return float("nan") if found is None else float(found)


def _reach(found: Estimate) -> tuple[float, float]:
    if isinstance(found, Interval):
        return found.centre - found.low, found.high - found.centre
    return 0.0, 0.0
