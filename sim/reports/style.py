"""The style of every plot: a palette that colour-blind readers and grey printers can tell apart."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import ScaledTranslation

OKABE_ITO = {
    "blue": "#0072B2",
    "vermillion": "#D55E00",
    "green": "#009E73",
    "purple": "#CC79A7",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "black": "#000000",
}
"""Source: Okabe and Ito, Color Universal Design, 2008; without its yellow, too pale on white."""

LINES = ("solid", (0, (5, 1.5)), (0, (1, 1)), (0, (5, 1, 1, 1)), (0, (8, 2, 1, 2, 1, 2)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")

RC: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": "#444444",
    "axes.grid": True,
    "axes.labelsize": 10,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "figure.constrained_layout.use": True,
    "font.family": "sans-serif",
    "font.size": 10,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.8,
    "legend.fontsize": 9,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "lines.markersize": 4.5,
    "text.parse_math": False,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
}

LABEL = 28
"""Letters of a name that a plot has room for."""

LEGEND_DOWN, LEGEND_LINE, LEGEND_HANDLE, LEGEND_LETTER = 40, 14, 46, 5.6
"""Points: from the axes down to their legend (ticks and label lie between), the height of its
lines, and the widths of its handle, with the space around it, and of a letter."""

WIDTH = 5.0
"""Inches: wide enough for a page, narrow enough to be read on a telephone."""


@contextmanager
def styled() -> Iterator[None]:
    """The style, for as long as a plot is drawn; matplotlib's own settings come back after it."""
    with rc_context(RC):
        yield


def look(index: int) -> dict[str, Any]:
    """Colour, line and marker of the index-th variant; no two of the first 35 are alike."""
    colours = list(OKABE_ITO.values())
    return {
        "color": colours[index % len(colours)],
        "linestyle": LINES[index % len(LINES)],
        "marker": MARKERS[index % len(MARKERS)],
    }


def new_axes(height: float = 3.4, legend: Sequence[str] = (), columns: int = 3) -> Axes:
    """Axes on a figure of their own, of the style's width.

    ``height`` is in inches, and is added to for the labels of a ``legend`` that may grow long.
    """
    rows = -(-len(legend) // legend_columns(legend, columns))
    with styled():
        figure = Figure(figsize=(WIDTH, height + rows * LEGEND_LINE / 72))
        return figure.add_subplot()


def label(name: str) -> str:
    """A variant's name as a plot has room for it; the page around it tells the whole."""
    short = name if len(name) <= LABEL else name[: LABEL - 1] + "…"
    return f" {short}" if short.startswith("_") else short


def legend_columns(labels: Sequence[str], columns: int) -> int:
    """How many columns of a legend, at most ``columns``, the style's width has room for."""
    longest = max(map(len, labels), default=0)
    room = int(72 * WIDTH / (LEGEND_HANDLE + LEGEND_LETTER * longest))
    return min(max(1, room), columns)


def legend_below(axes: Axes, columns: int = 3) -> None:
    """A legend under the axes and their label, outside the data, in columns if they have room."""
    handles, labels = axes.get_legend_handles_labels()
    figure = axes.get_figure(root=True)
    if not handles or figure is None:
        return
    below = ScaledTranslation(0, -LEGEND_DOWN / 72, figure.dpi_scale_trans)
    axes.legend(
        handles,
        labels,
        loc="upper center",
        bbox_to_anchor=(0.5, 0),
        bbox_transform=axes.transAxes + below,
        ncols=legend_columns(labels, columns),
        borderaxespad=0,
        handlelength=2.4,
        columnspacing=1.2,
    )
