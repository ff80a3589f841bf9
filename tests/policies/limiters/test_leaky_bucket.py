"""Tests of the leaky bucket as a meter."""

from copy import deepcopy
from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.limiters.leaky_bucket import LeakyBucket
from sim.policies.limiters.token_bucket import TokenBucket
from sim.units import DAY, SECOND, Rate, parse_rate

CAPACITIES = st.integers(1, 4)
PERS = st.integers(1, 60)
RATES = PERS.flatmap(lambda per: st.builds(Rate, st.integers(1, per), st.just(per)))
TIMES = st.lists(st.integers(0, 40), max_size=80).map(lambda gaps: list(accumulate(gaps)))


def test_trace() -> None:
    """Two fit at once; then one more for each ten nanoseconds that have leaked."""
    bucket = LeakyBucket(rate=Rate(1, 10), capacity=2)
    levels = []
    for now, wait in ((0, 0), (0, 0), (0, 10), (9, 1), (10, 0), (25, 0), (25, 5)):
        assert bucket.acquire(now) == wait
        levels.append(bucket.level)
    # in tenths of a request: 10 poured in a time, 1 leaks every nanosecond
    assert levels == [10, 20, 20, 11, 20, 15, 15]


@given(rate=RATES, capacity=CAPACITIES, times=TIMES)
def test_the_level_never_exceeds_the_capacity(rate: Rate, capacity: int, times: list[int]) -> None:
    """After every request the level is at most `capacity` requests."""
    bucket = LeakyBucket(rate=rate, capacity=capacity)
    for now in times:
        bucket.acquire(now)
        assert Fraction(bucket.level, bucket.per) <= capacity


@given(rate=RATES, capacity=CAPACITIES, times=TIMES)
def test_the_level_is_what_was_poured_in_less_what_leaked(
    rate: Rate, capacity: int, times: list[int]
) -> None:
    """The level follows a bucket kept in fractions, and a request is admitted if it fits."""
    bucket = LeakyBucket(rate=rate, capacity=capacity)
    leak = Fraction(rate.count, rate.per)
    empty = Fraction(1, bucket.per) - leak  # below zero by less than a nanosecond's leak
    level, last = empty, 0
    for now in times:
        level, last = max(empty, level - leak * (now - last)), now
        fits = level + 1 <= capacity
        level += fits
        assert (bucket.acquire(now) == 0) is fits
        assert Fraction(bucket.level, bucket.per) == level


@given(rate=RATES, capacity=CAPACITIES, times=TIMES)
def test_long_run_rate(rate: Rate, capacity: int, times: list[int]) -> None:
    """In any window [t, t + T) at most capacity + rate * T requests are admitted."""
    bucket = LeakyBucket(rate=rate, capacity=capacity)
    admitted = [now for now in times if bucket.acquire(now) == 0]
    for index, first in enumerate(admitted):
        for number, last in enumerate(admitted[index:], start=1):
            span = last - first + 1
            assert number <= capacity + Fraction(rate.count, rate.per) * span


@given(rate=RATES, capacity=CAPACITIES, times=TIMES)
def test_mirrors_the_token_bucket(rate: Rate, capacity: int, times: list[int]) -> None:
    """Every answer is that of a token bucket whose burst is this bucket's capacity."""
    leaky = LeakyBucket(rate=rate, capacity=capacity)
    tokens = TokenBucket(rate=rate, burst=capacity)
    assert [leaky.acquire(now) for now in times] == [tokens.acquire(now) for now in times]


@given(rate=RATES, capacity=CAPACITIES, times=TIMES)
def test_the_wait_is_exact(rate: Rate, capacity: int, times: list[int]) -> None:
    """After a refusal the request is admitted at now + wait, and not a nanosecond earlier."""
    bucket = LeakyBucket(rate=rate, capacity=capacity)
    for now in times:
        if wait := bucket.acquire(now):
            assert deepcopy(bucket).acquire(now + wait - 1) == 1
            assert deepcopy(bucket).acquire(now + wait) == 0


def test_an_idle_day_empties_the_bucket_and_no_more() -> None:
    """However long nobody came, `capacity` requests fit at once, and not one more."""
    bucket = LeakyBucket(rate=parse_rate("7M/s"), capacity=5)
    # 7 in 1000 ns; six units stay above the fifth, so the sixth lacks 994 of 1000: 994 / 7 = 142
    assert [bucket.acquire(10_000 * DAY) for _ in range(6)] == [0, 0, 0, 0, 0, 142]


@pytest.mark.parametrize(
    ("rate", "capacity", "message"),
    [
        (Rate(1, 10), 0, r"capacity must be >= 1, got 0"),
        (Rate(1, SECOND), 2**31, r"capacity must be <= 1152921504, got 2147483648"),
        (Rate(2, 1), 1, r"rate must be <= 1G/s, one a nanosecond, got 2G/s"),
    ],
)
def test_errors(rate: Rate, capacity: int, message: str) -> None:
    """A parameter out of range is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        LeakyBucket(rate=rate, capacity=capacity)
