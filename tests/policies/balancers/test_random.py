"""Tests of the random balancer."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.balancers.random import Random

SMALLEST, LARGEST = 2.0**-53, 1 - 2.0**-53  # of the draws that a stream gives


@pytest.mark.parametrize("instances", [1, 2, 3, 7, 10, 100])
def test_uniform_over_the_instances(instances: int) -> None:
    """Evenly spaced draws pick each instance equally often."""
    balancer = Random(instances)
    cells = 6 * instances
    picks = Counter(balancer.pick((), (cell + 0.5) / cells, 0) for cell in range(cells))
    assert picks == dict.fromkeys(range(instances), 6)


@given(instances=st.integers(1, 10**6), draw=st.floats(SMALLEST, LARGEST))
def test_in_range(instances: int, draw: float) -> None:
    """Every draw of the open interval picks an instance that exists."""
    assert 0 <= Random(instances).pick((), draw, 0) < instances


def test_the_ends_of_the_interval() -> None:
    """The smallest draw picks the first instance, the largest the last."""
    assert Random(10**6).pick((), SMALLEST, 0) == 0
    assert Random(10**6).pick((), LARGEST, 0) == 10**6 - 1


def test_errors() -> None:
    """No instance at all is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=r"^instances must be >= 1, got 0$"):
        Random(0)
