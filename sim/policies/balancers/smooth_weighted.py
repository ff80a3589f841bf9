"""Smooth weighted round robin: shares by weight, spread out over the cycle."""

from collections.abc import MutableSequence, Sequence

from sim.policies import bounds
from sim.policies.balancers.base import Balancer

LARGEST_WEIGHT = 100


def smooth(current: MutableSequence[int], weights: Sequence[int], total: int) -> int:
    """The instance to use; `current` moves on. Ties go to the lowest index.

    current, weights: one entry an instance; `current` starts at zeros and always sums to zero.
    """
    best = 0
    for index in range(len(weights)):
        current[index] += weights[index]
        if current[index] > current[best]:
            best = index
    current[best] -= total
    return best


class SmoothWeighted(Balancer):
    """Smooth weighted round robin: each instance in turn, in proportion to its weight.

    Over any sum(weights) picks from the start of a cycle each instance is used exactly `weight`
    times, and after k picks never one or more ahead of its share k * weight / sum(weights): so
    weights 5, 1, 1 give a a b a c a a, and not a a a a a b c.

    weights: one int in [1, 100] an instance. Errors: ValueError where one is out of range or
    their number is not the number of instances. A pick is O(n).
    Source: nginx, ngx_http_upstream_round_robin.c (2012), without its change of weights on
    failures.
    """

    __slots__ = ("current", "total", "weights")

    def __init__(self, instances: int, *, weights: list[int]) -> None:
        super().__init__(instances)
        if len(weights) != instances:
            raise ValueError(f"weights must have {instances} entries, got {len(weights)}")
        self.weights = [
            bounds.whole(f"weights[{index}]", weight, 1, LARGEST_WEIGHT)
            for index, weight in enumerate(weights)
        ]
        self.total = sum(weights)
        self.current = [0] * instances

    def pick(self, outstanding: Sequence[int], draw: float, key: int) -> int:
        """The instance that lags most behind its share; O(n)."""
        return smooth(self.current, self.weights, self.total)

    def __repr__(self) -> str:
        return f"SmoothWeighted({self.instances}, weights={self.weights})"
