"""The clock of the real service: the time of day, read once and never again."""

import time


class Clock:
    """Nanoseconds that only ever go forward, since the start and since the epoch.

    The time of day is read when the service starts and carried on by the monotonic clock: one
    that jumps opens no sale, releases no reservation and lets no ticket expire.
    """

    def __init__(self) -> None:
        self._began = time.monotonic_ns()
        self._epoch = time.time_ns()

    def elapsed(self) -> int:
        """Nanoseconds since the start: the ``now`` of policies."""
        return time.monotonic_ns() - self._began

    def now(self) -> int:
        """Nanoseconds since the epoch: what is signed into tickets and kept in stores."""
        return self._epoch + self.elapsed()
