"""What can happen to a request: one closed list, used by stations, logs and the real service."""

from enum import IntEnum


class Outcome(IntEnum):
    """How a request ended, from the point of view of whoever asked.

    SOLD and SOLD_OUT are answers of the stock; every other success is SERVED.  REFUSED is a
    decision (an edge node's admission, a limiter), SHED is a full queue, FAILED is an instance
    that is down, ABANDONED is a person who gave up.
    """

    SERVED = 0
    SOLD = 1
    SOLD_OUT = 2
    REFUSED = 3
    SHED = 4
    TIMED_OUT = 5
    FAILED = 6
    ABANDONED = 7

    @property
    def label(self) -> str:
        """The name as results and files spell it: ``sold_out``."""
        return self.name.lower()


ANSWERS = frozenset({Outcome.SERVED, Outcome.SOLD, Outcome.SOLD_OUT})
"""The outcomes that count as *served* in a station's totals: the station did its work."""
