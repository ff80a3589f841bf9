"""Tests of the sliding window."""

from copy import deepcopy
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.limiters.sliding_window import SlidingWindow

LIMITS = st.integers(1, 5)
WINDOWS = st.integers(1, 30)
TIMES = st.lists(st.integers(0, 12), max_size=120).map(lambda gaps: list(accumulate(gaps)))


def test_trace() -> None:
    """Two in ten nanoseconds: the third waits until the first is ten nanoseconds old."""
    limiter = SlidingWindow(limit=2, window=10)
    waits = [limiter.acquire(now) for now in (0, 3, 5, 9, 10, 12, 13, 13)]
    # at 10 the admission of 0 has left; at 12 those of 3 and 10 are in the window; at 13 10 is
    assert waits == [0, 0, 5, 1, 0, 1, 0, 7]


@given(limit=LIMITS, window=WINDOWS, times=TIMES)
def test_at_most_limit_in_any_window(limit: int, window: int, times: list[int]) -> None:
    """Any limit + 1 admissions in a row span at least a window, so none holds more than limit."""
    limiter = SlidingWindow(limit=limit, window=window)
    admitted = [now for now in times if limiter.acquire(now) == 0]
    spans = zip(admitted, admitted[limit:], strict=False)
    assert all(last - first >= window for first, last in spans)


@given(limit=LIMITS, window=WINDOWS, times=TIMES)
def test_never_refuses_without_need(limit: int, window: int, times: list[int]) -> None:
    """A request is admitted exactly if fewer than limit were in the window that ends with it."""
    limiter = SlidingWindow(limit=limit, window=window)
    admitted: list[int] = []
    for now in times:
        room = sum(now - window < past for past in admitted) < limit
        assert (limiter.acquire(now) == 0) is room
        if room:
            admitted.append(now)


@given(limit=LIMITS, window=st.integers(2, 30))
def test_a_boundary_is_no_loophole(limit: int, window: int) -> None:
    """Where a fixed window lets 2 * limit pass within two nanoseconds this one lets limit pass."""
    limiter = SlidingWindow(limit=limit, window=window)
    times = [window - 1] * (limit + 1) + [window] * (limit + 1)
    assert sum(limiter.acquire(now) == 0 for now in times) == limit


@given(limit=LIMITS, window=WINDOWS, times=TIMES)
def test_the_wait_is_exact(limit: int, window: int, times: list[int]) -> None:
    """After a refusal the request is admitted at now + wait, and not a nanosecond earlier."""
    limiter = SlidingWindow(limit=limit, window=window)
    for now in times:
        if wait := limiter.acquire(now):
            assert deepcopy(limiter).acquire(now + wait - 1) == 1
            assert deepcopy(limiter).acquire(now + wait) == 0


def test_the_log_is_bounded() -> None:
    """However many requests come, the log holds the last `limit` admissions."""
    limiter = SlidingWindow(limit=3, window=2)
    for now in range(100):
        limiter.acquire(now)
    assert sorted(limiter.log) == [97, 98, 99]


def test_nothing_is_allocated_in_advance() -> None:
    """A large limit costs nothing until requests come."""
    assert SlidingWindow(limit=10_000_000, window=10).log == []


@pytest.mark.parametrize(
    ("limit", "window", "message"),
    [
        (0, 10, r"limit must be >= 1, got 0"),
        (10_000_001, 10, r"limit must be <= 10000000, got 10000001"),
        (1, 0, r"window must be >= 1 ns, got 0 ns"),
    ],
)
def test_errors(limit: int, window: int, message: str) -> None:
    """A parameter out of range is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        SlidingWindow(limit=limit, window=window)
