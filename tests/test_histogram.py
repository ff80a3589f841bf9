"""The histogram of durations."""

import pickle
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.histogram import LatencyHistogram, bucket, bucket_bounds

LAST = 2**63 - 1
BUCKETS = bucket(LAST) + 1
NEAR_POWERS = st.builds(lambda power, by: 2**power + by, st.integers(0, 62), st.integers(-1, 1))
DURATIONS = NEAR_POWERS | st.sampled_from([LAST - 1, LAST]) | st.integers(0, 10**10)
COLUMNS = st.lists(DURATIONS, min_size=1, max_size=60)


def histogram(durations: list[int]) -> LatencyHistogram:
    recorded = LatencyHistogram()
    recorded.record_many(np.array(durations, np.int64))
    return recorded


def test_buckets_tile_the_integers() -> None:
    """Bucket after bucket each begins where the last one ends, from 0 to 2**63."""
    bounds = [bucket_bounds(index) for index in range(BUCKETS)]
    assert bounds[0][0] == 0
    assert bounds[-1][1] == 2**63
    assert all(end == start for (_, end), (start, _) in pairwise(bounds))


def test_no_bucket_is_wider_than_a_128th_of_its_durations() -> None:
    """A bucket is one nanosecond wide or at most 1/128 of its lower bound."""
    for low, high in map(bucket_bounds, range(BUCKETS)):
        assert high - low == 1 or (high - low) * 128 <= low


@pytest.mark.parametrize("index", range(0, BUCKETS, 97))
def test_a_bucket_holds_its_bounds(index: int) -> None:
    """The first and the last duration of a bucket fall into it, their neighbours do not."""
    low, high = bucket_bounds(index)
    assert bucket(low) == bucket(high - 1) == index
    assert low == 0 or bucket(low - 1) == index - 1


@pytest.mark.parametrize(
    ("duration", "index", "bounds"),
    [
        (0, 0, (0, 1)),
        (255, 255, (255, 256)),
        (256, 256, (256, 258)),  # from here two nanoseconds share a bucket
        (511, 383, (510, 512)),  # 256 + (511 - 256) // 2
        (512, 384, (512, 516)),
        (1_000_000, 1780, (999_424, 1_003_520)),  # 2**12 wide: 12 * 128 + 1e6 // 4096 = 1536 + 244
    ],
)
def test_known_buckets(duration: int, index: int, bounds: tuple[int, int]) -> None:
    """Buckets are where the arithmetic by hand puts them."""
    assert (bucket(duration), bucket_bounds(index)) == (index, bounds)


@given(COLUMNS)
def test_many_are_recorded_as_one_by_one(durations: list[int]) -> None:
    """An array is counted exactly as its elements are."""
    one_by_one = LatencyHistogram()
    for duration in durations:
        one_by_one.record(duration)
    assert histogram(durations) == one_by_one


@given(COLUMNS, st.floats(0, 100) | st.sampled_from([0, 50, 90, 99, 99.9, 99.99, 100]))
def test_a_percentile_is_within_its_stated_error(durations: list[int], q: float) -> None:
    """A percentile is within 1/256 of the exact one by nearest rank, in exact arithmetic."""
    rank = max(-(-Fraction(str(q)) * len(durations) // 100), 1)  # rounded up
    exact = sorted(durations)[int(rank) - 1]
    assert abs(histogram(durations).percentile(q) - exact) * 256 <= exact


@pytest.mark.parametrize("q", [0, 0.1, 1, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100])
@pytest.mark.parametrize("shape", ["lognormal", "exponential", "two peaks"])
def test_percentiles_of_many_durations_are_those_of_numpy(shape: str, q: float) -> None:
    """Of 99,991 durations numpy's exact percentile is met to half a percent.

    The number is prime, as numpy's float product of q and a round one may miss a whole rank.
    """
    durations = _durations(shape)
    exact = np.percentile(durations, q, method="inverted_cdf")
    assert histogram(durations.tolist()).percentile(q) == pytest.approx(exact, rel=0.005)


def _durations(shape: str) -> NDArray[np.int64]:
    random = np.random.default_rng(5)
    if shape == "two peaks":
        parts = random.normal(10**6, 10**4, 94_991), random.normal(10**9, 10**7, 5_000)
        return np.concatenate(parts).astype(np.int64)
    if shape == "lognormal":
        return random.lognormal(15, 1.5, 99_991).astype(np.int64)
    return random.exponential(5e6, 99_991).astype(np.int64)


@pytest.mark.parametrize(
    ("q", "expected"), [(0, 1), (10, 1), (10.1, 2), (50, 5), (90, 9), (90.1, 10), (100, 10)]
)
def test_percentiles_are_by_nearest_rank(q: float, expected: int) -> None:
    """Of 1 to 10 ns a tenth do not exceed 1, and just more than a tenth needs 2."""
    assert histogram(list(range(1, 11))).percentile(q) == expected


def test_a_percentile_is_a_decimal_number() -> None:
    """99.9 % of 1000 is 999 and not, as the binary float 99.9 would have it, a bit more."""
    assert histogram([1] * 999 + [200]).percentile(99.9) == 1


@given(COLUMNS)
def test_the_rest_is_exact(durations: list[int]) -> None:
    """Count, sum, mean, min and max have no error, whatever the size of the durations."""
    recorded = histogram(durations)
    assert recorded.count == len(durations)
    assert recorded.sum == sum(durations)
    assert recorded.mean == sum(durations) / len(durations)
    assert (recorded.min, recorded.max) == (min(durations), max(durations))


@given(COLUMNS)
def test_the_ends_are_exact_percentiles(durations: list[int]) -> None:
    """No percentile leaves the range of what was recorded, and one duration is met exactly."""
    recorded = histogram(durations)
    assert min(durations) <= recorded.percentile(0) <= recorded.percentile(100) <= max(durations)
    assert histogram(durations[:1]).percentile(50) == durations[0]


@given(COLUMNS, COLUMNS, st.booleans())
def test_a_merge_is_the_union(one: list[int], other: list[int], empty: bool) -> None:
    """Merged histograms equal the one that recorded all, also where one of them is empty."""
    merged = LatencyHistogram() if empty else histogram(one)
    merged += histogram(other)
    merged.merge(LatencyHistogram())
    assert merged == histogram(other if empty else one + other)


@given(COLUMNS)
def test_a_merge_leaves_the_other_alone(durations: list[int]) -> None:
    """What is merged in keeps its own counts."""
    merged, other = histogram(durations), histogram(durations)
    merged += other
    assert other == histogram(durations)


@given(COLUMNS)
def test_buckets_count_what_was_recorded(durations: list[int]) -> None:
    """The buckets, ascending and none empty, hold as many durations as lie in their bounds."""
    buckets = list(histogram(durations).buckets())
    assert buckets == sorted(buckets)
    for index, count in buckets:
        low, high = bucket_bounds(index)
        assert count == sum(low <= duration < high for duration in durations) > 0
    assert sum(count for _, count in buckets) == len(durations)


@given(st.lists(DURATIONS, max_size=20))
def test_a_histogram_comes_back_from_its_parts(durations: list[int]) -> None:
    """Buckets, sum, min and max restore an equal histogram, an empty one too."""
    kept = histogram(durations)
    again = LatencyHistogram.restore(kept.buckets(), sum=kept.sum, min=kept.min, max=kept.max)
    assert again == kept
    assert pickle.loads(pickle.dumps(kept)) == kept


def test_an_empty_histogram_has_no_percentiles() -> None:
    """Nothing recorded has no percentile and no mean, but no sum, min and max either: 0."""
    empty = LatencyHistogram()
    assert (empty.count, empty.sum, empty.min, empty.max, list(empty.buckets())) == (0, 0, 0, 0, [])
    with pytest.raises(ValueError, match=r"^percentile wants at least one recorded"):
        empty.percentile(50)
    with pytest.raises(ValueError, match=r"^mean wants at least one recorded duration, got none$"):
        _ = empty.mean


@pytest.mark.parametrize("q", [-0.1, 100.1, float("nan")])
def test_a_percentile_out_of_range_is_refused(q: float) -> None:
    """A percentile is of 0 to 100 percent."""
    with pytest.raises(ValueError) as error:
        histogram([1]).percentile(q)
    assert str(error.value) == f"percentile must be between 0 and 100, got {q}"


def test_a_duration_out_of_range_is_refused() -> None:
    """Negative durations, and those beyond 64 bits, are errors."""
    with pytest.raises(ValueError, match=r"^duration must be >= 0 ns, got -1$"):
        LatencyHistogram().record(-1)
    with pytest.raises(
        ValueError, match=r"^duration must be < 2\*\*63 ns, got 9223372036854775808$"
    ):
        LatencyHistogram().record(2**63)


def test_a_bad_array_is_not_counted_in_part() -> None:
    """One negative duration refuses the array as a whole."""
    recorded = histogram([5])
    with pytest.raises(ValueError, match=r"^duration must be >= 0 ns, got -7$"):
        recorded.record_many(np.array([1, -7, 2]))
    assert recorded == histogram([5])


@pytest.mark.parametrize("index", [-1, BUCKETS])
def test_a_bucket_out_of_range_is_refused(index: int) -> None:
    """There are 7296 buckets."""
    with pytest.raises(ValueError) as error:
        bucket_bounds(index)
    assert str(error.value) == f"bucket must be >= 0 and < 7296, got {index}"


def test_the_repr_is_one_line() -> None:
    """What was recorded is shown in short."""
    assert repr(LatencyHistogram()) == "LatencyHistogram(count=0)"
    assert repr(histogram([5, 900])) == "LatencyHistogram(count=2, min=5, max=900)"
