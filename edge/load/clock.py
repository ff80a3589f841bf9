"""The clock of a run: nanoseconds since its start, the same in all processes of one machine."""

from time import monotonic_ns

from edge.load.alarm import Alarm


class Clock:
    """Time since ``start``, an instant of ``time.monotonic_ns``; negative before it."""

    def __init__(self, start: int = 0) -> None:
        self.start = start
        self._alarm = Alarm()

    def now(self) -> int:
        """Nanoseconds since the start of the run."""
        return monotonic_ns() - self.start

    def wait_until(self, time: int) -> None:
        """Sleep until ``now`` is past ``time``; other greenlets run meanwhile."""
        self._alarm.wait_until(self.start + time)

    def close(self) -> None:
        """Wake nobody any more."""
        self._alarm.close()

    def __repr__(self) -> str:
        return f"Clock(start={self.start})"
