"""A histogram of durations whose buckets grow with the duration, for counts too many to keep.

Every power of two is divided into 128 buckets of equal width, as in Gil Tene's HdrHistogram, and
below 256 ns a bucket is a single nanosecond. A bucket is thus never wider than 1/128 of its lower
bound, and its middle is within 1/256 (0.39 %) of every duration in it.
"""

from __future__ import annotations

import builtins
from array import array
from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SUB_BITS = 7
_SUBS = 1 << _SUB_BITS
_LIMIT = 1 << 63
BUCKETS = (63 - _SUB_BITS + 1) << _SUB_BITS
"""How many buckets there are."""
_HALF = 32  # bits, to sum a column without overflow


def bucket(duration: int) -> int:
    """The index of the bucket that holds a duration of 0 <= ns < 2**63."""
    if not 0 <= duration < _LIMIT:
        bound = ">= 0 ns" if duration < 0 else "< 2**63 ns"
        raise ValueError(f"duration must be {bound}, got {duration}")
    return index_of(duration)


def index_of(duration: int) -> int:
    """The rule of ``bucket``, for a duration that is known to be in range."""
    shift = max(duration.bit_length() - _SUB_BITS - 1, 0)
    return (shift << _SUB_BITS) + (duration >> shift)


def bucket_bounds(index: int) -> tuple[int, int]:
    """The durations of a bucket, in ns: from the first bound up to, not including, the second."""
    if not 0 <= index < BUCKETS:
        raise ValueError(f"bucket must be >= 0 and < {BUCKETS}, got {index}")
    shift = max((index >> _SUB_BITS) - 1, 0)
    low = (index - (shift << _SUB_BITS)) << shift
    return low, low + (1 << shift)


class LatencyHistogram:
    """Counts of durations in ns: percentiles within 0.39 %, everything else exact.

    Two histograms merge into the one that had recorded both sets of durations.
    """

    __slots__ = ("_counts", "count", "max", "min", "sum")

    def __init__(self) -> None:
        self._counts = array("q", bytes(8 * BUCKETS))
        self.count = 0
        """How many durations were recorded."""
        self.sum = 0
        """The sum of them all in ns, exact."""
        self.min = self.max = 0
        """The shortest and the longest in ns, exact; 0 where nothing was recorded."""

    @classmethod
    def restore(
        cls, buckets: Iterable[tuple[int, int]], *, sum: int, min: int, max: int
    ) -> LatencyHistogram:
        """The histogram that had these ``buckets()``, sum, min and max."""
        histogram = cls()
        for index, count in buckets:
            bucket_bounds(index)
            histogram._counts[index] = count
        histogram._widen(builtins.sum(histogram._counts), sum, min, max)
        return histogram

    def record(self, duration: int) -> None:
        """Count one duration in ns."""
        self._counts[bucket(duration)] += 1
        self._widen(1, duration, duration, duration)

    def record_many(self, durations: NDArray[np.int64]) -> None:
        """Count every duration of a one-dimensional array of ns."""
        if len(durations) == 0:
            return
        least, most = int(durations.min()), int(durations.max())
        bucket(least), bucket(most)  # refuse the whole array before any of it is counted
        self._column()[:] += np.bincount(_buckets(durations), minlength=BUCKETS)
        self._widen(len(durations), _exact_sum(durations), least, most)

    def add_counts(self, counts: NDArray[np.int64], *, sum: int, least: int, most: int) -> None:
        """Count durations that were counted elsewhere: one count a bucket, and what is exact."""
        self._column()[:] += counts
        self._widen(int(counts.sum()), sum, least, most)

    def merge(self, other: LatencyHistogram) -> None:
        """Count everything that another histogram has counted."""
        self._column()[:] += other._column()
        self._widen(other.count, other.sum, other.min, other.max)

    def __iadd__(self, other: LatencyHistogram) -> LatencyHistogram:
        self.merge(other)
        return self

    @property
    def mean(self) -> float:
        """The mean in ns, exact but for its rounding to a float; ValueError where empty."""
        return self.sum / self._counted("mean")

    def percentile(self, q: float) -> int:
        """The duration in ns, within 0.39 %, that ``q`` percent of all do not exceed.

        By nearest rank: the least recorded duration that at least ``q`` percent reach up to,
        numpy's ``inverted_cdf``; 0 <= q <= 100, and 99.9 is meant as the decimal number.
        ValueError where nothing was recorded.
        """
        if not 0 <= q <= 100:
            raise ValueError(f"percentile must be between 0 and 100, got {q}")
        count = self._counted("percentile")
        rank = max(ceil(Fraction(str(q)) * count / 100), 1)
        index = int(np.searchsorted(np.cumsum(self._column()), rank))
        low, high = bucket_bounds(index)
        return min(max((low + high) // 2, self.min), self.max)

    def buckets(self) -> Iterator[tuple[int, int]]:
        """(index, count) of every bucket that is not empty, ascending."""
        for index in np.flatnonzero(self._column()).tolist():
            yield index, self._counts[index]

    def parts(self) -> dict[str, Any]:
        """What ``restore`` takes, and JSON can hold."""
        return {"buckets": list(self.buckets()), "sum": self.sum, "min": self.min, "max": self.max}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LatencyHistogram):
            return NotImplemented
        return self._state() == other._state()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        if self.count == 0:
            return "LatencyHistogram(count=0)"
        return f"LatencyHistogram(count={self.count}, min={self.min}, max={self.max})"

    def _state(self) -> tuple[Any, ...]:
        return self._counts, self.sum, self.min, self.max

    def _column(self) -> NDArray[np.int64]:
        """The counts as a numpy column of the same memory."""
        return np.frombuffer(self._counts, np.int64)

    def _widen(self, count: int, total: int, least: int, most: int) -> None:
        if count:
            self.min = min(self.min, least) if self.count else least
            self.max = max(self.max, most)
            self.count += count
            self.sum += total

    def _counted(self, what: str) -> int:
        if self.count == 0:
            raise ValueError(f"{what} wants at least one recorded duration, got none")
        return self.count


def _buckets(durations: NDArray[np.int64]) -> NDArray[np.int64]:
    """``bucket`` of every element, with integers only."""
    smeared = durations.astype(np.uint64)
    for step in (1, 2, 4, 8, 16, 32):  # every bit below the highest becomes 1
        smeared |= smeared >> np.uint64(step)
    lengths = np.bitwise_count(smeared).astype(np.int64)
    shifts = np.maximum(lengths - _SUB_BITS - 1, 0)
    return (shifts << _SUB_BITS) + (durations >> shifts)


def _exact_sum(durations: NDArray[np.int64]) -> int:
    low, high = durations & ((1 << _HALF) - 1), durations >> _HALF
    return (int(high.sum()) << _HALF) + int(low.sum())
