"""The clock of a run: SimPy's environment in whole nanoseconds, and the order within an instant.

Within one instant everything that releases comes first (a service time that ends, a worker that
is handed to the next in line), in order of scheduling; then everything else, in order of
scheduling.  SimPy calls the first class URGENT and the second NORMAL.
"""

from heapq import heappop
from typing import Any

from simpy import Environment, Event
from simpy.events import URGENT


class Clock(Environment):
    """A SimPy environment whose time is an int of nanoseconds.

    ``_now`` is the time without the cost of the property ``now``, for the stations.
    """

    _now: int

    def __init__(self) -> None:
        super().__init__(initial_time=0)

    def play(self, until: int) -> None:
        """Process every event before ``until`` (ns), none at it, and stand there.

        This is ``Environment.run`` without a stop event and without a call for each step.
        """
        queue = self._queue
        while queue and queue[0][0] < until:
            self._now, _, _, event = heappop(queue)  # type: ignore[assignment]
            callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
            for callback in callbacks:
                callback(event)
            if not event._ok and not hasattr(event, "_defused"):
                raise event._value
        self._now = until

    def __repr__(self) -> str:
        return f"Clock(now={self._now})"


class Hold(Event):
    """A stretch of work of ``delay`` ns that ends in a release: it ends before all else then."""

    def __init__(self, env: Clock, delay: int) -> None:
        self.env = env
        self.callbacks = []
        self._value = None
        self._ok = True
        env.schedule(self, URGENT, delay)


def wake(event: Event, value: Any = None) -> None:
    """Let whoever waits for ``event`` go on in this instant, before anything new is seized."""
    event._ok = True
    event._value = value
    event.env.schedule(event, URGENT)
