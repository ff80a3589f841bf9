"""Tests of round robin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.balancers.round_robin import RoundRobin


@given(instances=st.integers(1, 20), picks=st.integers(0, 100))
def test_one_after_the_other(instances: int, picks: int) -> None:
    """The k-th pick is instance k modulo n, whatever the loads."""
    balancer = RoundRobin(instances)
    loads = range(instances, 0, -1)
    assert [balancer.pick(loads, 0.5, 7) for _ in range(picks)] == [
        number % instances for number in range(picks)
    ]


def test_errors() -> None:
    """No instance at all is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=r"^instances must be >= 1, got 0$"):
        RoundRobin(0)
