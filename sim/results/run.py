"""A run: one execution of one variant with one seed, checked, with everything it showed."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from sim.control.event import ControlEvent
from sim.engines.trace import Trace
from sim.results import conservation, storage
from sim.results.batch_means import batch_means
from sim.results.files import Format, reading
from sim.results.fingerprint import fingerprint
from sim.results.identity import Identity
from sim.results.intervals import CONFIDENCE, Interval
from sim.results.poll_log import PollLog
from sim.results.request_log import RequestLog
from sim.results.shown import Shown
from sim.results.summary import Summary, summarise
from sim.results.summary_tables import station_table, summary_tables
from sim.results.table import Table
from sim.results.timeline import Timeline
from sim.results.warm_up import mser5
from sim.units import MILLISECOND


@dataclass(frozen=True, eq=False, repr=False)
class Run(Shown):
    """What an engine saw, who asked for it, and how many seconds of wall time it took.

    Make one with ``Run.from_trace``: it refuses a trace that does not add up.  Two runs are equal
    when they are of the same identity, by whichever engine, and have the same fingerprint.
    """

    trace: Trace
    identity: Identity
    wall_s: float

    @classmethod
    def from_trace(cls, trace: Trace, identity: Identity, wall_s: float) -> "Run":
        """A run of a trace that keeps its books.

        ConservationError for one that does not; ValueError for a front that is no station.
        """
        conservation.check(trace)
        if identity.front is not None and identity.front not in trace.stations:
            known = ", ".join(trace.stations)
            raise ValueError(f"wanted one of the stations {known} as front, got {identity.front}")
        return cls(trace, identity, wall_s)

    @classmethod
    def load(cls, folder: str | Path) -> "Run":
        """The run that ``save`` wrote.  StorageError where there is none, or a damaged one."""
        saved = storage.read(Path(folder))
        with reading(Path(folder)):
            return cls.from_trace(*saved)

    def save(self, folder: str | Path, format: Format = "npz") -> list[Path]:
        """Write the run to a folder, made if need be, and return the files.

        ``format`` is that of the columns: ``npz``, or ``parquet``, which needs pyarrow.
        StorageError (an OSError) for a folder that cannot be written.
        """
        return storage.write(Path(folder), self, format)

    @cached_property
    def fingerprint(self) -> str:
        """The hash of everything that happened: same scenario, seed and version, same hash."""
        return fingerprint(self.trace)

    @cached_property
    def requests(self) -> RequestLog:
        """The request log."""
        return RequestLog(self.trace.requests, self.trace.workloads, self.trace.stations)

    @cached_property
    def polls(self) -> PollLog | None:
        """The polls one by one; None where the scenario does not ask for ``crowd.poll.rows``."""
        rows = self.trace.poll_rows
        return None if rows is None else PollLog(rows)

    @cached_property
    def timeline(self) -> Timeline:
        """What every station did, interval by interval."""
        return Timeline(self.trace.timeline, self.trace.interval, self.trace.end)

    @cached_property
    def summary(self) -> Summary:
        """The JSON object of the run."""
        summary = summarise(
            self.trace, self.identity, self.requests, self.timeline, self.fingerprint
        )
        return summary | {"wall_s": self.wall_s}

    def steady_latency(self, workload: str, confidence: float = CONFIDENCE) -> Interval:
        """The mean latency (ms) of a workload in a steady state, from this one long run.

        Its warm-up is cut by MSER-5 and the rest gives batch means.  ValueError for a run too
        short for either, or without such a workload; whether it may have a steady state at all is
        for the caller to know.
        """
        log = self.requests
        own = log.is_of(workload) & log.sent
        order = np.lexsort((log.request[own], log.start[own]))
        latencies = log.latency[own][order] / MILLISECOND
        return batch_means(latencies[mser5(latencies) :], confidence)

    @property
    def events(self) -> tuple[ControlEvent, ...]:
        """What controllers and faults did, in order of time."""
        return tuple(self.trace.events)

    @property
    def name(self) -> str:
        """The variant's name, or the scenario's where no variant was chosen."""
        return self.identity.name

    @property
    def tables(self) -> list[Table]:
        """The run in tables: the sale, the outcomes, the latencies, the stations."""
        return [*summary_tables({self.name: self.summary}), station_table(self.summary)]

    @property
    def headline(self) -> str:
        who = self.identity
        variant = f", variant {who.variant}" if who.variant else ""
        how = f"seed {who.seed}, {who.engine} engine, {self.wall_s:.1f} s"
        return f"{who.scenario}{variant} ({how}; fingerprint {self.fingerprint})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Run):
            return NotImplemented
        return (self.identity, self.fingerprint) == (other.identity, other.fingerprint)

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        who = self.identity
        return (
            f"Run({who.scenario!r}, variant={who.variant!r}, seed={who.seed}, "
            f"engine={who.engine!r}, fingerprint={self.fingerprint!r})"
        )
