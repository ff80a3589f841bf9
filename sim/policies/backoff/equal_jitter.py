"""Equal jitter: half of the exponential delay for certain, half of it drawn."""

from sim.policies.backoff.base import CappedBackoff
from sim.policies.backoff.exponential import ceiling


def equal(highest: int, draw: float) -> int:
    """A whole number of ns drawn uniformly from [highest // 2, highest]."""
    half = highest // 2
    return half + int(draw * (highest - half + 1))


class EqualJitter(CappedBackoff):
    """Equal jitter: uniform in the upper half of [0, min(cap, base * 2**(retry - 1))].

    base, cap: nanoseconds, 1 <= base <= cap.
    Source: M. Brooker, "Exponential backoff and jitter", AWS Architecture Blog, 2015.
    """

    __slots__ = ()

    def delay(self, retry: int, previous: int, draw: float) -> int:
        """Uniform from half the exponential delay to all of it, in ns."""
        return equal(ceiling(retry, self.base, self.cap), draw)
