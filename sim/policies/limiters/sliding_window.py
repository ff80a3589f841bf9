"""Sliding window: an exact log of the last admissions."""

from sim.policies import bounds
from sim.policies.limiters.base import Limiter
from sim.units import Count, Nanoseconds

LARGEST_LIMIT = 10_000_000  # every admission in the window is remembered


def wait_for(oldest: int, now: int, window: int) -> int:
    """Nanoseconds from `now` until the admission at `oldest` has left the window; 0 if it has."""
    return max(0, oldest + window - now)


class SlidingWindow(Limiter):
    """Sliding window: at most `limit` requests in any window [t, t + window), wherever it starts.

    The log is a ring of the last `limit` admission times (ns): one more is let in once the
    oldest of them is `window` old. Exact, unlike the interpolation between two fixed windows.

    limit: requests, in [1, 10000000]. window: nanoseconds, >= 1. Errors: ValueError outside these.
    """

    __slots__ = ("limit", "log", "oldest", "window")

    def __init__(self, *, limit: Count, window: Nanoseconds) -> None:
        self.limit = bounds.whole("limit", limit, 1, LARGEST_LIMIT)
        self.window = bounds.duration("window", window, 1)
        self.log: list[int] = []  # grows to `limit` entries, then is a ring
        self.oldest = 0

    def acquire(self, now: int) -> int:
        """0 if admitted at `now`, else the exact nanoseconds until the oldest admission leaves."""
        if len(self.log) < self.limit:
            self.log.append(now)
            return 0
        wait = wait_for(self.log[self.oldest], now, self.window)
        if wait == 0:
            self._replace_oldest(now)
        return wait

    def _replace_oldest(self, now: int) -> None:
        self.log[self.oldest] = now
        following = self.oldest + 1
        self.oldest = following if following < self.limit else 0

    def __repr__(self) -> str:
        return f"SlidingWindow(limit={self.limit}, window={self.window})"
