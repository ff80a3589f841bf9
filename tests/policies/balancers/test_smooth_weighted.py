"""Tests of smooth weighted round robin."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.balancers.smooth_weighted import SmoothWeighted

WEIGHTS = st.lists(st.integers(1, 100), min_size=1, max_size=6)


def picks(weights: list[int], number: int) -> list[int]:
    balancer = SmoothWeighted(len(weights), weights=weights)
    loads = [0] * len(weights)
    return [balancer.pick(loads, 0.5, 0) for _ in range(number)]


def test_the_sequence_of_nginx() -> None:
    """Weights 5, 1, 1 give a a b a c a a, twice in two cycles, as nginx documents."""
    assert "".join("abc"[index] for index in picks([5, 1, 1], 14)) == "aabacaa" * 2


@given(weights=WEIGHTS, cycles=st.integers(1, 3))
def test_each_cycle_is_exact(weights: list[int], cycles: int) -> None:
    """Over sum(weights) picks, cycle by cycle, each instance is used exactly `weight` times."""
    total = sum(weights)
    sequence = picks(weights, cycles * total)
    for start in range(0, len(sequence), total):
        assert Counter(sequence[start : start + total]) == dict(enumerate(weights))


@given(weights=WEIGHTS)
def test_never_clumps(weights: list[int]) -> None:
    """After every pick each instance is less than one pick ahead of its share so far."""
    # ahead < 1 of k * weight / total, in integers: used * total < k * weight + total
    total = sum(weights)
    used = [0] * len(weights)
    for number, index in enumerate(picks(weights, total), start=1):
        used[index] += 1
        assert used[index] * total < number * weights[index] + total


@given(instances=st.integers(1, 10), weight=st.integers(1, 100))
def test_equal_weights_are_round_robin(instances: int, weight: int) -> None:
    """With equal weights the instances come one after the other."""
    assert picks([weight] * instances, 25) == [number % instances for number in range(25)]


@pytest.mark.parametrize(
    ("instances", "weights", "message"),
    [
        (3, [1, 2], r"weights must have 3 entries, got 2"),
        (2, [1, 0], r"weights\[1\] must be >= 1, got 0"),
        (2, [101, 1], r"weights\[0\] must be <= 100, got 101"),
        (0, [], r"instances must be >= 1, got 0"),
    ],
)
def test_errors(instances: int, weights: list[int], message: str) -> None:
    """A parameter out of range is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        SmoothWeighted(instances, weights=weights)
