"""Tests of least outstanding."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.balancers.least_outstanding import LeastOutstanding

LOADS = st.lists(st.integers(0, 4), min_size=1, max_size=12)
DRAWS = st.floats(2.0**-53, 1 - 2.0**-53)


@given(loads=LOADS, draw=DRAWS)
def test_picks_a_minimum(loads: list[int], draw: float) -> None:
    """No instance has fewer unanswered requests than the one picked."""
    picked = LeastOutstanding(len(loads)).pick(loads, draw, 0)
    assert loads[picked] == min(loads)


@given(loads=LOADS)
def test_ties_are_drawn_uniformly(loads: list[int]) -> None:
    """Evenly spaced draws pick each of the least loaded equally often."""
    tied = [index for index, load in enumerate(loads) if load == min(loads)]
    cells = 4 * len(tied)
    balancer = LeastOutstanding(len(loads))
    picks = Counter(balancer.pick(loads, (cell + 0.5) / cells, 0) for cell in range(cells))
    assert picks == dict.fromkeys(tied, 4)


def test_trace() -> None:
    """Of loads 2, 1, 3, 1 the draw's lower half picks the second, its upper half the fourth."""
    balancer = LeastOutstanding(4)
    assert [balancer.pick([2, 1, 3, 1], draw, 0) for draw in (0.1, 0.49, 0.51, 0.9)] == [1, 1, 3, 3]


def test_errors() -> None:
    """No instance at all is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=r"^instances must be >= 1, got 0$"):
        LeastOutstanding(0)
