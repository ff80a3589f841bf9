"""A level: one load that both worlds were put under, and how far apart they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy

from sim.outcomes import Outcome
from sim.results.percentiles import latency_summary
from sim.results.request_log import RequestLog
from sim.units import SECOND

ADMITTED_CONFIDENCE = 0.999
ADMITTED = (Outcome.SOLD, Outcome.SOLD_OUT)
"""What becomes of a click that an edge node lets through."""
MEASURES = ("throughput", "p50", "p90", "p99")
"""What is compared as a ratio."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one world gave at one level.

    ``throughput`` is answers a second while clicks keep coming; mean and percentiles are ms from
    the intended send time.  ``decided`` and ``admitted`` count the clicks of each edge node that
    its admission decided on, and let through.
    """

    requests: int
    throughput: float
    mean: float
    p50: float
    p90: float
    p99: float
    decided: tuple[int, ...]
    admitted: tuple[int, ...]
    sold: int
    failed: int

    @classmethod
    def of(cls, log: RequestLog, nodes: int, window: int) -> "Figures":
        """The figures of a request log whose clicks come within ``window`` (ns)."""
        latency = latency_summary(log.latency)
        decided, admitted = _admission(log, nodes)
        failed = log.ended_as([Outcome.FAILED, Outcome.TIMED_OUT, Outcome.SHED])
        return cls(
            requests=len(log),
            throughput=_throughput(log, window),
            mean=latency["mean"] or 0.0,
            p50=latency["p50"] or 0.0,
            p90=latency["p90"] or 0.0,
            p99=latency["p99"] or 0.0,
            decided=decided,
            admitted=admitted,
            sold=int(log.ended_as([Outcome.SOLD]).sum()),
            failed=int(failed.sum()),
        )


def _throughput(log: RequestLog, window: int) -> float:
    """Answers a second while clicks keep coming: what is answered later is a backlog's."""
    if not len(log):
        return 0.0
    within = log.finished - log.start.min() < window
    return float(within.sum()) * SECOND / window


def _admission(log: RequestLog, nodes: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    admitted = log.ended_as(ADMITTED)
    decided = admitted | log.ended_as([Outcome.REFUSED])

    def counts(rows: Any) -> tuple[int, ...]:
        return tuple(np.bincount(log.edge[rows], minlength=nodes)[:nodes].tolist())

    return counts(decided), counts(admitted)


@dataclass(frozen=True, slots=True)
class Level:
    """One load: ``share`` of the calibrated capacity, ``offered`` clicks a second; what both
    worlds gave under it; and what the simulator gives with other seeds: what chance alone changes.

    ``probability`` is the share that every edge node was to admit, None where that was not one
    number; ``bounds`` say how far from the real one a simulated measure may lie, as a share;
    ``lag_p99_ms`` is how late the load itself was in sending.
    """

    name: str
    share: float
    offered: float
    real: Figures
    simulated: Figures
    chances: tuple[Figures, ...]
    probability: float | None
    lag_p99_ms: float
    bounds: dict[str, float]

    def error(self, measure: str) -> float:
        """(simulated - real) / real, of one of ``MEASURES``; infinite where the real one is 0."""
        real, simulated = getattr(self.real, measure), getattr(self.simulated, measure)
        return (simulated - real) / real if real else float("inf")

    def spread(self, measure: str) -> tuple[float, float]:
        """The smallest and the largest that chance gave."""
        values = [getattr(figures, measure) for figures in self.chances]
        return min(values), max(values)

    def misses(self) -> list[str]:
        """What lies outside its bound, in words."""
        return [
            f"{measure} is {self.error(measure):+.1%} off, wanted at most {bound:.0%}"
            for measure, bound in self.bounds.items()
            if abs(self.error(measure)) > bound
        ] + self._misadmitted()

    def admitted_interval(self, node: int) -> tuple[int, int]:
        """The exact 99.9 % interval of how many of its clicks an edge node admits."""
        assert self.probability is not None
        return binomial_interval(self.real.decided[node], self.probability)

    @classmethod
    def restore(cls, saved: Mapping[str, Any]) -> "Level":
        """The level that ``dataclasses.asdict`` took apart."""
        worlds = {name: _restored(saved[name]) for name in ("real", "simulated")}
        chances = tuple(_restored(figures) for figures in saved["chances"])
        return cls(**{**saved, **worlds, "chances": chances})

    def _misadmitted(self) -> list[str]:
        if self.probability is None:
            return []
        found = []
        for node, count in enumerate(self.real.admitted):
            low, high = self.admitted_interval(node)
            if not low <= count <= high:
                found.append(f"node {node} admitted {count}, wanted {low} to {high}")
        return found


def _restored(saved: Mapping[str, Any]) -> Figures:
    counts = {name: tuple(saved[name]) for name in ("decided", "admitted")}
    return Figures(**{**saved, **counts})


def binomial_interval(
    trials: int, chance: float, confidence: float = ADMITTED_CONFIDENCE
) -> tuple[int, int]:
    """The counts that a Binomial(trials, chance) leaves with at most half of 1 - confidence on
    each side: exact, from its distribution function."""
    tail = (1 - confidence) / 2
    counts = np.arange(trials + 1)
    below = scipy.special.bdtr(counts, trials, chance)
    return int(np.searchsorted(below, tail, "right")), int(np.searchsorted(below, 1 - tail))
