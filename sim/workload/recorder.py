"""The recorder: where clients write down what became of their requests."""

from array import array

import numpy as np

from sim.histogram import LatencyHistogram
from sim.outcomes import Outcome
from sim.stations.request import Response
from sim.workload.people import Ints

FIELDS = 10
"""Numbers in a row, in the order of the request log's columns."""
BY = 8
"""Where in a row the station stands that decided the outcome."""
POLL_FIELDS = 5
"""Numbers in the row of a poll: user, which of hers, start, latency, outcome."""

_NO_POLLS: Ints = np.empty((0, POLL_FIELDS), dtype=np.int64)


class Recorder:
    """Rows of finished requests, and counts of finished polls; their rows too if it keeps them."""

    def __init__(self, keeps_polls: bool = False) -> None:
        self._seen: dict[str, int] = {}
        self._rows = array("q")
        self._latencies = array("q")
        self.polls = LatencyHistogram()
        self.poll_outcomes = [0] * len(Outcome)
        self.keeps_polls = keeps_polls
        self._heard = array("q")
        self._kept: list[Ints] = []

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

    def poll(self, user: int, number: int, start: int, latency: int, outcome: Outcome) -> None:
        """Count one finished poll, the ``number``-th of its user; times are nanoseconds."""
        self._latencies.append(latency)
        self.poll_outcomes[outcome] += 1
        if self.keeps_polls:
            self._heard.extend((user, number, start, latency, outcome))

    def keep(self, rows: Ints) -> None:
        """Keep the rows of polls that were counted elsewhere, shape (n, POLL_FIELDS)."""
        self._kept.append(rows)

    @property
    def finished(self) -> int:
        """How many requests and polls have been answered so far."""
        return len(self._rows) // FIELDS + sum(self.poll_outcomes)

    def flush(self) -> None:
        """Move the poll latencies seen so far into the histogram, and their rows aside."""
        self.polls.record_many(np.frombuffer(self._latencies, dtype=np.int64).copy())
        self._latencies = array("q")
        if self._heard:
            self.keep(np.frombuffer(self._heard, dtype=np.int64).reshape(-1, POLL_FIELDS))
            self._heard = array("q")

    def rows(self, stations: tuple[str, ...]) -> Ints:
        """All rows so far, shape (n, FIELDS), in order of completion; ``by`` indexes stations."""
        rows = np.array(self._rows, dtype=np.int64).reshape(-1, FIELDS)
        numbers = np.array([stations.index(name) for name in self._seen], dtype=np.int64)
        if len(rows):
            rows[:, BY] = numbers[rows[:, BY]]
        return rows

    def take_polls(self) -> Ints:
        """Hand over the rows of polls, shape (n, POLL_FIELDS), in any order: they are gone here."""
        self.flush()
        rows, self._kept = np.concatenate([_NO_POLLS, *self._kept]), []
        return rows

    def __repr__(self) -> str:
        return f"Recorder(rows={len(self._rows) // FIELDS})"
