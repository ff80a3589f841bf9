"""A replication: what one of many runs of the same variant leaves behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.histogram import LatencyHistogram
from sim.results.figures import Numbers, numbers
from sim.results.run import Run
from sim.results.summary import POLL, summarise


@dataclass(frozen=True)
class Replication:
    """The figures of one run, and its latencies (ns) by workload, for percentiles of them all."""

    seed: int
    fingerprint: str
    wall_s: float
    numbers: Numbers
    latencies: Mapping[str, LatencyHistogram]

    @classmethod
    def of(cls, run: Run, warm_up: int = 0) -> "Replication":
        """What is left of a run.

        Requests that were to be sent before ``warm_up`` (ns) count neither as outcomes nor as
        latencies; the figures of stations are those of the whole run.
        """
        log = run.requests.since(warm_up)
        summary = summarise(run.trace, run.identity, log, run.timeline, run.fingerprint)
        rows = {name: log.is_of(name) & log.sent for name in log.workloads}
        latencies = {name: _histogram(log.latency[rows[name]]) for name in log.workloads}
        if run.trace.sale is not None:
            latencies[POLL] = run.trace.polls
        return cls(run.identity.seed, run.fingerprint, run.wall_s, numbers(summary), latencies)

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> "Replication":
        """The replication that ``to_json`` gave."""
        latencies = {
            name: LatencyHistogram.restore(**parts) for name, parts in saved["latencies"].items()
        }
        return cls(**{**saved, "latencies": latencies})

    def to_json(self) -> dict[str, Any]:
        """Everything there is, as what JSON can hold."""
        return {
            "seed": self.seed,
            "fingerprint": self.fingerprint,
            "wall_s": self.wall_s,
            "numbers": self.numbers,
            "latencies": {name: one.parts() for name, one in self.latencies.items()},
        }

    def __repr__(self) -> str:
        return f"Replication(seed={self.seed}, fingerprint={self.fingerprint!r})"


def _histogram(sample: Any) -> LatencyHistogram:
    histogram = LatencyHistogram()
    histogram.record_many(sample)
    return histogram
