"""The request log: one row a finished request, column by column."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sim.engines.trace import REQUEST_COLUMNS, Columns
from sim.results.log import Log


class RequestLog(Log):
    """The requests of a run, in order of completion; ``len`` is the number of rows.

    ``start`` (the intended send time) and ``latency`` are nanoseconds, ``outcome`` holds values
    of ``Outcome``, ``workload`` and ``by`` index ``workloads`` and ``stations``; ``edge`` and
    ``by`` are -1 where there is none.
    """

    kinds = REQUEST_COLUMNS
    request: NDArray[np.int64]
    workload: NDArray[np.int16]
    user: NDArray[np.int64]
    bot: NDArray[np.bool_]
    edge: NDArray[np.int32]
    by: NDArray[np.int16]
    attempts: NDArray[np.int16]

    def __init__(
        self, columns: Columns, workloads: tuple[str, ...], stations: tuple[str, ...]
    ) -> None:
        super().__init__(columns)
        self.workloads = workloads
        self.stations = stations

    def is_of(self, workload: str) -> NDArray[np.bool_]:
        """Which rows are of the named workload.  ValueError for one that the run has not."""
        if workload not in self.workloads:
            known = ", ".join(self.workloads)
            raise ValueError(f"wanted one of the workloads {known}, got {workload}")
        return np.asarray(self.workload == self.workloads.index(workload))

    @property
    def sent(self) -> NDArray[np.bool_]:
        """Which rows are of requests that were sent, and not of users who left without a click."""
        return np.asarray(self.attempts > 0)

    def _names(self) -> dict[str, Iterable[str]]:
        return super()._names() | {"workload": self.workloads, "by": self.stations}

    def since(self, time: int) -> "RequestLog":
        """The rows of the requests that were to be sent at ``time`` (ns) or later."""
        rows = self.start >= time
        columns = {name: self[name][rows] for name in REQUEST_COLUMNS}
        return RequestLog(columns, self.workloads, self.stations)

    def __repr__(self) -> str:
        return f"RequestLog({len(self):,} requests of {', '.join(self.workloads)})"
