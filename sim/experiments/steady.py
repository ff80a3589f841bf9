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


def find_warm_up(runs: Sequence[Run]) -> int | None:
    """When (ns) the steady state of these runs begins, None where they are too short to show it."""
    return warm_up([_by_start(run) for run in runs])


def warm_up(series: Sequence[Series]) -> int | None:
    """The same of starts (ns, ascending) and what each request had to bear, one pair a run.

    MSER-5 of what the k-th request bore in the mean of all runs tells which request is the first
    that counts; the time is when the last of the runs had it.  One run alone would be cut where it
    happened to be busy, and lose what belongs to its mean.
    """
    common = min(len(starts) for starts, _ in series)
    try:
        cut = mser5(np.mean([values[:common] for _, values in series], axis=0))
    except ValueError:
        return None
    return max(int(starts[cut]) for starts, _ in series) if cut else 0


def _by_start(run: Run) -> Series:
    """Starts and latencies of all requests, in the order in which they were to be sent."""
    order = np.lexsort((run.requests.request, run.requests.start))
    return run.requests.start[order], run.requests.latency[order]
