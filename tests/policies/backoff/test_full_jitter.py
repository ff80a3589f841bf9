"""Tests of full jitter."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.backoff.full_jitter import FullJitter, full
from sim.units import DAY, MILLISECOND, SECOND

PAIRS = st.tuples(st.integers(1, DAY), st.integers(1, DAY)).map(sorted)
DRAWS = st.floats(2.0**-53, 1 - 2.0**-53)


@given(pair=PAIRS, retry=st.integers(1, 100), draw=DRAWS)
def test_range(pair: list[int], retry: int, draw: float) -> None:
    """The delay is in [0, min(cap, base * 2**(retry - 1))]."""
    base, cap = pair
    delay = FullJitter(base=base, cap=cap).delay(retry, 0, draw)
    assert 0 <= delay <= min(cap, base * 2 ** (retry - 1))


@given(highest=st.integers(0, 40))
def test_uniform(highest: int) -> None:
    """Evenly spaced draws give each whole nanosecond of the range equally often."""
    cells = 3 * (highest + 1)
    delays = Counter(full(highest, (cell + 0.5) / cells) for cell in range(cells))
    assert delays == dict.fromkeys(range(highest + 1), 3)


@given(pair=PAIRS, retry=st.integers(1, 60), draw=DRAWS)
def test_expected_delay_never_shrinks(pair: list[int], retry: int, draw: float) -> None:
    """Under the same draw a later retry waits at least as long: so does it on average."""
    backoff = FullJitter(base=pair[0], cap=pair[1])
    assert backoff.delay(retry, 0, draw) <= backoff.delay(retry + 1, 0, draw)


def test_trace() -> None:
    """At a draw of one half the delays are half of 100, 200, 400, ... ms."""
    backoff = FullJitter(base=100 * MILLISECOND, cap=SECOND)
    delays = [backoff.delay(retry, 0, 0.5) / MILLISECOND for retry in range(1, 7)]
    assert delays == [50, 100, 200, 400, 500, 500]


def test_errors() -> None:
    """A cap below the base is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=r"^cap must be >= 2 s, got 1 s$"):
        FullJitter(base=2 * SECOND, cap=SECOND)
