"""The order of things that happen in the same nanosecond.

Within one instant everything that releases comes first (a service time that ends, a worker that
is handed to the next in line), in order of scheduling; then everything else, in order of
scheduling.  SimPy calls the first class URGENT and the second NORMAL.
"""

from typing import Any

from simpy import Environment, Event
from simpy.events import URGENT


class Hold(Event):
    """A stretch of work that ends in a release: a timeout of the first class."""

    def __init__(self, env: Environment, delay: int) -> None:
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
