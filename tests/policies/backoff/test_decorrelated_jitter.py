"""Tests of decorrelated jitter."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.backoff.decorrelated_jitter import DecorrelatedJitter, decorrelated
from sim.units import DAY, MILLISECOND, SECOND

PAIRS = st.tuples(st.integers(1, DAY), st.integers(1, DAY)).map(sorted)
DRAWS = st.floats(2.0**-53, 1 - 2.0**-53)


@given(pair=PAIRS, draws=st.lists(DRAWS, min_size=1, max_size=30))
def test_range_along_a_walk(pair: list[int], draws: list[float]) -> None:
    """Each delay is in [base, min(cap, 3 * previous)], the first in [base, min(cap, 3 * base)]."""
    base, cap = pair
    backoff = DecorrelatedJitter(base=base, cap=cap)
    previous = 0
    for retry, draw in enumerate(draws, start=1):
        delay = backoff.delay(retry, previous, draw)
        assert base <= delay <= min(cap, 3 * max(previous, base))
        previous = delay


@given(base=st.integers(1, 10), previous=st.integers(0, 20))
def test_uniform_below_the_cap(base: int, previous: int) -> None:
    """Evenly spaced draws give each whole nanosecond of [base, 3 * previous] equally often."""
    values = range(base, 3 * max(previous, base) + 1)
    cells = 3 * len(values)
    delays = Counter(
        decorrelated(previous, base, 1000, (cell + 0.5) / cells) for cell in range(cells)
    )
    assert delays == dict.fromkeys(values, 3)


@given(pair=PAIRS, shorter=st.integers(0, DAY), more=st.integers(0, DAY), draw=DRAWS)
def test_expected_delay_grows_with_the_previous(
    pair: list[int], shorter: int, more: int, draw: float
) -> None:
    """Under the same draw a longer previous delay gives at least as long a next one."""
    backoff = DecorrelatedJitter(base=pair[0], cap=pair[1])
    assert backoff.delay(2, shorter, draw) <= backoff.delay(2, shorter + more, draw)


def test_trace() -> None:
    """At a draw of one half: the middle of [base, 3 * previous], each time, up to the cap."""
    backoff = DecorrelatedJitter(base=100 * MILLISECOND, cap=SECOND)
    previous, delays = 0, []
    for retry in range(1, 7):
        previous = backoff.delay(retry, previous, 0.5)
        delays.append(previous / MILLISECOND)
    # (100 + 300) / 2, (100 + 600) / 2, (100 + 1050) / 2, (100 + 1725) / 2, then above the cap
    assert delays == [200, 350, 575, 912.5, 1000, 1000]


def test_errors() -> None:
    """A cap below the base is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=r"^cap must be >= 2 s, got 1 s$"):
        DecorrelatedJitter(base=2 * SECOND, cap=SECOND)
