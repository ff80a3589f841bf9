"""A claim of theory, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass

from sim.results.intervals import Interval

CONFIDENCE = 0.999
"""Of a thousand claims that hold, one would be refuted by chance."""


@dataclass(frozen=True)
class Claim:
    """Something that theory or a publication says of a system, and how to observe it.

    ``observe`` gives an interval of confidence ``CONFIDENCE`` in ``unit``; ``source`` says who
    claims it.
    """

    name: str
    source: str
    unit: str
    expected: float
    observe: Callable[[], Interval]

    def check(self) -> "Check":
        """Observe it."""
        return Check(self, self.observe())


@dataclass(frozen=True)
class Check:
    """A claim with what was observed."""

    claim: Claim
    observed: Interval

    @property
    def holds(self) -> bool:
        """Whether the interval leaves the claim standing."""
        return self.claim.expected in self.observed

    @property
    def verdict(self) -> str:
        """The same in a word."""
        return "holds" if self.holds else "REFUTED"
