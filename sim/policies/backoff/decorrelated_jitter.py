"""Decorrelated jitter: a random walk from one delay to the next."""

from sim.policies.backoff.base import CappedBackoff


def decorrelated(previous: int, base: int, cap: int, draw: float) -> int:
    """min(cap, a whole number of ns drawn uniformly from [base, 3 * max(previous, base)])."""
    highest = 3 * max(previous, base)
    return min(cap, base + int(draw * (highest - base + 1)))


class DecorrelatedJitter(CappedBackoff):
    """Decorrelated jitter: uniform in [base, 3 * previous delay], then capped.

    The first retry draws from [base, 3 * base]. base, cap: nanoseconds, 1 <= base <= cap.
    Source: M. Brooker, "Exponential backoff and jitter", AWS Architecture Blog, 2015.
    """

    __slots__ = ()

    def delay(self, retry: int, previous: int, draw: float) -> int:
        """min(cap, uniform in [base, 3 * previous]) ns."""
        return decorrelated(previous, self.base, self.cap, draw)
