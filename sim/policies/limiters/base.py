"""Limiter: what every rate or concurrency limiter answers to."""

from abc import abstractmethod
from typing import Protocol


class Limiter(Protocol):
    """Limiter: lets a request in now, or says when it is worth asking again."""

    __slots__ = ()

    @abstractmethod
    def acquire(self, now: int) -> int:
        """0 if the request that comes at `now` is let in, else the nanoseconds to wait.

        After that wait, and not one nanosecond earlier, the same request would be let in if
        nobody else asked meanwhile; a limiter that cannot know answers 1. Times never decrease.
        """

    def release(self, now: int) -> None:
        """Say that an admitted request is done. Rate limiters do not care."""
        return
