"""Tests of the consistent hash."""

from collections import Counter
from hashlib import blake2b

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.balancers.consistent_hash import ConsistentHash, points_of, position

KEYS = range(20_000)
NUMBERS = st.integers(0, 2**63 - 1)


def owners(instances: int) -> list[int]:
    balancer = ConsistentHash(instances)
    return [balancer.pick((), 0.5, key) for key in KEYS]


@given(key=NUMBERS, loads=st.lists(st.integers(0, 9), min_size=5, max_size=5))
def test_a_key_stays(key: int, loads: list[int]) -> None:
    """The same key goes to the same instance, whatever the load, the draw and the object."""
    first = ConsistentHash(5).pick([0] * 5, 0.1, key)
    assert ConsistentHash(5).pick(loads, 0.9, key) == first


@given(key=NUMBERS, instances=st.integers(1, 6), points=st.integers(1, 20))
def test_the_owner_is_the_next_point_of_the_ring(key: int, instances: int, points: int) -> None:
    """The picked instance owns the point that is the fewest places ahead of the key."""
    distances = [
        ((place - position(key)) % 2**32, instance)
        for instance in range(instances)
        for place in points_of(instance, points)
    ]
    picked = ConsistentHash(instances, points=points).pick((), 0.5, key)
    assert picked == min(distances)[1]


def test_past_the_last_point_the_ring_closes() -> None:
    """A key beyond every point belongs to the owner of the first point."""
    balancer = ConsistentHash(2, points=1)
    places = [next(points_of(instance, 1)) for instance in range(2)]
    beyond = next(key for key in KEYS if position(key) > max(places))
    assert balancer.pick((), 0.5, beyond) == places.index(min(places))


@pytest.mark.parametrize("instances", range(1, 31))
def test_one_instance_more_moves_only_what_it_takes(instances: int) -> None:
    """Adding (or removing) one of n + 1 moves keys only to (from) it: about 1/(n + 1) of them."""
    before, after = owners(instances), owners(instances + 1)
    moved = [new for old, new in zip(before, after, strict=True) if old != new]
    assert set(moved) == {instances}
    # a share of 100 points has a relative standard deviation of 10 %: five of them
    assert 0.5 < len(moved) / len(KEYS) * (instances + 1) < 1.5


@pytest.mark.parametrize("instances", [2, 3, 5, 10, 20, 50])
def test_load_spreads_evenly(instances: int) -> None:
    """No instance gets more than 1.5 times or less than half of its fair share of the keys."""
    loads = Counter(owners(instances))
    fair = len(KEYS) / instances
    assert all(0.5 * fair < loads[instance] < 1.5 * fair for instance in range(instances))


def test_more_points_spread_better() -> None:
    """With 1000 points an instance the largest share of ten is within 10 % of fair."""
    balancer = ConsistentHash(10, points=1000)
    loads = Counter(balancer.pick((), 0.5, key) for key in range(100_000))
    assert max(loads.values()) < 1.1 * 10_000


@pytest.mark.parametrize(
    ("key", "place"), [(0, 0), (1, 0x514E28B7), (0xFFFFFFFF, 0x81F16F39), (1 << 32, 0x514E28B7)]
)
def test_known_positions(key: int, place: int) -> None:
    """A key's place is MurmurHash3's: its hashes of nothing under seeds 1 and 2**32 - 1."""
    assert position(key) == place


def test_keys_in_a_row_have_different_places() -> None:
    """The finaliser is a bijection of 32 bits: no two of a million users share a place."""
    assert len({position(key) for key in range(1_000_000)}) == 1_000_000


def test_the_points_are_fixed() -> None:
    """Points are the 32-bit words of digests, sixteen each: the next sixteen of the next block."""
    words = np.frombuffer(blake2b(b"3/0").digest() + blake2b(b"3/1").digest(), dtype="<u4")
    assert list(points_of(3, 20)) == words[:20].tolist()


@pytest.mark.parametrize(
    ("instances", "points", "message"),
    [
        (0, 100, r"instances must be >= 1, got 0"),
        (3, 0, r"points must be >= 1, got 0"),
        (3, 10_001, r"points must be <= 10000, got 10001"),
    ],
)
def test_errors(instances: int, points: int, message: str) -> None:
    """A parameter out of range is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        ConsistentHash(instances, points=points)
