"""Tests of the power of two choices."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.balancers.power_of_two import PowerOfTwo, pair

DRAWS = st.floats(2.0**-53, 1 - 2.0**-53)


@pytest.mark.parametrize("instances", [2, 3, 5, 10, 40])
def test_uniform_over_ordered_pairs(instances: int) -> None:
    """Evenly spaced draws give each ordered pair of two different instances equally often."""
    cells = 3 * instances * (instances - 1)
    drawn = Counter(pair((cell + 0.5) / cells, instances) for cell in range(cells))
    assert drawn == dict.fromkeys(permutations(range(instances), 2), 3)


@given(loads=st.lists(st.integers(0, 3), min_size=2, max_size=8), draw=DRAWS)
def test_picks_the_less_loaded_of_the_two(loads: list[int], draw: float) -> None:
    """Of the two drawn the one with fewer unanswered requests is picked, the first on a tie."""
    first, second = pair(draw, len(loads))
    picked = PowerOfTwo(len(loads)).pick(loads, draw, 0)
    assert picked == (second if loads[second] < loads[first] else first)


@pytest.mark.parametrize("instances", [2, 3, 6])
def test_the_most_loaded_is_never_picked(instances: int) -> None:
    """With different loads instance of rank r is picked with probability 2 (n-r) / (n (n-1))."""
    # it wins against the n - r more loaded ones, whichever of the two is drawn first
    loads = list(range(instances))
    cells = instances * (instances - 1)
    balancer = PowerOfTwo(instances)
    picks = Counter(balancer.pick(loads, (cell + 0.5) / cells, 0) for cell in range(cells))
    wins = {rank - 1: 2 * (instances - rank) for rank in range(1, instances)}
    assert picks == wins


@given(draw=DRAWS)
def test_one_instance_is_always_picked(draw: float) -> None:
    """Where there is no second instance the only one is picked."""
    assert PowerOfTwo(1).pick([99], draw, 0) == 0


def test_errors() -> None:
    """No instance at all is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=r"^instances must be >= 1, got 0$"):
        PowerOfTwo(0)
