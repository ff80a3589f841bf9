"""Tests of quota admission."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.admission.base import Decision
from sim.policies.admission.quota import Quota


@given(quota=st.integers(0, 50), clicks=st.integers(0, 100))
def test_the_first_so_many_are_admitted(quota: int, clicks: int) -> None:
    """Exactly the first min(quota, clicks) clicks get past, and none after them."""
    policy = Quota(quota=quota)
    decisions = [policy.decide(now, 0.5) for now in range(clicks)]
    admitted = min(quota, clicks)
    assert decisions == [Decision.ADMIT] * admitted + [Decision.REFUSE] * (clicks - admitted)


def test_errors() -> None:
    """A negative quota is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=r"^quota must be >= 0, got -1$"):
        Quota(quota=-1)
