"""Power of two choices: the better of two."""

from collections.abc import Sequence

from sim.policies.balancers.base import Balancer


def pair(draw: float, instances: int) -> tuple[int, int]:
    """Two different indices, every ordered pair equally likely; `instances` >= 2."""
    others = instances - 1
    which = int(draw * (instances * others))
    first = which // others
    second = which % others
    return first, second + (second >= first)


class PowerOfTwo(Balancer):
    """Power of two choices: of two instances drawn, the one with fewer unanswered requests.

    The two are different, both from one draw; the first drawn wins a tie. One instance is
    always picked.
    Source: M. Mitzenmacher, "The power of two choices in randomized load balancing", 2001; there
    the two are drawn with replacement.
    """

    __slots__ = ()

    def pick(self, outstanding: Sequence[int], draw: float, key: int) -> int:
        """The less loaded of the two drawn; O(1)."""
        if self.instances == 1:
            return 0
        first, second = pair(draw, self.instances)
        return first if outstanding[first] <= outstanding[second] else second
