"""The trace: everything an engine saw in one run, as plain arrays and counts."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.control.event import ControlEvent
from sim.histogram import LatencyHistogram

Columns = dict[str, NDArray[Any]]

REQUEST_COLUMNS: dict[str, type] = {
    "request": np.int64,
    "workload": np.int16,
    "user": np.int64,
    "bot": np.bool_,
    "edge": np.int32,
    "start": np.int64,
    "latency": np.int64,
    "outcome": np.uint8,
    "by": np.int16,
    "attempts": np.int16,
}
"""The request log: one row a finished request.  ``start`` (the intended send time) and
``latency`` are nanoseconds; ``workload`` and ``by`` index ``Trace.workloads`` and
``Trace.stations``; ``edge`` and ``by`` are -1 where there is none."""

POLL_COLUMNS: dict[str, type] = {
    "user": np.int64,
    "number": np.int32,
    "edge": np.int32,
    "start": np.int64,
    "latency": np.int64,
    "outcome": np.uint8,
}
"""The polls of a run that keeps them: one row a finished poll, which is its user's ``number``-th
from 0 on.  ``start`` and ``latency`` are nanoseconds; ``edge`` is -1 where there is none."""

TIMELINE_COLUMNS = (
    "arrived",
    "served",
    "refused",
    "shed",
    "timed_out",
    "failed",
    "abandoned",
    "queue",
    "busy",
)
"""A station's timeline: counts per interval, but ``queue`` and ``busy`` as at its end."""


@dataclass(frozen=True, slots=True)
class StationTotals:
    """What one station did in a whole run.  ``served`` includes the answers sold and sold out.

    ``workers`` is 0 for a station that is not a pool; ``busy_ns`` is worker-nanoseconds.
    """

    arrived: int
    served: int
    refused: int
    shed: int
    timed_out: int
    failed: int
    abandoned: int
    in_flight: int
    workers: int = 0
    busy_ns: int = 0
    peak_queue: int = 0

    @property
    def left(self) -> int:
        """How many requests came out again, whatever became of them."""
        return (
            self.served + self.refused + self.shed + self.timed_out + self.failed + self.abandoned
        )


@dataclass(frozen=True, slots=True)
class SaleTotals:
    """The stock's own books.  ``sold`` is net of ``released``; ``sold_out_at`` is ns or -1."""

    stock: int
    sold: int
    released: int
    sold_out_at: int
    clicks: int
    admitted: int


@dataclass(frozen=True, slots=True)
class Trace:
    """One run, as an engine hands it over; times are nanoseconds of virtual time.

    ``poll_rows`` is None for a run that only counts its polls.
    """

    end: int
    interval: int
    stations: tuple[str, ...]
    workloads: tuple[str, ...]
    requests: Columns
    polls: LatencyHistogram
    poll_outcomes: dict[str, int]
    totals: dict[str, StationTotals]
    timeline: dict[str, Columns]
    events: list[ControlEvent]
    sale: SaleTotals | None
    edges: Columns | None
    in_flight: int
    poll_rows: Columns | None = None
