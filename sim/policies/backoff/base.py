"""Backoff: how long to wait before a retry."""

from abc import abstractmethod
from typing import Protocol

from sim.policies import bounds
from sim.units import MILLISECOND, SECOND, Nanoseconds


class Backoff(Protocol):
    """Backoff: the pause before each retry. It has no state: what came before is an argument."""

    __slots__ = ()

    @abstractmethod
    def delay(self, retry: int, previous: int, draw: float) -> int:
        """Nanoseconds to wait before retry number `retry` (1, 2, ...).

        previous: the delay before the last retry in ns, 0 before the first. draw: in (0, 1).
        """


class CappedBackoff(Backoff):
    """A backoff between `base` and `cap`, two positive durations in ns.

    Errors: ValueError where base < 1 ns or cap < base.
    """

    __slots__ = ("base", "cap")

    def __init__(
        self, *, base: Nanoseconds = 100 * MILLISECOND, cap: Nanoseconds = 10 * SECOND
    ) -> None:
        self.base = bounds.duration("base", base, 1)
        self.cap = bounds.duration("cap", cap, base)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base={self.base}, cap={self.cap})"
