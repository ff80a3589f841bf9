"""Tests of the token bucket, against an oracle in exact fractions."""

from copy import deepcopy
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.policies.limiters.token_bucket import TokenBucket, take
from sim.units import DAY, SECOND, Rate, parse_rate

BURSTS = st.integers(1, 4)
PERS = st.integers(1, 60)
RATES = PERS.flatmap(lambda per: st.builds(Rate, st.integers(1, per), st.just(per)))
TIMES = st.lists(st.integers(0, 40), max_size=80).map(lambda gaps: list(accumulate(gaps)))
ROUNDINGS = [floor, ceil, lambda exact: floor(exact + Fraction(1, 2))]
PHASES = st.fractions(0, 1000, max_denominator=1000)


def per_ns(rate: Rate) -> Fraction:
    return Fraction(rate.count, rate.per)


class Oracle:
    """Admits whatever leaves at most burst + rate * T, less than a unit of 1/per, in any window.

    The unit is the part of a token that cannot exist: N tokens cost N * per units, and in T
    nanoseconds burst * per + count * T - 1 units can be spent.
    """

    def __init__(self, rate: Rate, burst: int) -> None:
        self.rate, self.burst = per_ns(rate), burst
        self.admitted: list[int] = []

    def acquire(self, now: int) -> bool:
        times = [*self.admitted, now]
        fits = all(
            len(times) - index < self.burst + self.rate * (now - first + 1)
            for index, first in enumerate(times)
        )
        self.admitted += [now] * fits
        return fits


def test_trace() -> None:
    """A tenth of a token a nanosecond, two kept: two at once, then one every ten nanoseconds."""
    bucket = TokenBucket(rate=Rate(1, 10), burst=2)
    waits = [bucket.acquire(now) for now in (0, 0, 0, 9, 10, 11, 100, 100, 100)]
    assert waits == [0, 0, 10, 1, 0, 9, 0, 0, 10]


def test_trace_of_a_period_that_is_no_whole_number() -> None:
    """Three tokens in ten nanoseconds: a request every 10/3 ns, rounded down, is admitted."""
    bucket = TokenBucket(rate=Rate(3, 10), burst=1)
    # full = 10 + 2 units; 0: 12-10=2; 3: 2+9-10=1; 6: 1+9-10=0; 9: 0+9<10, wait 1; 10: 9+3-10=2
    assert [bucket.acquire(now) for now in (0, 3, 6, 9, 10)] == [0, 0, 0, 1, 0]


@given(rate=RATES, burst=BURSTS, times=TIMES)
def test_bound_in_every_interval(rate: Rate, burst: int, times: list[int]) -> None:
    """In any window [t, t + T) at most burst + rate * T are admitted, at one instant burst."""
    bucket = TokenBucket(rate=rate, burst=burst)
    admitted = [now for now in times if bucket.acquire(now) == 0]
    for index, first in enumerate(admitted):
        for number, last in enumerate(admitted[index:], start=1):
            assert number <= burst + per_ns(rate) * (last - first + 1)
            assert number <= burst or last > first


@given(rate=RATES, burst=BURSTS, times=TIMES)
def test_admits_all_that_the_bound_allows(rate: Rate, burst: int, times: list[int]) -> None:
    """A request is refused only if admitting it would break the bound in some window."""
    bucket, oracle = TokenBucket(rate=rate, burst=burst), Oracle(rate, burst)
    for now in times:
        assert (bucket.acquire(now) == 0) is oracle.acquire(now)


@pytest.mark.parametrize("rounding", ROUNDINGS, ids=["down", "up", "half up"])
@given(rate=RATES, burst=BURSTS, phase=PHASES)
@example(rate=Rate(3, SECOND), burst=1, phase=Fraction(0))
@example(rate=Rate(7, SECOND), burst=1, phase=Fraction(1, 3))
@example(rate=parse_rate("750/s"), burst=1, phase=Fraction(0))
@example(rate=parse_rate("1024/s"), burst=1, phase=Fraction(1, 2))
@example(rate=parse_rate("999999999/s"), burst=1, phase=Fraction(0))
def test_on_schedule_is_never_refused(
    rounding: type[int], rate: Rate, burst: int, phase: Fraction
) -> None:
    """Requests at phase + k / rate, in whole nanoseconds, are all admitted, even with burst 1."""
    bucket = TokenBucket(rate=rate, burst=burst)
    schedule = [rounding(phase + k / per_ns(rate)) for k in range(200)]
    assert [bucket.acquire(now) for now in schedule] == [0] * 200


@given(rate=RATES, burst=BURSTS, times=TIMES)
def test_the_wait_is_exact(rate: Rate, burst: int, times: list[int]) -> None:
    """After a refusal the request is admitted at now + wait, and not a nanosecond earlier."""
    bucket = TokenBucket(rate=rate, burst=burst)
    for now in times:
        if wait := bucket.acquire(now):
            assert deepcopy(bucket).acquire(now + wait - 1) == 1
            assert deepcopy(bucket).acquire(now + wait) == 0


@given(rate=RATES, start=st.integers(0, 50), burst=BURSTS)
def test_who_waits_as_told_loses_nothing(rate: Rate, start: int, burst: int) -> None:
    """A client that always asks at now + wait gets all of the rate: no drift from rounding."""
    bucket = TokenBucket(rate=rate, burst=burst)
    now, admitted = start, 0
    while admitted < 300:
        wait = bucket.acquire(now)
        now, admitted = now + wait, admitted + (wait == 0)
    assert burst + per_ns(rate) * (now - start) <= 300


def test_an_idle_day_gives_a_burst_and_no_more() -> None:
    """However long nobody came, `burst` requests pass at once, and not one more."""
    bucket = TokenBucket(rate=parse_rate("7M/s"), burst=5)
    # 7 in 1000 ns; six units stay above the fifth, so the sixth lacks 994 of 1000: 994 / 7 = 142
    assert [bucket.acquire(10_000 * DAY) for _ in range(6)] == [0, 0, 0, 0, 0, 142]


def test_no_product_leaves_64_bits() -> None:
    """After the longest idle time the credit is computed without a number above 2**63."""
    largest = Bits64(2**62)
    credit, wait = take(Bits64(0), Bits64(0), largest, Bits64(999_999_937), SECOND, 10 * SECOND)
    assert (credit, wait) == (9 * SECOND, 0)


class Bits64(int):
    """An int whose products and sums must fit 64 bits."""

    def __mul__(self, other: int) -> "Bits64":
        return self._checked(int(self) * int(other))

    def __add__(self, other: int) -> "Bits64":
        return self._checked(int(self) + int(other))

    def __sub__(self, other: int) -> "Bits64":
        return self._checked(int(self) - int(other))

    @staticmethod
    def _checked(value: int) -> "Bits64":
        assert abs(value) < 2**63
        return Bits64(value)


@pytest.mark.parametrize(
    ("rate", "burst", "message"),
    [
        (Rate(1, 10), 0, r"burst must be >= 1, got 0"),
        (Rate(1, 10), 2.0, r"burst must be an int, got 2.0"),
        (Rate(1, SECOND), 2**31, r"burst must be <= 1152921504, got 2147483648"),
        (Rate(2, 1), 1, r"rate must be <= 1G/s, one a nanosecond, got 2G/s"),
        (Rate(0, 1), 1, r"rate must be > 0, got 0 in 1 ns"),
    ],
)
def test_errors(rate: Rate, burst: int, message: str) -> None:
    """A parameter out of range is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        TokenBucket(rate=rate, burst=burst)
