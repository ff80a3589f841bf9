"""The timeline of a run: readings of every station at the end of each interval."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.engines.trace import TIMELINE_COLUMNS, Columns

GAUGES = 2
"""How many of the columns, the last ones, are states and not counts."""


class Timeline:
    """Readings of the stations ``names`` every ``interval`` ns until ``end``.

    A reading at t sees everything before t and nothing of t itself, so intervals are half open;
    the last one is possibly short.
    """

    def __init__(self, names: Sequence[str], end: int, interval: int) -> None:
        self.names = tuple(names)
        self.end = end
        self.interval = interval
        self.next = min(interval, end)
        self._readings: list[NDArray[np.int64]] = []

    def read(self, readings: Iterable[Sequence[int]]) -> None:
        """Take a reading: for each station the columns of a timeline, counts since the start."""
        self._readings.append(np.array(list(readings), dtype=np.int64))
        self.next = min(self.next + self.interval, self.end)

    def columns(self) -> dict[str, Columns]:
        """Per station: counts per interval, and the gauges at the end of each."""
        table = np.stack(self._readings)
        table[:, :, :-GAUGES] = np.diff(table[:, :, :-GAUGES], axis=0, prepend=0)
        return {
            name: {column: table[:, place, k].copy() for k, column in enumerate(TIMELINE_COLUMNS)}
            for place, name in enumerate(self.names)
        }

    def __repr__(self) -> str:
        return f"Timeline(interval={self.interval}, end={self.end}, next={self.next})"
