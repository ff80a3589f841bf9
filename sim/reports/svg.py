"""SVG text of a plot, to stand inside an HTML page among others."""

import re
from html import escape
from io import StringIO

from matplotlib import rc_context
from matplotlib.axes import Axes

FONTS = "system-ui, 'DejaVu Sans', 'Liberation Sans', Arial, sans-serif"


def svg(axes: Axes, name: str, description: str) -> str:
    """The figure of some axes as one ``<svg>`` element, the same text for the same figure.

    ``name`` sets its ids apart from those of other plots on the page; ``description`` is what a
    reader hears who cannot see it.
    """
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("wanted axes on a figure, got axes without one")
    page = StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(page, format="svg", transparent=True, metadata=_NO_METADATA)
    return _element(page.getvalue(), name, description)


_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


def _element(document: str, name: str, description: str) -> str:
    """The document without its prologue, its fixed size and ids that other plots have too."""
    element = document[document.index("<svg") :]
    element = re.sub(r"<metadata>.*?</metadata>", "", element, count=1, flags=re.DOTALL)
    element = re.sub(r"font: ([\d.]+px|bold [\d.]+px) [^;\"]+", rf"font: \1 {FONTS}", element)
    element = re.sub(r'<g id="[^"]*"', "<g", element)
    view = re.search(r'viewBox="[^"]*"', element)
    assert view is not None, "matplotlib gives every SVG a viewBox"
    opening = f'<svg role="img" aria-label="{escape(description)}" {view[0]} class="plot">'
    return opening + re.sub(r"^<svg[^>]*>", "", element).strip()
