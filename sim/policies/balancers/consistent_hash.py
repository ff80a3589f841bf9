"""Consistent hash: a key stays with its instance while others come and go."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from sim.policies import bounds
from sim.policies.balancers.base import Balancer
from sim.units import Count

LARGEST_POINTS = 10_000
WORD = 4  # bytes of one position: the ring has 2**32 places
WORDS = 16  # positions that one digest of 64 bytes gives


def position(key: int) -> int:
    """Where `key` lies on the ring, in [0, 2**32).

    The 32-bit finaliser of MurmurHash3 (A. Appleby, 2008), the key's high half folded in first.
    Only the low 32 bits of the products count, so 64-bit arithmetic that wraps gives the same.
    """
    mixed = (key ^ (key >> 32)) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    return mixed ^ (mixed >> 16)


def points_of(instance: int, points: int) -> Iterator[int]:
    """The `points` places of an instance on the ring, each in [0, 2**32)."""
    for number in range(points):
        block, word = divmod(number, WORDS)
        if word == 0:
            digest = blake2b(f"{instance}/{block}".encode()).digest()
        yield int.from_bytes(digest[word * WORD : (word + 1) * WORD], "little")


class ConsistentHash(Balancer):
    """Consistent hash: the instance whose point follows the key's place on a ring.

    The same key goes to the same instance, whatever the load. Each instance has `points` points;
    with one instance more, the keys that move all move to the new one, about 1/(n + 1) of them.
    An instance's share of the keys has a relative standard deviation of about 1/sqrt(points).

    points: points an instance, in [1, 10000]. Errors: ValueError outside these. A pick is
    O(log(n * points)).
    Source: D. Karger et al., "Consistent hashing and random trees", 1997; the points are words
    of blake2b digests.
    """

    __slots__ = ("owners", "points", "ring")

    def __init__(self, instances: int, *, points: Count = 100) -> None:
        super().__init__(instances)
        self.points = bounds.whole("points", points, 1, LARGEST_POINTS)
        pairs = sorted(
            (place, instance)
            for instance in range(instances)
            for place in points_of(instance, points)
        )
        self.ring = [place for place, _ in pairs]
        self.owners = [instance for _, instance in pairs]
        self.owners.append(self.owners[0])  # past the last point the ring closes

    def pick(self, outstanding: Sequence[int], draw: float, key: int) -> int:
        """The owner of the first point at or after the key's place."""
        return self.owners[bisect_left(self.ring, position(key))]

    def __repr__(self) -> str:
        return f"ConsistentHash({self.instances}, points={self.points})"
