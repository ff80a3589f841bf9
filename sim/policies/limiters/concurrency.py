"""Concurrency: a counter of requests in flight."""

from sim.policies import bounds
from sim.policies.limiters.base import Limiter
from sim.units import Count


def enter(in_flight: int, limit: int) -> tuple[int, int]:
    """(in flight, wait) after a request: wait 0: admitted, 1: nobody can say when."""
    if in_flight < limit:
        return in_flight + 1, 0
    return in_flight, 1


class Concurrency(Limiter):
    """Concurrency: never more than `limit` requests in flight.

    limit: requests, >= 1. Errors: ValueError outside this; RuntimeError on a release for which
    there was no admission.
    """

    __slots__ = ("in_flight", "limit")

    def __init__(self, *, limit: Count) -> None:
        self.limit = bounds.whole("limit", limit, 1)
        self.in_flight = 0

    def acquire(self, now: int) -> int:
        """0 if admitted; else 1: when a place falls free depends on those in flight."""
        self.in_flight, wait = enter(self.in_flight, self.limit)
        return wait

    def release(self, now: int) -> None:
        """Give back the place of one admitted request."""
        if self.in_flight == 0:
            raise RuntimeError("release wanted a request in flight, got none")
        self.in_flight -= 1

    def __repr__(self) -> str:
        return f"Concurrency(limit={self.limit})"
