"""Full jitter: anywhere from nothing to the exponential delay."""

from sim.policies.backoff.base import CappedBackoff
from sim.policies.backoff.exponential import ceiling


def full(highest: int, draw: float) -> int:
    """A whole number of ns drawn uniformly from [0, highest]."""
    return int(draw * (highest + 1))


class FullJitter(CappedBackoff):
    """Full jitter: uniform in [0, min(cap, base * 2**(retry - 1))].

    base, cap: nanoseconds, 1 <= base <= cap.
    Source: M. Brooker, "Exponential backoff and jitter", AWS Architecture Blog, 2015.
    """

    __slots__ = ()

    def delay(self, retry: int, previous: int, draw: float) -> int:
        """Uniform from nothing to the exponential delay, in ns."""
        return full(ceiling(retry, self.base, self.cap), draw)
