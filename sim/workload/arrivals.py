"""Arrival times of open workloads: integer nanoseconds, in blocks, from keyed draws."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, count

import numpy as np

from sim.distributions.exponential import Exponential
from sim.rng import Stream
from sim.units import Rate
from sim.workload.people import Ints

BLOCK = 4096
UNIT = 1_000_000_000
"""One expected arrival, in the integer units in which expected arrivals are added up."""
LAST = 2**63 - 1
"""The last instant there is: whatever would come later comes then, after the end of every run."""


def deterministic(rate: Rate, start: int) -> Iterator[Ints]:
    """Arrivals exactly on schedule, in blocks: the n-th at start + n / rate, rounded down."""
    for first in count(0, BLOCK):
        numbers = np.arange(first, first + BLOCK, dtype=np.int64)
        yield _stretched(numbers, rate, start)


def poisson(rate: Rate, start: int, stream: Stream) -> Iterator[Ints]:
    """A Poisson process in blocks: unit-rate arrivals stretched to ``rate``, exact in integers."""
    pace = Rate.of(rate.count * UNIT, rate.per)
    for expected in unit_arrivals(stream):
        yield _stretched(expected, pace, start)


def _stretched(numbers: Ints, rate: Rate, start: int) -> Ints:
    """start + number / rate, rounded down, for ascending numbers; never beyond ``LAST``."""
    fits = start + int(numbers[-1]) * rate.per // rate.count <= LAST
    if fits and rate.count * rate.per <= LAST:
        # Whole multiples apart, so that no product exceeds 64 bits.
        whole, rest = np.divmod(numbers, rate.count)
        return np.asarray(start + whole * rate.per + rest * rate.per // rate.count)
    exact = (start + number * rate.per // rate.count for number in numbers.tolist())
    return np.array([min(time, LAST) for time in exact], dtype=np.int64)


def curve(counts: Sequence[int], width: int, start: int, stream: Stream) -> Iterator[Ints]:
    """A non-homogeneous Poisson process whose rate is constant within each bin, by inversion.

    ``counts`` are the arrivals expected in bins of ``width`` nanoseconds, in units of 1 /
    ``UNIT``.  The unit-rate process is mapped through the inverse of the cumulative count
    (Cinlar 1975), so no draw is thinned away and the same draws serve every scale.
    """
    cumulative = np.array([min(c, LAST) for c in (0, *accumulate(counts))], dtype=np.int64)
    for expected in unit_arrivals(stream):
        within = expected[: expected.searchsorted(cumulative[-1])]
        bins = cumulative.searchsorted(within, "right") - 1
        into = (within - cumulative[bins]).tolist()
        # In Python's integers: these products exceed 64 bits.
        times = [
            start + bin_ * width + part * width // counts[bin_]
            for bin_, part in zip(bins.tolist(), into, strict=True)
        ]
        yield np.array(times, dtype=np.int64)
        if len(within) < len(expected):
            return


def unit_arrivals(stream: Stream) -> Iterator[Ints]:
    """A Poisson process of one arrival per ``UNIT``, without end, in blocks."""
    gaps = Exponential(mean=UNIT)
    now = 0
    for first in count(0, BLOCK):
        numbers = np.arange(first, first + BLOCK, dtype=np.int64)
        times = now + np.cumsum(gaps.samples(stream.uniforms(numbers)))
        now = int(times[-1])
        yield times
