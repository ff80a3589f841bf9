"""Tests of the fixed window."""

from collections import Counter
from copy import deepcopy
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.limiters.fixed_window import FixedWindow

LIMITS = st.integers(1, 5)
WINDOWS = st.integers(1, 30)
TIMES = st.lists(st.integers(0, 12), max_size=120).map(lambda gaps: list(accumulate(gaps)))


def test_trace() -> None:
    """Two in ten nanoseconds: the third waits for the boundary, where the count starts again."""
    limiter = FixedWindow(limit=2, window=10)
    waits = [limiter.acquire(now) for now in (0, 3, 5, 9, 10, 47, 48, 49, 50)]
    assert waits == [0, 0, 5, 1, 0, 0, 0, 1, 0]


@given(limit=LIMITS, window=WINDOWS, times=TIMES)
def test_at_most_limit_in_each_aligned_window(limit: int, window: int, times: list[int]) -> None:
    """In each window aligned to time 0 min(limit, asked) requests are admitted."""
    limiter = FixedWindow(limit=limit, window=window)
    admitted = Counter(now // window for now in times if limiter.acquire(now) == 0)
    asked = Counter(now // window for now in times)
    assert admitted == {index: min(limit, number) for index, number in asked.items()}


@given(limit=LIMITS, window=st.integers(2, 30))
def test_twice_the_limit_across_a_boundary(limit: int, window: int) -> None:
    """Around a boundary 2 * limit requests pass within two nanoseconds."""
    limiter = FixedWindow(limit=limit, window=window)
    times = [window - 1] * (limit + 1) + [window] * (limit + 1)
    assert sum(limiter.acquire(now) == 0 for now in times) == 2 * limit


@given(limit=LIMITS, window=WINDOWS, times=TIMES)
def test_the_wait_is_exact(limit: int, window: int, times: list[int]) -> None:
    """After a refusal the request is admitted at now + wait, and not a nanosecond earlier."""
    limiter = FixedWindow(limit=limit, window=window)
    for now in times:
        if wait := limiter.acquire(now):
            assert deepcopy(limiter).acquire(now + wait - 1) == 1
            assert deepcopy(limiter).acquire(now + wait) == 0


def test_release_changes_nothing() -> None:
    """A request that is done gives no place back."""
    limiter = FixedWindow(limit=1, window=10)
    assert limiter.acquire(0) == 0
    limiter.release(1)
    assert limiter.acquire(2) == 8


@pytest.mark.parametrize(
    ("limit", "window", "message"),
    [
        (0, 10, r"limit must be >= 1, got 0"),
        (1.5, 10, r"limit must be an int, got 1.5"),
        (1, 0, r"window must be >= 1 ns, got 0 ns"),
    ],
)
def test_errors(limit: int, window: int, message: str) -> None:
    """A parameter out of range is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        FixedWindow(limit=limit, window=window)
