"""The timeline: the books of every station, read at the end of each interval."""

import numpy as np

from sim.engines.trace import TIMELINE_COLUMNS, Columns
from sim.outcomes import ANSWERS, Outcome
from sim.stations.station import Books

COUNTS = ("refused", "shed", "timed_out", "failed", "abandoned")


class Timeline:
    """Readings of all ``books`` every ``interval`` ns until ``end``, the last one possibly short.

    A reading at t sees everything before t and nothing of t itself, so intervals are half open.
    """

    def __init__(self, books: dict[str, Books], end: int, interval: int) -> None:
        self.books = books
        self.end = end
        self.interval = interval
        self.next = min(interval, end)
        self._readings: dict[str, list[tuple[int, ...]]] = {name: [] for name in books}

    def read(self) -> None:
        """Take a reading of every station."""
        for name, books in self.books.items():
            self._readings[name].append(_reading(books))
        self.next = min(self.next + self.interval, self.end)

    def columns(self) -> dict[str, Columns]:
        """Per station: counts per interval, and the gauges at the end of each."""
        return {name: _columns(readings) for name, readings in self._readings.items()}

    def __repr__(self) -> str:
        return f"Timeline(interval={self.interval}, end={self.end}, next={self.next})"


def _reading(books: Books) -> tuple[int, ...]:
    left = books.left
    return (
        books.arrived,
        sum(left[outcome] for outcome in ANSWERS),
        *(left[Outcome[name.upper()]] for name in COUNTS),
        sum(len(pool.line) for pool in books.pools),
        sum(pool.busy for pool in books.pools),
    )


def _columns(readings: list[tuple[int, ...]]) -> Columns:
    gauges = 2
    table = np.array(readings, dtype=np.int64)
    table[:, :-gauges] = np.diff(table[:, :-gauges], axis=0, prepend=0)
    return {name: table[:, number].copy() for number, name in enumerate(TIMELINE_COLUMNS)}
