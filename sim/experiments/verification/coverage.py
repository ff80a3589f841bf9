"""Coverage: experiments with M/M/1, each of which gives intervals that hold the truth or do not.

Each is what ``replicate`` makes of the replications of a queue: the warm-up is looked for in the
first of them, the mean wait has Student's interval, and a percentile that of all requests.
"""

from collections.abc import Iterator, Sequence
from math import log

from sim.experiments.replicate import FIRST, MOST
from sim.experiments.series import PILOTS
from sim.experiments.steady import warm_ups
from sim.experiments.verification.queues import MEAN, Times, draws, lindley
from sim.histogram import LatencyHistogram
from sim.results.intervals import Interval, mean_interval
from sim.results.pooled import pooled_percentile
from sim.results.precision import Precision

Queue = tuple[Times, Times]
"""Arrivals and waits, a row a replication."""


def mm1(
    seed: int, load: float, replications: int, requests: int, experiments: int
) -> Iterator[Queue]:
    """Experiments with M/M/1."""
    for experiment in range(experiments):
        arrivals, services = draws(seed, experiment, load, replications, requests)
        yield arrivals, lindley(arrivals, services)


def settled(queue: Queue) -> list[Times]:
    """The waits of each replication without the warm-up, as ``replicate`` finds and cuts it."""
    pairs = list(zip(*queue, strict=True))
    return _cut(pairs, warm_ups(pairs[:PILOTS]) or (0, 0))


def mean_of(rows: Sequence[Times]) -> Interval:
    """The mean wait of replications."""
    return mean_interval([row.mean() for row in rows])


def p99_of(rows: Sequence[Times]) -> Interval | None:
    """The 99th percentile of the waits of all replications."""
    return pooled_percentile([_recorded(row) for row in rows], 99)


def mm1_p99(load: float) -> float:
    """The 99th percentile (ns) of the wait of M/M/1, where P(W > t) = load e^-(1 - load) t."""
    return log(100 * load) / (1 - load) * MEAN


def stopped(seed: int, experiment: int, load: float, relative: float) -> tuple[int, Interval]:
    """How many replications of 10,000 a precision of the mean takes, and what they then say."""
    wanted, rows, count, more = Precision("mean", relative), list[Times](), 0, min(FIRST, MOST)
    cuts = (0, 0)
    while more > count:
        key = experiment * MOST + count  # each round has draws of its own
        arrivals, services = draws(seed, key, load, more - count, 10_000)
        pairs = list(zip(arrivals, lindley(arrivals, services), strict=True))
        cuts = cuts if count else warm_ups(pairs[:PILOTS]) or (0, 0)
        rows += _cut(pairs, cuts, done=count)
        count = more
        more = wanted.wanted(mean_of(rows), count, MOST)
    return count, mean_of(rows)


def _cut(pairs: Sequence[Queue], cuts: tuple[int, int], done: int = 0) -> list[Times]:
    """The waits of what begins after the warm-up; ``done`` replications came before these."""
    first, others = cuts
    begins = [first if done + index < PILOTS // 2 else others for index in range(len(pairs))]
    return [waits[starts >= begin] for (starts, waits), begin in zip(pairs, begins, strict=True)]


def _recorded(row: Times) -> LatencyHistogram:
    histogram = LatencyHistogram()
    histogram.record_many(row)
    return histogram
