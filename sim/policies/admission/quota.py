"""Quota: the first so many."""

from sim.policies import bounds
from sim.policies.admission.base import ADMIT, REFUSE, Admission, Decision
from sim.units import Count


def within(admitted: int, quota: int) -> bool:
    """Whether one more may be admitted."""
    return admitted < quota


class Quota(Admission):
    """Quota: each edge node admits its first `quota` clicks and refuses the rest.

    quota: clicks an edge node, >= 0. Errors: ValueError outside that.
    """

    __slots__ = ("admitted", "quota")

    def __init__(self, *, quota: Count) -> None:
        self.quota = bounds.whole("quota", quota, 0)
        self.admitted = 0

    def decide(self, now: int, draw: float) -> Decision:
        """ADMIT the first `quota` times, then REFUSE."""
        if not within(self.admitted, self.quota):
            return REFUSE
        self.admitted += 1
        return ADMIT

    def __repr__(self) -> str:
        return f"Quota(quota={self.quota})"
