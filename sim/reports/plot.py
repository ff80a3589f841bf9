"""A plot as a page shows it."""

from dataclasses import dataclass

from markupsafe import Markup
from matplotlib.axes import Axes

from sim.reports.svg import svg


@dataclass(frozen=True)
class Plot:
    """A drawn plot: markup, and a plain text below it, if any."""

    svg: Markup
    caption: str

    @classmethod
    def of(cls, axes: Axes, name: str, description: str, caption: str = "") -> "Plot":
        """The figure of some axes; ``name`` and ``description`` are those of ``svg``."""
        return cls(Markup(svg(axes, name, description)), caption)
