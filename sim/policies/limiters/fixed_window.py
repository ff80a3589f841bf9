"""Fixed window: a counter that starts again at every multiple of the window."""

from sim.policies import bounds
from sim.policies.limiters.base import Limiter
from sim.units import Count, Nanoseconds


def count(ends: int, used: int, now: int, limit: int, window: int) -> tuple[int, int, int]:
    """(end of the window that holds `now`, admitted in it, wait), times in ns; wait 0: admitted."""
    if now >= ends:
        ends, used = now - now % window + window, 0
    if used < limit:
        return ends, used + 1, 0
    return ends, used, ends - now


class FixedWindow(Limiter):
    """Fixed window: at most `limit` requests in each window [k * window, (k + 1) * window).

    The windows are aligned to time 0. Across a boundary up to 2 * limit pass within one window's
    length: that is the known weakness of the fixed window, and the reason for the sliding one.

    limit: requests, >= 1. window: nanoseconds, >= 1. Errors: ValueError outside these.
    """

    __slots__ = ("ends", "limit", "used", "window")

    def __init__(self, *, limit: Count, window: Nanoseconds) -> None:
        self.limit = bounds.whole("limit", limit, 1)
        self.window = bounds.duration("window", window, 1)
        self.ends = 0
        self.used = 0

    def acquire(self, now: int) -> int:
        """0 if admitted at `now`, else the exact nanoseconds until the window ends."""
        self.ends, self.used, wait = count(self.ends, self.used, now, self.limit, self.window)
        return wait

    def __repr__(self) -> str:
        return f"FixedWindow(limit={self.limit}, window={self.window})"
