"""A sample: what a calibration's logs say of the times of edge nodes, and of their origin's."""

from dataclasses import dataclass

import numpy as np

from edge.validate.alone import found_nobody, met_nobody
from edge.validate.stretches import Integers, Stretches
from sim.outcomes import Outcome
from sim.results import RequestLog
from sim.results.level import ADMITTED

LEAST = 50
"""Clicks of a kind: fewer say too little about a distribution."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one run says, or several together; all times in ns.

    ``alone`` are the latencies of refused clicks that found nobody, ``admitted`` those of admitted
    ones that met nobody at all: the origin's answer may have to wait for the node, whose own a
    refused click is once it has begun.  ``cpu`` is the processor time of the nodes for all
    ``clicks``, ``admissions`` of which they admitted, and ``time`` how long they were there.
    """

    stretches: Stretches
    alone: Integers
    admitted: Integers
    clicks: int
    admissions: int
    cpu: int
    time: int

    @classmethod
    def of(cls, log: RequestLog, cpu: int) -> "Sample":
        """From the log of a run and the processor time that its nodes used."""
        admitted = log.ended_as(ADMITTED)
        return cls(
            stretches=Stretches.of(log),
            alone=log.latency[found_nobody(log) & log.ended_as([Outcome.REFUSED])],
            admitted=log.latency[met_nobody(log) & admitted],
            clicks=len(log),
            admissions=int(admitted.sum()),
            cpu=cpu,
            time=int(log.finished.max() - log.start.min()) * len(np.unique(log.edge)),
        )

    def __add__(self, other: "Sample") -> "Sample":
        return Sample(
            self.stretches + other.stretches,
            np.append(self.alone, other.alone),
            np.append(self.admitted, other.admitted),
            self.clicks + other.clicks,
            self.admissions + other.admissions,
            self.cpu + other.cpu,
            self.time + other.time,
        )

    def per_wake(self, click: float, extra: float) -> float:
        """The processor time (ns) that it takes to wake a node: what the nodes used beyond
        ``click`` for each click, and ``extra`` for an admitted one.

        Who comes at random finds a node as it is on average, and so, as far as a node can tell,
        does the origin's answer: as large a share of both wakes it as the time is in which it is
        idle.
        """
        idle = max(0.0, 1 - self.cpu / self.time)
        wakes = idle * (self.clicks + self.admissions)
        used = self.cpu - self.clicks * click - self.admissions * extra
        return max(0.0, used / wakes) if wakes else 0.0


def enough(times: Integers, kind: str) -> Integers:
    """The times of clicks of a kind.  ValueError where there are too few."""
    if len(times) < LEAST:
        raise ValueError(f"wanted >= {LEAST} {kind}, got {len(times)}")
    return times
