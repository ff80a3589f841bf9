"""Tests of open admission."""

from hypothesis import given
from hypothesis import strategies as st

from sim.policies.admission.base import Decision
from sim.policies.admission.open import Open


@given(now=st.integers(0, 2**62), draw=st.floats(2.0**-53, 1 - 2.0**-53))
def test_everyone_is_admitted(now: int, draw: float) -> None:
    """Whatever the time and the draw, the click gets past."""
    assert Open().decide(now, draw) is Decision.ADMIT
