"""The clock of a run: nanoseconds since its start, the same in all processes of one machine."""

from time import monotonic_ns

from gevent import GreenletExit

from edge.load.alarm import Alarm


class Clock:
    """Time since ``start``, an instant of ``time.monotonic_ns``, until ``end``, ns after it."""

    def __init__(self, end: int, start: int = 0) -> None:
        self.end = end
        self.start = start
        self._alarm = Alarm()

    def now(self) -> int:
        """Nanoseconds since the start of the run; negative before it."""
        return monotonic_ns() - self.start

    def wait_until(self, time: int) -> None:
        """Sleep until ``now`` is past ``time``; other greenlets run meanwhile.

        Whoever waits for the end, or comes after it, has nothing to do any more: GreenletExit.
        """
        if max(time, self.now()) >= self.end:
            raise GreenletExit
        self._alarm.wait_until(self.start + time)

    def close(self) -> None:
        """Wake nobody any more."""
        self._alarm.close()

    def __repr__(self) -> str:
        return f"Clock(start={self.start})"
