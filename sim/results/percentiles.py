"""Exact percentiles of a sample of latencies, by nearest rank."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.histogram import LatencyHistogram
from sim.units import MILLISECOND

PERCENTILES = {"p50": 50.0, "p90": 90.0, "p99": 99.0, "p999": 99.9}
"""The percentiles of a summary: its key, and how many percent of the sample it covers."""

LatencySummary = dict[str, float | None]


def nearest_rank(count: int, q: float) -> int:
    """The rank, from 1, of the q-th percentile in a sorted sample: ceiling of count * q / 100.

    ``q`` is percent and meant as the decimal number it is written as: 99.9 is 999 of 1000.
    ValueError for an empty sample or a ``q`` outside 0..100.
    """
    if count < 1:
        raise ValueError(f"a percentile wants at least 1 value, got {count}")
    if not 0 <= q <= 100:
        raise ValueError(f"percentile must be between 0 and 100, got {q}")
    return max(1, ceil(Fraction(str(q)) * count / 100))


def percentile(ordered: Sequence[int] | NDArray[np.int64], q: float) -> int:
    """The least value of a sorted sample that at least ``q`` percent of it reach up to.

    This is the nearest-rank definition: always a value that occurred, never interpolated.
    """
    return int(ordered[nearest_rank(len(ordered), q) - 1])


def exact_sum(sample: NDArray[Any]) -> int:
    """The sum of non-negative int64 values, exact even where it exceeds 64 bits."""
    high, low = sample >> 32, sample & 0xFFFF_FFFF
    return (int(high.sum()) << 32) + int(low.sum())


def milliseconds(nanoseconds: float) -> float:
    """Nanoseconds as float milliseconds, for showing."""
    return nanoseconds / MILLISECOND


def latency_summary(sample: NDArray[np.int64]) -> LatencySummary:
    """Percentiles, mean and maximum in ms of latencies in ns; all None for an empty sample."""
    if len(sample) == 0:
        return empty_summary()
    ordered = np.sort(sample)
    summary: LatencySummary = {
        key: milliseconds(percentile(ordered, q)) for key, q in PERCENTILES.items()
    }
    mean = exact_sum(sample) / len(sample)
    return summary | {"mean": milliseconds(mean), "max": milliseconds(int(ordered[-1]))}


def histogram_summary(histogram: LatencyHistogram) -> LatencySummary:
    """The same of a histogram: percentiles to within its relative error, mean and max exact."""
    if histogram.count == 0:
        return empty_summary()
    summary: LatencySummary = {
        key: milliseconds(histogram.percentile(q)) for key, q in PERCENTILES.items()
    }
    return summary | {"mean": milliseconds(histogram.mean), "max": milliseconds(histogram.max)}


def empty_summary() -> LatencySummary:
    """The summary of nothing: no number is better than an invented one."""
    return dict.fromkeys([*PERCENTILES, "mean", "max"])
