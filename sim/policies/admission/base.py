"""Admission: who gets past an edge node."""

from abc import abstractmethod
from enum import IntEnum
from typing import Protocol


class Decision(IntEnum):
    """What an admission policy answers to a click."""

    ADMIT = 0
    REFUSE = 1
    WAIT = 2


# Bound once: looking a member up on its class costs more than the decision itself.
ADMIT, REFUSE, WAIT = Decision


class Admission(Protocol):
    """Admission: decides about each click at one edge node; parameters are per edge node."""

    __slots__ = ()

    @abstractmethod
    def decide(self, now: int, draw: float) -> Decision:
        """ADMIT, REFUSE or WAIT for the click that comes at `now` (ns); draw in (0, 1)."""
