"""Latency curves: every percentile up to the last one that the sample can tell."""

from collections.abc import Iterable, Mapping
from math import inf, log10

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter, StrMethodFormatter
from numpy.typing import NDArray

from sim.outcomes import ANSWERS, Outcome
from sim.reports.style import label, legend_below, look, new_axes, styled
from sim.results.run import Run
from sim.units import MILLISECOND

POINTS = 160
"""A curve is drawn through at most this many ranks, evenly spread over the axis."""

FAST = -log10(0.9)
"""The axis of latencies begins where the fastest tenth ends: a few lucky ones do not stretch it."""

Floats = NDArray[np.float64]


def latencies(
    runs: Mapping[str, Run],
    workload: str = "buy",
    outcomes: Iterable[Outcome] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Percentiles of one workload's latency on a log tail axis, one line a run.

    The axis counts nines: 90 %, 99 % and 99.9 % are equally far apart.  ``outcomes`` keeps only
    the requests that ended so.  A run without any such request has no line.
    """
    chosen = None if outcomes is None else frozenset(outcomes)
    with styled():
        ax = new_axes(3.0, [label(name) for name in runs]) if ax is None else ax
        ax.set_title(f"{label(workload)}: {_ended(chosen)}")
        longest, least = 0.0, inf
        for index, (name, run) in enumerate(runs.items()):
            nines, values = curve(_sample(run, workload, chosen))
            if len(nines):
                longest = max(longest, float(nines[-1]))
                least = min(least, float(values[nines >= FAST].min()))
                ax.plot(nines, values, label=label(name), markevery=0.12, **look(index))
        _axes(ax, longest, least)
        return ax


def curve(sample: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Nines and latencies in ms of a sample in ns.

    At a value that a share s of the sample reaches or exceeds, there are -log10(s) nines: 0 for
    the smallest of n values, log10(n) for the largest.
    """
    count = len(sample)
    if count == 0:
        return np.empty(0), np.empty(0)
    above = np.unique(np.geomspace(1, count, POINTS).round().astype(np.int64))[::-1]
    values = np.sort(sample)[count - above]
    return np.array([log10(count / k) for k in above.tolist()]), values / MILLISECOND


def _sample(run: Run, workload: str, outcomes: frozenset[Outcome] | None) -> NDArray[np.int64]:
    log = run.requests
    if workload not in log.workloads:
        return np.empty(0, dtype=np.int64)
    rows = log.is_of(workload) & log.sent
    return log.latency[rows if outcomes is None else rows & log.ended_as(outcomes)]


def _ended(outcomes: frozenset[Outcome] | None) -> str:
    if outcomes is None:
        return "all outcomes"
    names = [outcome.label.replace("_", " ") for outcome in sorted(outcomes)]
    return "answered" if outcomes == ANSWERS else ", ".join(names)


def _axes(ax: Axes, nines: float, least: float) -> None:
    whole = range(1, int(nines) + 1)
    labels = ["" if k > 3 and (whole[-1] - k) % 2 else _percent(k) for k in whole]
    ax.set_xticks([0, log10(2), *whole], ["0", "50", *labels])
    ax.set_xlim(0, max(nines, 1) * 1.02)
    ax.set_yscale("log")
    if 0 < least < inf:
        ax.set_ylim(bottom=least / 2)
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.set_xlabel("percentile (%)")
    ax.set_ylabel("latency (ms)")
    legend_below(ax)


def _percent(nines: int) -> str:
    """So many nines, as percent: 90, 99, 99.9, 99.99."""
    return "90" if nines == 1 else ("99." + "9" * (nines - 2)).rstrip(".")
