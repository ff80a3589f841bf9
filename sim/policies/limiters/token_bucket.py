"""Token bucket: credit flows in at a rate, up to a burst; each request takes one token."""

from sim.policies import bounds
from sim.policies.limiters.base import Limiter
from sim.units import Count, Frequency


def take(credit: int, last: int, now: int, count: int, per: int, full: int) -> tuple[int, int]:
    """(credit, wait) after a request at `now`, the one before at `last` (ns); wait 0: admitted.

    Credit is in units of 1/per token: `count` units flow in every nanosecond, up to `full`, and
    a token costs `per`.
    """
    elapsed = now - last
    # Compared by division: the product could overflow 64 bits after a long idle time.
    credit = full if elapsed > (full - credit) // count else credit + elapsed * count
    if credit >= per:
        return credit - per, 0
    return credit, -((credit - per) // count)


class TokenBucket(Limiter):
    """Token bucket: `rate` tokens flow in, at most `burst` are kept, each request takes one.

    In any window [t, t + T) of whole nanoseconds at most burst + rate * T requests are admitted,
    and at one instant at most `burst`. Requests exactly on the schedule k / rate, in whole
    nanoseconds (all rounded down, all up or all half up), are never refused: above the burst the
    bucket holds what flows in within the part of a nanosecond that such rounding takes,
    (count - 1) / per of a token (nothing where 1 / rate is a whole number of nanoseconds). It
    starts full.

    rate: in (0, 1 per nanosecond]. burst: tokens, >= 1. Errors: ValueError outside these, or
    where burst tokens do not fit 64 bits at this rate.
    Source: J. Turner, "New directions in communications", 1986; as the generic cell rate
    algorithm, ITU-T I.371. All arithmetic is in integers.
    """

    __slots__ = ("burst", "count", "credit", "full", "last", "per", "rate")

    def __init__(self, *, rate: Frequency, burst: Count) -> None:
        self.rate = bounds.pace("rate", rate)
        self.burst = bounds.tokens("burst", burst, self.rate)
        self.count, self.per = self.rate
        self.full = burst * self.per + self.count - 1
        self.credit = self.full
        self.last = 0

    def acquire(self, now: int) -> int:
        """0 if admitted at `now`, else the exact nanoseconds until a whole token is there."""
        self.credit, wait = take(self.credit, self.last, now, self.count, self.per, self.full)
        self.last = now
        return wait

    def __repr__(self) -> str:
        return f"TokenBucket(rate={self.rate!r}, burst={self.burst})"
