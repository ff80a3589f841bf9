"""Round robin: one after the other."""

from collections.abc import Sequence

from sim.policies.balancers.base import Balancer


def following(turn: int, instances: int) -> int:
    """The instance after `turn`, around the circle."""
    return turn + 1 if turn + 1 < instances else 0


class RoundRobin(Balancer):
    """Round robin: instance 0, 1, ..., n - 1, then 0 again."""

    __slots__ = ("turn",)

    def __init__(self, instances: int) -> None:
        super().__init__(instances)
        self.turn = 0

    def pick(self, outstanding: Sequence[int], draw: float, key: int) -> int:
        """The instance whose turn it is; O(1)."""
        picked = self.turn
        self.turn = following(picked, self.instances)
        return picked
