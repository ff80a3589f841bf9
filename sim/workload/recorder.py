"""The recorder: where clients write down what became of their requests."""

from array import array

import numpy as np
from numpy.typing import NDArray

from sim.histogram import LatencyHistogram
from sim.outcomes import Outcome
from sim.stations.request import Response

FIELDS = 10
"""Numbers in a row, in the order of the request log's columns."""
BY = 8
"""Where in a row the station stands that decided the outcome."""


class Recorder:
    """Rows of finished requests, and counts of finished polls."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._rows = array("q")
        self._latencies = array("q")
        self.polls = LatencyHistogram()
        self.poll_outcomes = [0] * len(Outcome)

    def row(
        self,
        request: int,
        workload: int,
        user: int,
        bot: bool,
        edge: int,
        start: int,
        latency: int,
        response: Response,
        attempts: int,
    ) -> None:
        """Write one finished request; times are nanoseconds."""
        outcome, by = response.outcome, self._seen.setdefault(response.by, len(self._seen))
        self._rows.extend(
            (request, workload, user, bot, edge, start, latency, outcome, by, attempts)
        )

    def poll(self, latency: int, outcome: Outcome) -> None:
        """Count one finished poll."""
        self._latencies.append(latency)
        self.poll_outcomes[outcome] += 1

    @property
    def finished(self) -> int:
        """How many requests and polls have been answered so far."""
        return len(self._rows) // FIELDS + sum(self.poll_outcomes)

    def flush(self) -> None:
        """Move the poll latencies seen so far into the histogram."""
        self.polls.record_many(np.frombuffer(self._latencies, dtype=np.int64).copy())
        self._latencies = array("q")

    def rows(self, stations: tuple[str, ...]) -> NDArray[np.int64]:
        """All rows so far, shape (n, FIELDS), in order of completion; ``by`` indexes stations."""
        rows = np.array(self._rows, dtype=np.int64).reshape(-1, FIELDS)
        numbers = np.array([stations.index(name) for name in self._seen], dtype=np.int64)
        if len(rows):
            rows[:, BY] = numbers[rows[:, BY]]
        return rows

    def __repr__(self) -> str:
        return f"Recorder(rows={len(self._rows) // FIELDS})"
