"""Arrival times of open workloads: integer nanoseconds, in blocks, from keyed draws."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np

from sim.distributions.exponential import Exponential
from sim.rng import Stream
from sim.units import Rate

BLOCK = 4096
UNIT = 1_000_000_000
"""One expected arrival, in the integer units in which expected arrivals are added up."""


def deterministic(rate: Rate, start: int) -> Iterator[int]:
    """Arrivals exactly on schedule: the n-th at start + n / rate, rounded down."""
    number = 0
    while True:
        yield start + number * rate.per // rate.count
        number += 1


def poisson(rate: Rate, start: int, stream: Stream) -> Iterator[int]:
    """A Poisson process: unit-rate arrivals stretched to ``rate``, exact in integers."""
    for expected in unit_arrivals(stream):
        yield start + expected * rate.per // (rate.count * UNIT)


def curve(counts: Sequence[int], width: int, start: int, stream: Stream) -> Iterator[int]:
    """A non-homogeneous Poisson process whose rate is constant within each bin, by inversion.

    ``counts`` are the arrivals expected in bins of ``width`` nanoseconds, in units of 1 /
    ``UNIT``.  The unit-rate process is mapped through the inverse of the cumulative count
    (Cinlar 1975), so no draw is thinned away and the same draws serve every scale.
    """
    cumulative = [0, *accumulate(counts)]
    for expected in unit_arrivals(stream):
        if expected >= cumulative[-1]:
            return
        bin_ = bisect_right(cumulative, expected) - 1
        within = (expected - cumulative[bin_]) * width // counts[bin_]
        yield start + bin_ * width + within


def unit_arrivals(stream: Stream) -> Iterator[int]:
    """A Poisson process of one arrival per ``UNIT``, without end."""
    gaps = Exponential(mean=UNIT)
    now = first = 0
    while True:
        numbers = np.arange(first, first + BLOCK, dtype=np.int64)
        for gap in gaps.samples(stream.uniforms(numbers)).tolist():
            now += gap
            yield now
        first += BLOCK
