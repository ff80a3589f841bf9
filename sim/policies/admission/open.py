"""Open: everyone gets past the edge."""

from sim.policies.admission.base import ADMIT, Admission, Decision


class Open(Admission):
    """Open: everyone is admitted; the naive baseline."""

    __slots__ = ()

    def decide(self, now: int, draw: float) -> Decision:
        """ADMIT, always."""
        return ADMIT

    def __repr__(self) -> str:
        return "Open()"
