"""Pooled percentiles: of all requests together, with an interval that asks the replications."""

import numpy as np
import pytest
from numpy.typing import ArrayLike

from sim.histogram import LatencyHistogram
from sim.results.intervals import student
from sim.results.pooled import pooled_percentile


def recorded(durations: ArrayLike) -> LatencyHistogram:
    """The histogram of some durations."""
    histogram = LatencyHistogram()
    histogram.record_many(np.asarray(durations, dtype=np.int64))
    return histogram


def samples(scale: float = 1e6, seed: int = 1) -> list[np.ndarray]:
    """Ten samples of 1,000 exponential durations."""
    draws = np.random.default_rng(seed).exponential(scale, (10, 1_000))
    return list(draws.astype(np.int64))


@pytest.mark.parametrize("q", [50, 90, 99])
def test_the_estimate_is_the_percentile_of_all(q: float) -> None:
    """To within half a bucket, 0.4 %."""
    interval = pooled_percentile([recorded(sample) for sample in samples()], q)
    assert interval is not None
    expected = np.percentile(np.concatenate(samples()), q, method="inverted_cdf")
    assert interval.centre == pytest.approx(expected, rel=0.004)


@pytest.mark.parametrize(("count", "q"), [(3, 50), (10, 90), (10, 99)])
def test_the_bounds_are_where_the_log_odds_turn_significant(count: int, q: float) -> None:
    """The same search over exact durations, value by value, ends within a bucket of the bounds."""
    slower = np.linspace(0.8, 1.25, count)  # so that they differ, and the interval is wide
    some = [(sample * by).astype(int) for sample, by in zip(samples(), slower, strict=False)]
    interval = pooled_percentile([recorded(sample) for sample in some], q)
    assert interval is not None
    values = np.sort(np.concatenate(some))[10:-1]
    shares = np.array([[(sample <= value).mean() for value in values] for sample in some])
    mean, error = shares.mean(axis=0), shares.std(axis=0, ddof=1) / count**0.5
    odds = np.log(mean / (1 - mean)) - np.log(q / (100 - q))
    held = values[np.abs(odds) <= student(count - 1) * error / (mean * (1 - mean))]
    assert interval.low == pytest.approx(held[0], rel=0.01)
    assert interval.high == pytest.approx(held[-1], rel=0.01)


def test_short_replications_weigh_less() -> None:
    """One request of an hour in a replication of one is one in a thousand and one."""
    many, one = recorded(np.arange(1, 10_001)), recorded([3_600_000_000_000])
    interval = pooled_percentile([many, many, one], 50)
    assert interval is not None
    assert interval.centre == pytest.approx(5_000, rel=0.005)


def test_replications_that_agree_leave_a_bucket() -> None:
    """The same sample twice: no replication refutes more than the width of a bucket."""
    interval = pooled_percentile([recorded(samples()[0])] * 2, 90)
    assert interval is not None
    assert interval.half < 0.016 * interval.centre


def test_a_constant_is_known_exactly() -> None:
    """Buckets are cut to what was seen."""
    interval = pooled_percentile([recorded([5_000_000] * 600)] * 2, 99)
    assert interval is not None
    assert (interval.low, interval.centre, interval.high) == (5e6, 5e6, 5e6)


@pytest.mark.parametrize(("count", "q"), [(400, 99), (3_000, 99.9), (0, 50)])
def test_too_few_requests_beyond_tell_nothing(count: int, q: float) -> None:
    """Twice 400 have 8 beyond p99: the next one might be anywhere."""
    assert pooled_percentile([recorded(np.arange(1, count + 1))] * 2, q) is None


def test_one_replication_tells_nothing() -> None:
    """It takes two to scatter."""
    assert pooled_percentile([recorded(np.arange(1, 10_000))], 50) is None
