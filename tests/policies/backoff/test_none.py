"""Tests of no backoff."""

from hypothesis import given
from hypothesis import strategies as st

from sim.policies.backoff.none import NoBackoff


@given(retry=st.integers(1, 1000), previous=st.integers(0, 10**12), draw=st.floats(0.001, 0.999))
def test_no_delay(retry: int, previous: int, draw: float) -> None:
    """Whatever came before, the retry is made at once."""
    assert NoBackoff().delay(retry, previous, draw) == 0
