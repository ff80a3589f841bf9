"""The timeline: what every station did, interval by interval."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.trace import TIMELINE_COLUMNS, Columns
from sim.units import SECOND


class Timeline(Mapping[str, Columns]):
    """A station's name to its columns; counts per interval, ``queue`` and ``busy`` at its end.

    All columns have one element an interval; the last interval ends with the run and may be
    shorter.  ``interval`` and ``end`` are nanoseconds.
    """

    def __init__(self, stations: Mapping[str, Columns], interval: int, end: int) -> None:
        self.interval = interval
        self.end = end
        self._stations = {name: _read_only(columns) for name, columns in stations.items()}

    @property
    def bounds(self) -> NDArray[np.int64]:
        """The bounds of the n intervals in ns, shape (n + 1,)."""
        intervals = -(-self.end // self.interval)
        return np.minimum(np.arange(intervals + 1, dtype=np.int64) * self.interval, self.end)

    def rate(self, station: str, column: str) -> NDArray[np.float64]:
        """A count of a station as a rate per second, one value an interval."""
        counts = self[station][column]
        return np.asarray(counts * SECOND / np.diff(self.bounds), dtype=np.float64)

    def to_pandas(self) -> Any:
        """One row a station and interval, with the interval's start in seconds, as a DataFrame."""
        import pandas as pd

        start = self.bounds[:-1] / SECOND
        frames = [
            pd.DataFrame({"station": name, "start_s": start} | columns)
            for name, columns in self.items()
        ]
        empty = pd.DataFrame(columns=["station", "start_s", *TIMELINE_COLUMNS])
        return pd.concat(frames, ignore_index=True) if frames else empty

    def __getitem__(self, station: str) -> Columns:
        return self._stations[station]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stations)

    def __len__(self) -> int:
        return len(self._stations)

    def __repr__(self) -> str:
        intervals = len(self.bounds) - 1
        return f"Timeline({', '.join(self)}: {intervals} intervals of {self.interval / SECOND:g} s)"


def _read_only(columns: Columns) -> Columns:
    views = {name: column.view() for name, column in columns.items()}
    for view in views.values():
        view.flags.writeable = False
    return views
