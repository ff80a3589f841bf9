"""Estimates: what several replications say together about one figure."""

from collections.abc import Sequence
from dataclasses import replace

from sim.results.intervals import CONFIDENCE, Interval, mean_interval
from sim.results.percentiles import PERCENTILES, milliseconds
from sim.results.pooled import pooled_percentile
from sim.results.replication import Replication


def estimate(
    replications: Sequence[Replication], name: str, confidence: float = CONFIDENCE
) -> Interval | None:
    """A figure, by its full name, with its interval; None where fewer than two have it.

    A latency's percentile is that of all requests of all replications; anything else is the mean
    of the replications.
    """
    section, _, rest = name.partition(".")
    workload, _, key = rest.rpartition(".")
    if section == "latency_ms" and key in PERCENTILES:
        return _percentile(replications, workload, PERCENTILES[key], confidence)
    found = [one.numbers.get(name) for one in replications]
    values = [value for value in found if value is not None]
    return _not_negative(mean_interval(values, confidence)) if len(values) > 1 else None


def _percentile(
    replications: Sequence[Replication], workload: str, q: float, confidence: float
) -> Interval | None:
    histograms = [one.latencies[workload] for one in replications if workload in one.latencies]
    found = pooled_percentile(histograms, q, confidence)
    if found is None:
        return None
    low, centre, high = map(milliseconds, (found.low, found.centre, found.high))
    return Interval(low, centre, high, found.confidence)


def _not_negative(interval: Interval) -> Interval:
    """What Student's t leaves of an interval of counts, times or shares, none of them below 0."""
    return replace(interval, low=max(interval.low, 0.0))
