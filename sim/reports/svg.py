"""SVG text of a plot, to stand inside an HTML page among others."""

import re
import warnings
from html import escape
from io import StringIO
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure


def svg(axes: Axes, name: str, description: str) -> str:
    """The figure of some axes as one ``<svg>`` element, the same text for the same figure.

    ``name`` sets its ids apart from those of other plots on the page; ``description`` is what a
    reader hears who cannot see it.
    """
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("wanted axes on a figure, got axes without one")
    return _element(_drawn(figure, name), description)


def _drawn(figure: Figure, name: str) -> str:
    page = StringIO()
    settings: dict[Any, Any] = {
        "font.sans-serif": ["DejaVu Sans"],
        "svg.fonttype": "none",
        "svg.hashsalt": name,
    }
    with rc_context(settings), warnings.catch_warnings():
        # Text stays text, so that a glyph which this font lacks is drawn by the reader's.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(page, format="svg", transparent=True, metadata=NO_METADATA)
    return page.getvalue()


NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


def _element(document: str, description: str) -> str:
    """The document without its prologue, its fixed size and ids that other plots have too."""
    element = document[document.index("<svg") :]
    element = re.sub(r"<metadata>.*?</metadata>", "", element, count=1, flags=re.DOTALL)
    element = re.sub(r'<g id="[^"]*"', "<g", element)
    view = re.search(r'viewBox="[^"]*"', element)
    assert view is not None, "matplotlib gives every SVG a viewBox"
    opening = f'<svg role="img" aria-label="{escape(description)}" {view[0]} class="plot">'
    return opening + re.sub(r"^<svg[^>]*>", "", element).strip()
