"""The sale as an edge node knows it: when it opens, whether it is stopped, or sold out."""

from edge.answer import encode
from edge.clock import Clock
from edge.http import BUY
from sim.units import MILLISECOND


class Sale:
    """What a poll is told, ready as bytes: a poll costs a comparison and a look-up.

    ``opens_at`` is in ns since the epoch.
    """

    def __init__(self, clock: Clock, opens_at: int) -> None:
        self._clock = clock
        self._opens_at = opens_at
        self._stopped = self._sold_out = False
        self._countdown = (-1, b"")
        self._prepare()

    @property
    def opens_at(self) -> int:
        return self._opens_at

    @opens_at.setter
    def opens_at(self, instant: int) -> None:
        self._opens_at = instant
        self._prepare()

    @property
    def stopped(self) -> bool:
        return self._stopped

    @stopped.setter
    def stopped(self, stopped: bool) -> None:
        self._stopped = stopped
        self._prepare()

    @property
    def sold_out(self) -> bool:
        return self._sold_out

    @sold_out.setter
    def sold_out(self, sold_out: bool) -> None:
        self._sold_out = sold_out
        self._prepare()

    def is_open(self) -> bool:
        """Whether the hour has come and nobody stopped it."""
        return not self._stopped and self._clock.now() >= self._opens_at

    def poll(self) -> bytes:
        """The body of the answer to a poll."""
        left = self._opens_at - self._clock.now()
        if left <= 0:
            return self._after
        milliseconds = -(-left // MILLISECOND)
        if milliseconds != self._countdown[0]:
            self._countdown = milliseconds, self._body(False, milliseconds)
        return self._countdown[1]

    def _prepare(self) -> None:
        self._after = self._body(not self._stopped, 0)
        self._countdown = (-1, b"")

    def _body(self, is_open: bool, milliseconds: int) -> bytes:
        body = {"open": is_open, "opens_in_ms": milliseconds, "sold_out": self._sold_out}
        return encode(body | {"buy": BUY} if is_open else body)

    def __repr__(self) -> str:
        state = f"stopped={self.stopped}, sold_out={self.sold_out}"
        return f"Sale(opens_at={self.opens_at}, {state})"
