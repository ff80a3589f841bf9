"""The request log: one row a finished request, column by column."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.trace import REQUEST_COLUMNS, Columns
from sim.outcomes import Outcome


class RequestLog:
    """The requests of a run, in order of completion; ``len`` is the number of rows.

    A column is an attribute or an item, and read-only: ``log.latency``, ``log["latency"]``.
    ``start`` (the intended send time) and ``latency`` are nanoseconds, ``outcome`` holds values
    of ``Outcome``, ``workload`` and ``by`` index ``workloads`` and ``stations``; ``edge`` and
    ``by`` are -1 where there is none.
    """

    request: NDArray[np.int64]
    workload: NDArray[np.int16]
    user: NDArray[np.int64]
    bot: NDArray[np.bool_]
    edge: NDArray[np.int32]
    start: NDArray[np.int64]
    latency: NDArray[np.int64]
    outcome: NDArray[np.uint8]
    by: NDArray[np.int16]
    attempts: NDArray[np.int16]

    def __init__(
        self, columns: Columns, workloads: tuple[str, ...], stations: tuple[str, ...]
    ) -> None:
        self.workloads = workloads
        self.stations = stations
        for name in REQUEST_COLUMNS:
            view = columns[name].view()
            view.flags.writeable = False
            setattr(self, name, view)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(REQUEST_COLUMNS)

    @property
    def finished(self) -> NDArray[np.int64]:
        """When each request was over, in ns."""
        return self.start + self.latency

    def __len__(self) -> int:
        return len(self.request)

    def __getitem__(self, column: str) -> NDArray[Any]:
        if column not in REQUEST_COLUMNS:
            raise KeyError(f"wanted one of {', '.join(REQUEST_COLUMNS)}, got {column}")
        values: NDArray[Any] = getattr(self, column)
        return values

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

    def since(self, time: int) -> "RequestLog":
        """The rows of the requests that were to be sent at ``time`` (ns) or later."""
        rows = self.start >= time
        columns = {name: self[name][rows] for name in REQUEST_COLUMNS}
        return RequestLog(columns, self.workloads, self.stations)

    def ended_as(self, outcomes: Iterable[Outcome]) -> NDArray[np.bool_]:
        """Which rows ended in one of the outcomes."""
        chosen = np.zeros(len(Outcome), dtype=np.bool_)
        chosen[[int(outcome) for outcome in outcomes]] = True
        return np.asarray(chosen[self.outcome])

    def counts(self) -> dict[str, int]:
        """How many rows ended in each outcome, by its label; every outcome is there."""
        counted = np.bincount(self.outcome, minlength=len(Outcome))
        return {outcome.label: int(counted[outcome]) for outcome in Outcome}

    def to_pandas(self) -> Any:
        """The log as a pandas DataFrame, with workload, outcome and by as names."""
        import pandas as pd

        names = {
            "workload": pd.Categorical.from_codes(self.workload, list(self.workloads)),
            "outcome": pd.Categorical.from_codes(self.outcome, [o.label for o in Outcome]),
            "by": pd.Categorical.from_codes(self.by, list(self.stations)),
        }
        return pd.DataFrame({name: names.get(name, self[name]) for name in REQUEST_COLUMNS})

    def __repr__(self) -> str:
        return f"RequestLog({len(self):,} requests of {', '.join(self.workloads)})"
