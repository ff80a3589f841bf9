"""The heartbeat: the sign of life of a process, given by the loop that does its work."""

import asyncio
import time

from sim.units import SECOND

BEAT = SECOND // 10
STALE = 3 * SECOND


class Heartbeat:
    """Beats ten times a second from the working loop, so that a loop that hangs is seen to hang.

    ``identity`` says whose it is.  It stops for good when the process begins to go, before it
    stops answering: what sends it requests hears of that in time.
    """

    def __init__(self, identity: str) -> None:
        self.identity = identity
        self.lag = 0
        """How much later than due the last beat came (ns)."""
        self._beat = time.monotonic_ns()
        self._stopped = False

    async def beat(self) -> None:
        """Beat until cancelled or stopped."""
        while not self._stopped:
            await asyncio.sleep(BEAT / SECOND)
            now = time.monotonic_ns()
            self.lag, self._beat = max(0, now - self._beat - BEAT), now

    def stop(self) -> None:
        """Beat no more."""
        self._stopped = True

    def is_beating(self) -> bool:
        """Whether the last beat is at most three seconds old and others will follow."""
        return not self._stopped and self.age() < STALE

    def age(self) -> int:
        """How long ago the last beat was (ns)."""
        return time.monotonic_ns() - self._beat

    def __repr__(self) -> str:
        return f"Heartbeat({self.identity!r})"
