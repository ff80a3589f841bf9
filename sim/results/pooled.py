"""Pooled percentiles: of all requests of several replications, with an interval."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.histogram import BUCKETS, LatencyHistogram, bucket_bounds
from sim.results.intervals import CONFIDENCE, Floats, Interval, student

BEYOND = 10
"""Fewer requests than this beyond a percentile do not tell where it is."""


def pooled_percentile(
    replications: Sequence[LatencyHistogram], q: float, confidence: float = CONFIDENCE
) -> Interval | None:
    """The q-th percentile (ns) of all requests; None where there are too few to tell.

    Requests of one replication depend on one another, replications do not.  So a duration may be
    the percentile unless the replications refute it: the share of their requests that it covers,
    a ratio whose error Student's t bounds on the scale of log odds, differs from ``q`` percent.
    Unlike a mean of each replication's percentile it has no bias from short replications.  Exact
    to within the width of a bucket (0.8 %).  Source: the inversion of a test of a ratio, as in
    Asmussen and Glynn, Stochastic Simulation, 2007, sections III.3 and III.4.
    """
    counts = np.array([_counts(one) for one in replications], dtype=np.float64)
    total, share = counts.sum(), q / 100
    if len(counts) < 2 or total * min(share, 1 - share) < BEYOND:
        return None
    used = np.flatnonzero(counts.any(axis=0))
    scores, shares = _scores(np.cumsum(counts[:, used], axis=1), share)
    reach = student(len(counts) - 1, confidence)
    low = int(np.argmax(scores >= -reach))
    centre = int(np.argmax(shares >= share))
    high = max(int(np.flatnonzero(scores > reach)[0]), centre)
    return _interval(replications, [int(used[index]) for index in (low, centre, high)], confidence)


def _scores(covered: Floats, share: float) -> tuple[Floats, Floats]:
    """How far each bucket's share lies from ``share``, in standard errors; and the shares.

    ``covered`` counts the requests up to the end of each bucket, a row a replication.
    """
    sizes, count = covered[:, -1:], len(covered)
    shares = covered.sum(axis=0) / sizes.sum()
    scatter = ((covered - shares * sizes) ** 2).sum(axis=0)
    errors = np.sqrt(scatter * count / (count - 1)) / sizes.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.log(shares / (1 - shares)) - np.log(share / (1 - share))
        scores = apart * shares * (1 - shares) / errors
    certain = np.isnan(scores) | (errors == 0)
    return np.where(certain, np.copysign(np.inf, shares - share), scores), shares


def _counts(histogram: LatencyHistogram) -> NDArray[np.int64]:
    counts = np.zeros(BUCKETS, dtype=np.int64)
    for index, count in histogram.buckets():
        counts[index] = count
    return counts


def _interval(
    replications: Sequence[LatencyHistogram], buckets: Sequence[int], confidence: float
) -> Interval:
    """From the beginning of one bucket over the middle of another to the end of a third."""
    filled = [one for one in replications if one.count]
    least, most = min(one.min for one in filled), max(one.max for one in filled)
    (begin, _), middle, (_, end) = (bucket_bounds(bucket) for bucket in buckets)
    low, centre, high = (
        float(min(max(value, least), most)) for value in (begin, sum(middle) // 2, end - 1)
    )
    return Interval(low, centre, high, confidence)
