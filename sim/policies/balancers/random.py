"""Random: every instance equally likely, whatever its load."""

from collections.abc import Sequence

from sim.policies.balancers.base import Balancer


def uniform_index(draw: float, instances: int) -> int:
    """The instance whose n-th part of the unit interval holds `draw`."""
    return int(draw * instances)


class Random(Balancer):
    """Random: an instance drawn uniformly; the baseline of every other balancer."""

    __slots__ = ()

    def pick(self, outstanding: Sequence[int], draw: float, key: int) -> int:
        """The instance drawn; O(1)."""
        return uniform_index(draw, self.instances)
