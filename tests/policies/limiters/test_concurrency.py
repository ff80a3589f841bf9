"""Tests of the concurrency limiter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.limiters.concurrency import Concurrency


@given(limit=st.integers(1, 5), steps=st.lists(st.booleans(), max_size=100))
def test_never_more_than_limit_in_flight(limit: int, steps: list[bool]) -> None:
    """Whatever the order of arrivals and departures, one is admitted exactly if a place is free."""
    limiter = Concurrency(limit=limit)
    in_flight = 0
    for arrives in steps:
        if arrives:
            admitted = limiter.acquire(0) == 0
            assert admitted is (in_flight < limit)
            in_flight += admitted
        elif in_flight:
            limiter.release(0)
            in_flight -= 1
        assert limiter.in_flight == in_flight <= limit


def test_trace() -> None:
    """The third of two waits for nobody knows how long: 1; a departure makes room at once."""
    limiter = Concurrency(limit=2)
    assert [limiter.acquire(now) for now in (0, 0, 0, 1_000)] == [0, 0, 1, 1]
    limiter.release(1_000)
    assert [limiter.acquire(1_000), limiter.acquire(1_000)] == [0, 1]


def test_a_release_needs_an_admission() -> None:
    """A departure without an arrival is an error and changes nothing."""
    limiter = Concurrency(limit=1)
    with pytest.raises(RuntimeError, match=r"^release wanted a request in flight, got none$"):
        limiter.release(0)
    assert [limiter.acquire(0), limiter.acquire(0)] == [0, 1]


def test_errors() -> None:
    """A limit below one is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=r"^limit must be >= 1, got 0$"):
        Concurrency(limit=0)
