"""The steady state of a scenario: whether it can have one, and when it begins."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.scenario import Scenario
from sim.model.workload import Curve
from sim.results.run import Run
from sim.results.warm_up import mser5

Series = tuple[NDArray[np.int64], NDArray[Any]]


def may_be_steady(scenario: Scenario) -> bool:
    """Whether nothing in a (resolved) scenario changes from beginning to end.

    A sale, a crowd, a fault, a curve and a workload that starts late or stops before another are
    events: a run of them is about its whole course, from empty to end.
    """
    workloads = scenario.workloads.values()
    alike = len({(spec.start, spec.stop) for spec in workloads}) == 1
    begins = all(spec.start == 0 and not isinstance(spec, Curve) for spec in workloads)
    return alike and begins and not (scenario.crowd or scenario.sale or scenario.faults)


def warm_ups(series: Sequence[Series]) -> tuple[int, int] | None:
    """When (ns) the steady state begins: for the first half of some runs, and for all others.

    None where they are too short to show it.  ``series`` has a pair a run: the starts (ns,
    ascending) of its requests, and what each had to bear.  Each half is cut where the other half
    shows it: a run that is cut by its own looks is cut behind what happened to be busy, and its
    mean loses that.
    """
    half = len(series) // 2
    others, first = _warm_up(series[:half]), _warm_up(series[half:])
    return None if others is None or first is None else (first, others)


def by_start(run: Run) -> Series:
    """Starts and latencies of all requests, in the order in which they were to be sent."""
    order = np.lexsort((run.requests.request, run.requests.start))
    return run.requests.start[order], run.requests.latency[order]


def _warm_up(series: Sequence[Series]) -> int | None:
    """By MSER-5 of what the k-th request bore in the mean of all runs.

    It tells which request is the first that counts; the time is when the last of the runs had it.
    """
    common = min(len(starts) for starts, _ in series)
    try:
        cut = mser5(np.mean([values[:common] for _, values in series], axis=0))
    except ValueError:
        return None
    return max(int(starts[cut]) for starts, _ in series) if cut else 0
