"""Leaky bucket, as a meter: each request pours one unit in, the bucket leaks at a rate."""

from sim.policies import bounds
from sim.policies.limiters.base import Limiter
from sim.units import Count, Frequency


def pour(level: int, last: int, now: int, count: int, per: int, brim: int) -> tuple[int, int]:
    """(level, wait) after a request at `now`, the one before at `last` (ns); wait 0: admitted.

    The level is in units of 1/per request: `count` units leak every nanosecond, a request pours
    `per` units in, and the bucket holds `brim`.
    """
    empty = 1 - count
    elapsed = now - last
    # Compared by division: the product could overflow 64 bits after a long idle time.
    level = empty if elapsed > (level - empty) // count else level - elapsed * count
    if level + per <= brim:
        return level + per, 0
    return level, -((brim - level - per) // count)


class LeakyBucket(Limiter):
    """Leaky bucket: each request adds one to a level that leaks at `rate`, up to `capacity`.

    The level never exceeds `capacity`, so at most capacity + rate * T requests are admitted in
    any window [t, t + T), and the long-run rate is at most `rate`. As a meter it queues nothing,
    and decides as a token bucket with burst = capacity does, of which it is the mirror image:
    "empty" is below zero by what leaks within the part of a nanosecond that the clock rounds
    off ((count - 1) / per of a request), so requests exactly on schedule are never refused.

    rate: in (0, 1 per nanosecond]. capacity: requests, >= 1. Errors: ValueError outside these,
    or where the capacity does not fit 64 bits at this rate.
    Source: J. Turner, "New directions in communications", 1986; ITU-T I.371 (continuous-state
    leaky bucket). All arithmetic is in integers.
    """

    __slots__ = ("brim", "capacity", "count", "last", "level", "per", "rate")

    def __init__(self, *, rate: Frequency, capacity: Count) -> None:
        self.rate = bounds.pace("rate", rate)
        self.capacity = bounds.tokens("capacity", capacity, self.rate)
        self.count, self.per = self.rate
        self.brim = capacity * self.per
        self.level = 1 - self.count
        self.last = 0

    def acquire(self, now: int) -> int:
        """0 if admitted at `now`, else the exact nanoseconds until one more fits."""
        self.level, wait = pour(self.level, self.last, now, self.count, self.per, self.brim)
        self.last = now
        return wait

    def __repr__(self) -> str:
        return f"LeakyBucket(rate={self.rate!r}, capacity={self.capacity})"
