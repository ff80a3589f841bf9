"""Least outstanding: the instance with the fewest unanswered requests."""

from collections.abc import Sequence

from sim.policies.balancers.base import Balancer


def least(outstanding: Sequence[int], draw: float) -> int:
    """The index of a smallest entry; `draw` picks uniformly among equals."""
    lowest, ties = outstanding[0], 0
    for load in outstanding:
        if load < lowest:
            lowest, ties = load, 1
        elif load == lowest:
            ties += 1
    skip = int(draw * ties)
    index = 0
    while outstanding[index] != lowest or skip > 0:
        skip -= outstanding[index] == lowest
        index += 1
    return index


class LeastOutstanding(Balancer):
    """Least outstanding: an instance with the fewest unanswered requests, ties drawn uniformly."""

    __slots__ = ()

    def pick(self, outstanding: Sequence[int], draw: float, key: int) -> int:
        """A least loaded instance; O(n)."""
        return least(outstanding, draw)
