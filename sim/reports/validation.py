"""The page of a validation: both worlds over the load, and how far apart they are."""

from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullFormatter

from sim.reports.plot import Plot
from sim.reports.style import OKABE_ITO, label, legend_below, new_axes, styled
from sim.results.validation import Validation

LEGEND = ("real", "simulated", "other seeds")
UNITS = {"throughput": "answers/s", "p50": "p50 (ms)", "p90": "p90 (ms)", "p99": "p99 (ms)"}


def both_worlds(validation: Validation, measure: str, ax: Axes | None = None) -> Axes:
    """A measure (``throughput``, ``p50``, ``p90`` or ``p99``) of both worlds at every level.

    The band is what the simulator gives with other seeds: what chance alone changes.
    """
    found = validation.levels
    rows = range(len(found))
    with styled():
        ax = new_axes(3.0, LEGEND) if ax is None else ax
        real = [getattr(level.real, measure) for level in found]
        simulated = [getattr(level.simulated, measure) for level in found]
        for row, level in zip(rows, found, strict=True):
            low, high = level.spread(measure)
            text = LEGEND[2] if row == 0 else "_"
            ax.plot([row, row], [low, high], color="#bbbbbb", linewidth=9, label=text)
        ax.plot(rows, real, "o", color=OKABE_ITO["black"], markersize=8, label=LEGEND[0])
        ax.plot(rows, simulated, "X", color=OKABE_ITO["vermillion"], label=LEGEND[1])
        ax.set_xticks(rows, [label(level.name) for level in found])
        ax.set_xlim(-0.5, len(found) - 0.5)
        ax.set_xlabel("level")
        ax.set_ylabel(UNITS[measure])
        if measure == "throughput":
            ax.set_ylim(0)
        else:
            ax.set_yscale("log")
            ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            ax.yaxis.set_major_formatter("{x:,g}")
            ax.yaxis.set_minor_formatter(NullFormatter())
        ax.set_title(f"{UNITS[measure].partition(' (')[0]} in both worlds")
        legend_below(ax)
        return ax


def plots(validation: Validation) -> list[Plot]:
    """Throughput, and each percentile, of both worlds."""
    found = []
    for measure, unit in UNITS.items():
        text = f"{unit} of the real service and of the simulator at every level"
        found.append(Plot.of(both_worlds(validation, measure), measure, text, caption=text))
    return found
