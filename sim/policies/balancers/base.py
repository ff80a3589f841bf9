"""Balancer: what every load-balancing algorithm answers to."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from sim.policies import bounds


class Balancer(Protocol):
    """Balancer: picks the instance that serves a request."""

    __slots__ = ("instances",)

    instances: int

    def __init__(self, instances: int) -> None:
        self.instances = bounds.whole("instances", instances, 1)

    @abstractmethod
    def pick(self, outstanding: Sequence[int], draw: float, key: int) -> int:
        """The index, in [0, instances), of the instance to use.

        outstanding: requests sent to each instance and not yet answered, one entry an instance.
        draw: uniform in (0, 1). key: what stays together, such as the user; an int >= 0.
        """

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.instances})"
