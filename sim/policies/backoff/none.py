"""No backoff: retry at once."""

from sim.policies.backoff.base import Backoff


class NoBackoff(Backoff):
    """No backoff: every retry is made at once, which is how retry storms begin."""

    __slots__ = ()

    def delay(self, retry: int, previous: int, draw: float) -> int:
        """0 ns, always."""
        return 0

    def __repr__(self) -> str:
        return "NoBackoff()"
