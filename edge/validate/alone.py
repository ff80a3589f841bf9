"""Clicks that waited for nobody, and those that did: what a log says of the node's own time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.results import RequestLog

LEAST = 50
"""Clicks of a kind: fewer say too little about a distribution."""

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Alone:
    """One measurement: the latencies (ns) of clicks that waited for nobody, sorted, the processor
    time (ns) that an edge node used for a click, of whichever kind, and the share of the time in
    which it had nothing to do."""

    latencies: tuple[int, ...]
    cpu: int
    idle: float

    @classmethod
    def of(cls, log: RequestLog, cpu: int, alone: NDArray[np.bool_]) -> "Alone":
        """From a log of all clicks, the processor time that they took together, and which of them
        were alone.  ValueError where too few were.
        """
        latencies = _enough(log.latency[alone], "met nobody")
        time = int(log.finished.max() - log.start.min()) * len(_nodes(log))
        return cls(latencies, cpu // len(log), max(0.0, 1 - cpu / time))

    @property
    def mean(self) -> int:
        """The mean latency, in ns."""
        return sum(self.latencies) // len(self.latencies)


def found_nobody(log: RequestLog) -> NDArray[np.bool_]:
    """Which requests were sent when all earlier ones were over: those waited for nobody."""
    order = np.argsort(log.start, kind="stable")
    before = np.maximum.accumulate(log.finished[order])[:-1]
    alone = np.empty(len(order), dtype=np.bool_)
    alone[order] = log.start[order] > np.concatenate([[-1], before])
    return alone


def met_nobody(log: RequestLog) -> NDArray[np.bool_]:
    """Those of them that were over, too, when the next was sent.

    Long ones are rarer among these than among all: for what the next cannot hold up,
    ``found_nobody`` is the fair sample.
    """
    order = np.argsort(log.start, kind="stable")
    after = np.append(log.start[order][1:], np.iinfo(np.int64).max)
    undisturbed = np.empty(len(order), dtype=np.bool_)
    undisturbed[order] = log.finished[order] < after
    return found_nobody(log) & undisturbed


def behind_somebody(log: RequestLog) -> tuple[int, ...]:
    """The times (ns), sorted, that nodes were busy with clicks that found them busy.

    A node works off one after the other, so that whoever was sent before another was over was
    served from then on: between the two ends lies this service alone, and both came the same way
    back.  Whom a click finds has nothing to do with how long it takes itself, so the sample is
    fair.  ValueError where there are too few.
    """
    gaps = [_gaps(log.start[here], log.finished[here]) for here in _nodes(log)]
    return _enough(np.concatenate(gaps), "found somebody")


def _nodes(log: RequestLog) -> list[NDArray[np.bool_]]:
    return [log.edge == node for node in np.unique(log.edge)]


def _gaps(start: Integers, finished: Integers) -> Integers:
    """Between the ends of one request and the next, where that had been sent by then."""
    order = np.argsort(finished, kind="stable")
    before, after = order[:-1], order[1:]
    return (finished[after] - finished[before])[start[after] < finished[before]]


def _enough(times: Integers, who: str) -> tuple[int, ...]:
    if len(times) < LEAST:
        raise ValueError(f"wanted >= {LEAST} clicks that {who}, got {len(times)}")
    return tuple(np.sort(times).tolist())
