"""Exponential backoff: twice as long each time, up to a cap."""

from sim.policies.backoff.base import CappedBackoff

WIDEST_SHIFT = 62  # a shift of 63 or more is undefined in 64 bits


def ceiling(retry: int, base: int, cap: int) -> int:
    """min(cap, base * 2**(retry - 1)) in ns, without forming a power that could overflow."""
    doublings = retry - 1
    if doublings > WIDEST_SHIFT or base > cap >> doublings:
        return cap
    return base << doublings


class Exponential(CappedBackoff):
    """Exponential backoff: base, 2 * base, 4 * base, ... up to cap, the same for everyone.

    Clients that failed together retry together: the jittered kinds exist to avoid that.
    base, cap: nanoseconds, 1 <= base <= cap.
    """

    __slots__ = ()

    def delay(self, retry: int, previous: int, draw: float) -> int:
        """min(cap, base * 2**(retry - 1)) ns."""
        return ceiling(retry, self.base, self.cap)
