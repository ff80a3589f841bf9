"""Percentiles are exact values of the sample, by nearest rank."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.histogram import LatencyHistogram
from sim.results.percentiles import (
    exact_sum,
    histogram_summary,
    latency_summary,
    nearest_rank,
    percentile,
)
from sim.units import MILLISECOND


@pytest.mark.parametrize(
    ("count", "q", "rank"),
    [(1, 0, 1), (1, 100, 1), (4, 50, 2), (5, 50, 3), (1000, 99.9, 999), (100, 7, 7), (3, 99, 3)],
)
def test_nearest_rank(count: int, q: float, rank: int) -> None:
    """The rank is the ceiling of count times q percent, and at least 1."""
    assert nearest_rank(count, q) == rank


def test_rank_is_exact_where_a_float_is_not() -> None:
    """29 percent of 100 is rank 29, though 0.29 * 100 is 28.999... in floating point."""
    assert 0.29 * 100 < 29
    assert nearest_rank(100, 29) == 29
    assert 0.07 * 100 > 7
    assert nearest_rank(100, 7) == 7


@given(st.lists(st.integers(0, 10**12), min_size=1), st.floats(0, 100))
def test_at_least_q_percent_reach_up_to_it(values: list[int], q: float) -> None:
    """A percentile is a value of the sample that covers q percent, and the least such."""
    found = percentile(sorted(values), q)
    assert found in values
    assert sum(v <= found for v in values) * 100 >= q * len(values) * (1 - 1e-12)
    assert sum(v < found for v in values) * 100 < max(q * len(values), 1e-300) * (1 + 1e-12) or (
        found == min(values)
    )


def test_agrees_with_inverted_cdf() -> None:
    """The definition is the one that numpy calls inverted_cdf."""
    sample = np.random.default_rng(3).integers(0, 10**9, 1237)
    for q in (0, 12.5, 50, 90, 99, 99.9, 100):
        assert percentile(np.sort(sample), q) == np.percentile(sample, q, method="inverted_cdf")


@pytest.mark.parametrize("q", [-0.1, 100.1, float("nan")])
def test_refuses_what_is_no_percentage(q: float) -> None:
    """A percentile outside 0..100 is refused by its value."""
    with pytest.raises(ValueError, match=f"between 0 and 100, got {q}"):
        nearest_rank(10, q)


def test_refuses_an_empty_sample() -> None:
    """There is no percentile of nothing."""
    with pytest.raises(ValueError, match="at least 1 value, got 0"):
        nearest_rank(0, 50)


def test_sum_is_exact_beyond_64_bits() -> None:
    """Four latencies of 2^62 ns sum to 2^64, which int64 cannot hold."""
    assert exact_sum(np.full(4, 2**62, dtype=np.int64)) == 2**64


def test_latency_summary_of_ten_values() -> None:
    """1..10 ms: p50 is the 5th, p90 the 9th, p99 and p99.9 the 10th value; the mean is 5.5."""
    sample = np.arange(10, 0, -1, dtype=np.int64) * MILLISECOND
    assert latency_summary(sample) == {
        "p50": 5.0,
        "p90": 9.0,
        "p99": 10.0,
        "p999": 10.0,
        "mean": 5.5,
        "max": 10.0,
    }


def test_nothing_has_no_numbers() -> None:
    """The summary of no requests is None throughout, for samples and for histograms."""
    nothing = dict.fromkeys(["p50", "p90", "p99", "p999", "mean", "max"])
    assert latency_summary(np.empty(0, dtype=np.int64)) == nothing
    assert histogram_summary(LatencyHistogram()) == nothing


def test_a_histogram_is_summarised_like_its_sample() -> None:
    """A histogram's percentiles are within 0.39 % of the exact ones; mean and max are exact."""
    sample = np.random.default_rng(5).integers(0, 10**10, 10_000)
    histogram = LatencyHistogram()
    histogram.record_many(sample)
    exact, rough = latency_summary(sample), histogram_summary(histogram)
    assert rough == pytest.approx(exact, rel=0.0039)
    assert (rough["mean"], rough["max"]) == (exact["mean"], exact["max"])
