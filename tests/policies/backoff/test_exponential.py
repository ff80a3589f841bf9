"""Tests of exponential backoff without jitter, and of the parameters that all kinds share."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.policies.backoff.exponential import Exponential, ceiling
from sim.units import HOUR, MILLISECOND, SECOND

DURATIONS = st.integers(1, 20) | st.integers(1, 2**60)
PAIRS = st.tuples(DURATIONS, DURATIONS).map(sorted)


def test_trace() -> None:
    """From 100 ms to at most 1 s: 100, 200, 400, 800, 1000, 1000 ms."""
    backoff = Exponential(base=100 * MILLISECOND, cap=SECOND)
    delays = [backoff.delay(retry, 0, 0.5) // MILLISECOND for retry in range(1, 7)]
    assert delays == [100, 200, 400, 800, 1000, 1000]


def test_defaults() -> None:
    """Without parameters it starts at 100 ms and stops at 10 s."""
    assert Exponential().delay(1, 0, 0.5) == 100 * MILLISECOND
    assert Exponential().delay(99, 0, 0.5) == 10 * SECOND


@given(pair=PAIRS, retry=st.integers(1, 8) | st.integers(1, 200))
@example(pair=[1, 3], retry=2)  # 2 fits below 3, although 4 does not
@example(pair=[5, 2**60], retry=64)
def test_is_the_capped_power(pair: list[int], retry: int) -> None:
    """The delay is min(cap, base * 2**(retry - 1)), computed without the power."""
    base, cap = pair
    assert ceiling(retry, base, cap) == min(cap, base * 2 ** (retry - 1))


@given(pair=PAIRS, retry=st.integers(1, 100))
def test_never_shrinks(pair: list[int], retry: int) -> None:
    """A later retry waits at least as long."""
    backoff = Exponential(base=pair[0], cap=pair[1])
    assert backoff.delay(retry, 0, 0.5) <= backoff.delay(retry + 1, 0, 0.5)


def test_the_millionth_retry_waits_the_cap() -> None:
    """No number of retries is too large."""
    assert Exponential(base=1, cap=HOUR).delay(1_000_000, 0, 0.5) == HOUR


@pytest.mark.parametrize(
    ("base", "cap", "message"),
    [
        (0, SECOND, r"base must be >= 1 ns, got 0 ns"),
        (2 * SECOND, SECOND, r"cap must be >= 2 s, got 1 s"),
        (1, 2**60 + 1, r"cap must be <= 1152921504606846976, got 1152921504606846977"),
    ],
)
def test_errors(base: int, cap: int, message: str) -> None:
    """A parameter out of range is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        Exponential(base=base, cap=cap)
