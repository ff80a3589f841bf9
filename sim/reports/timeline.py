"""Timelines: what was offered, admitted, served and refused, as rates over virtual time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import EngFormatter
from numpy.typing import NDArray

from sim.reports.style import OKABE_ITO, WIDTH, label, legend_below, new_axes, styled
from sim.results.run import Run
from sim.units import SECOND

MAX_BINS = 240
"""More intervals than this are drawn as means of several: a page has no more pixels."""

LOG_FROM = 50
"""Where the highest peak is this many times the lowest one, the rates go on a log axis."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rates:
    """Rates per second between ``bounds`` (seconds, one more than rates), by what is counted."""

    bounds: Floats
    series: dict[str, Floats]

    @property
    def peaks(self) -> list[float]:
        """The highest value of every series that is not all zero."""
        return [float(rate.max()) for rate in self.series.values() if rate.max(initial=0) > 0]

    @property
    def active(self) -> tuple[float, float]:
        """The span of time, in seconds, outside which nothing is counted at all."""
        busy = np.flatnonzero(sum(self.series.values()))
        if len(busy) == 0:
            return float(self.bounds[0]), float(self.bounds[-1])
        return float(self.bounds[busy[0]]), float(self.bounds[busy[-1] + 1])


LINES: dict[str, dict[str, Any]] = {
    "offered": {"color": OKABE_ITO["black"], "linestyle": "solid", "linewidth": 1.2},
    "admitted": {"color": OKABE_ITO["blue"], "linestyle": (0, (5, 1.5)), "linewidth": 1.8},
    "served": {"color": OKABE_ITO["green"], "linestyle": "solid", "linewidth": 2.4},
    "refused, shed": {"color": OKABE_ITO["vermillion"], "linestyle": (0, (1, 1)), "linewidth": 1.8},
    "timed out, failed, left": {
        "color": OKABE_ITO["purple"],
        "linestyle": (0, (5, 1, 1, 1)),
        "linewidth": 1.8,
    },
}

COLUMNS = {
    "offered": ("arrived",),
    "served": ("served",),
    "refused, shed": ("refused", "shed"),
    "timed out, failed, left": ("timed_out", "failed", "abandoned"),
}
"""Which columns of the workloads' timelines a line adds up: requests as their senders see them."""


def rates(run: Run) -> Rates:
    """What a run's senders saw, and what reached the front of its data centre."""
    timeline = run.timeline
    bounds = np.asarray(timeline.bounds, dtype=np.int64)
    step = max(1, -(-(len(bounds) - 1) // MAX_BINS))
    starts = np.arange(0, len(bounds) - 1, step)
    edges = np.append(bounds[starts], bounds[-1])

    def rate(places: Sequence[str], columns: Sequence[str]) -> Floats:
        counts = [timeline[place][column] for place in places for column in columns]
        whole = np.add.reduceat(np.sum(counts, axis=0), starts)
        return np.asarray(whole * SECOND / np.diff(edges), dtype=np.float64)

    series = {name: rate(run.trace.workloads, columns) for name, columns in COLUMNS.items()}
    if run.identity.front is not None:
        series["admitted"] = rate([run.identity.front], ["arrived"])
    return Rates(edges / SECOND, {name: series[name] for name in LINES if name in series})


def timeline(run: Run, ax: Axes | None = None) -> Axes:
    """One run's timeline."""
    return timelines({run.name: run}, None if ax is None else [ax])[0]


def timelines(runs: Mapping[str, Run], axes: Sequence[Axes] | None = None) -> list[Axes]:
    """One panel a run, all to the same scales; without ``axes`` on one new figure."""
    with styled():
        panels = _panels(len(runs)) if axes is None else list(axes)
        drawn = {name: rates(run) for name, run in runs.items()}
        for (name, run_rates), panel in zip(drawn.items(), panels, strict=True):
            _draw(name, run_rates, panel)
        _align(list(drawn.values()), panels)
        return panels


def _panels(count: int) -> list[Axes]:
    """Axes under one another on one new figure."""
    if count == 1:
        return [new_axes()]
    figure = Figure(figsize=(WIDTH, 3.0 * count))
    return list(figure.subplots(count, 1))


def _draw(name: str, rates: Rates, ax: Axes) -> None:
    for what, rate in rates.series.items():
        if rate.any() or what in ("offered", "served"):
            ax.stairs(rate, rates.bounds, baseline=None, label=what, **LINES[what])
    ax.set_title(label(name))
    ax.set_xlabel("virtual time (s)")
    ax.set_ylabel("requests per second")
    legend_below(ax)


def _align(drawn: list[Rates], panels: list[Axes]) -> None:
    peaks = [peak for rates in drawn for peak in rates.peaks] or [1.0]
    begins, ends = zip(*(rates.active for rates in drawn), strict=True)
    margin = 0.03 * (max(ends) - min(begins))
    for ax in panels:
        ax.set_xlim(min(begins) - margin, max(ends) + margin)
        if max(peaks) > LOG_FROM * min(peaks):
            ax.set_yscale("symlog", linthresh=1, linscale=0.4)
            ax.set_ylim(0, max(peaks) * 2)
        else:
            ax.set_ylim(0, max(peaks) * 1.08)
        ax.yaxis.set_major_formatter(EngFormatter(sep="\N{THIN SPACE}"))
