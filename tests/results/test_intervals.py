"""Intervals: as wide as theory says, on both sides, and refused where they would say nothing."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.results.intervals import (
    Interval,
    mean_interval,
    percentile_interval,
    share_interval,
    student,
)

SAMPLE = [4.0, 7.0, 1.0, 4.0]


def test_a_mean_has_students_bounds() -> None:
    """Mean 4, variance 6: half-width t(3) * sqrt(6 / 4) = 3.182446 * 1.224745 = 3.897685."""
    interval = mean_interval(SAMPLE)
    assert interval.centre == 4.0
    assert interval.half == pytest.approx(3.897685, abs=1e-6)


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95, 0.999])
def test_students_quantile_is_the_published_one(confidence: float) -> None:
    """The t of 1, 9 and 200 degrees of freedom agrees with an independent implementation."""
    for freedom in (1, 9, 200):
        expected = stats.t.ppf((1 + confidence) / 2, freedom)
        assert student(freedom, confidence) == pytest.approx(expected, rel=1e-9)


def test_values_that_are_all_alike_have_an_interval_without_width() -> None:
    """Ten times 0.1 is 0.1 ± 0, although floats of a sum are rounded."""
    interval = mean_interval([0.1] * 10)
    assert interval.half == 0.0
    assert interval.relative == 0.0


@pytest.mark.parametrize("sample", [[], [1.0]])
def test_fewer_than_two_values_are_refused(sample: list[float]) -> None:
    """One value says nothing about scatter."""
    with pytest.raises(ValueError, match=rf"wanted at least 2 values in a row, got {len(sample)}"):
        mean_interval(sample)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_values_that_are_not_finite_are_refused(bad: float) -> None:
    """A mean of what is not a number is none."""
    with pytest.raises(ValueError, match="wanted finite values"):
        mean_interval([1.0, bad])


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95, math.nan])
def test_a_confidence_is_a_share(confidence: float) -> None:
    """95 is not 95 %."""
    with pytest.raises(ValueError, match="confidence must be above 0 and below 1"):
        mean_interval(SAMPLE, confidence)


def test_the_median_of_ten_lies_between_the_second_and_the_ninth() -> None:
    """P(2nd < median < 9th) = 1 - 2 (1 + 10) / 1024 = 0.979; 3rd to 8th would be 0.891."""
    interval = percentile_interval(range(1, 11), 50)
    assert (interval.low, interval.centre, interval.high) == (2, 5, 9)


@pytest.mark.parametrize("q", [10, 50, 90, 99])
@pytest.mark.parametrize("count", [400, 1_000, 7_777])
def test_ranks_cover_exactly_as_much_as_was_asked(q: float, count: int) -> None:
    """P(low <= Binomial < high) is at least 0.95, and one rank closer on either side less tail.

    The sample is 1 to n, so that values are ranks.
    """
    interval = percentile_interval(range(1, count + 1), q)
    law = stats.binom(count, q / 100)
    assert law.cdf(interval.low - 1) <= 0.025 < law.cdf(interval.low)
    assert law.sf(interval.high - 1) <= 0.025 < law.sf(interval.high - 2)


@pytest.mark.parametrize(("q", "least"), [(50, 6), (90, 36), (99, 368), (1, 368)])
def test_too_few_values_for_a_percentile_are_counted(q: float, least: int) -> None:
    """p99 takes 368 values: 0.99^368 = 0.0248 is the chance that none lies above it."""
    with pytest.raises(ValueError, match=f"wanted at least {least} values, got {least - 1}"):
        percentile_interval(range(least - 1), q)
    assert percentile_interval(range(least), q).confidence == 0.95


def test_none_of_ten_may_still_be_thirty_percent() -> None:
    """Clopper and Pearson: 0 of 10 is at most 1 - 0.025^(1/10) = 0.3085; 10 of 10 mirrors it."""
    assert share_interval(0, 10).high == pytest.approx(1 - 0.025**0.1, abs=1e-12)
    assert share_interval(10, 10).low == pytest.approx(0.025**0.1, abs=1e-12)
    assert (share_interval(0, 10).low, share_interval(10, 10).high) == (0.0, 1.0)


def test_a_share_leaves_out_what_its_tails_refute() -> None:
    """At the bounds of 3 of 20, three or more, and three or fewer, have a chance of 2.5 % each."""
    interval = share_interval(3, 20)
    assert stats.binom.sf(2, 20, interval.low) == pytest.approx(0.025, abs=1e-9)
    assert stats.binom.cdf(3, 20, interval.high) == pytest.approx(0.025, abs=1e-9)


@pytest.mark.parametrize(("hits", "trials"), [(0, 0), (-1, 3), (4, 3)])
def test_shares_of_nothing_are_refused(hits: int, trials: int) -> None:
    """Hits are a part of the trials."""
    with pytest.raises(ValueError, match="wanted hits of at least 1 trial"):
        share_interval(hits, trials)


@pytest.mark.parametrize(("low", "high", "sign"), [(1, 2, 1), (-2, -1, -1), (-1, 1, 0), (0, 1, 0)])
def test_a_sign_is_told_only_by_an_interval_that_leaves_zero_out(
    low: float, high: float, sign: int
) -> None:
    """A difference that may be 0 has no sign."""
    assert Interval(low, (low + high) / 2, high).sign == sign


def test_relative_width_is_in_terms_of_the_centre() -> None:
    """-50 ± 5 is 10 %, 0 ± 5 has no bound."""
    assert Interval(-55, -50, -45).relative == pytest.approx(0.1)
    assert Interval(-5, 0, 5).relative == math.inf


def test_bounds_the_wrong_way_round_are_refused() -> None:
    """An estimate lies within its own interval."""
    with pytest.raises(ValueError, match="wanted low <= centre <= high"):
        Interval(2.0, 1.0, 3.0)


def test_it_reads_like_what_one_would_write() -> None:
    """Two digits of what it may be off by, and the decimals of the estimate that matter then."""
    assert str(Interval(9.0, 10.0, 11.0)) == "10.0 ± 1.0"
    assert str(Interval(1150, 1234.5, 1320)) == "1,234 ± 86"
    assert str(Interval(0.5, 0.5, 0.5)) == "0.500"
    assert 9.5 in Interval(9.0, 10.0, 11.0)
    assert np.float64(11.5) not in Interval(9.0, 10.0, 11.0)
