"""The clock of a run: SimPy's environment in whole nanoseconds, and the order within an instant.

Within one instant everything that releases comes first (a service time that ends, a worker that
is handed to the next in line), then everything else: SimPy calls these classes URGENT and NORMAL.
Within a class it goes place by place: the data centre, then the crowd that comes, then each edge
node.  At an edge node comes first what the data centre tells it, then users who end a pause and
their requests that arrive, in order of the users' numbers; whatever else, there and in the data
centre, in order of scheduling.  So what happens at one edge node does not depend on what happens to
be scheduled elsewhere, nor on how early it is known what a user does next, and an engine may play
one place after the other.
"""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

from simpy import Environment, Event
from simpy.events import NORMAL, URGENT

CENTRE = 0
"""The place of the data centre, of its controllers and of every workload but the crowd's users."""
CROWD = 1
"""The place from which the users of a crowd are sent to their edge nodes."""
EDGE = 2
"""The place of the first edge node; the others follow."""
NOBODY = 1 << 62
"""The user of what is no user's."""
_RANKS = 1 << 32


class Clock(Environment):
    """A SimPy environment whose time is an int of nanoseconds.

    ``_now`` is the time without the cost of the property ``now``, for the stations.  ``place`` is
    where the event happens that is being processed; what it schedules happens there too, unless
    whoever schedules it says otherwise first.
    """

    _now: int

    def __init__(self) -> None:
        super().__init__(initial_time=0)
        self.place = CENTRE

    def schedule(  # type: ignore[override]
        self,
        event: Event,
        priority: int = NORMAL,
        delay: int = 0,
        first: bool = False,
        user: int = NOBODY,
    ) -> None:
        """Let ``event`` happen ``delay`` ns from now, at this place, in the order of its class.

        With ``first`` it comes before everything else of its class at this place, with a ``user``
        in order of users, before what has none.
        """
        rank = priority * _RANKS + 2 * self.place + (not first)
        entry = (self._now + delay, rank, user, next(self._eid), event)
        heappush(self._queue, entry)  # type: ignore[misc]

    def play(self, until: int) -> None:
        """Process every event before ``until`` (ns), none at it, and stand there.

        This is ``Environment.run`` without a stop event and without a call for each step.
        """
        queue: list[Any] = self._queue
        while queue and queue[0][0] < until:
            self._now, rank, _, _, event = heappop(queue)
            self.place = rank % _RANKS >> 1
            callbacks, event.callbacks = event.callbacks, None
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


class Pause(Event):
    """A stretch of ``delay`` ns in which a user waits, or her request is on its way."""

    def __init__(self, env: Clock, delay: int, user: int) -> None:
        self.env = env
        self.callbacks = []
        self._value = None
        self._ok = True
        env.schedule(self, NORMAL, delay, user=user if env.place >= EDGE else NOBODY)


class Message(Event):
    """Word that arrives in ``delay`` ns: it is heard before anything else begins there then."""

    def __init__(self, env: Clock, delay: int, hear: Callable[[Event], None]) -> None:
        self.env = env
        self.callbacks = [hear]
        self._value = None
        self._ok = True
        env.schedule(self, NORMAL, delay, first=True)


def wake(event: Event, value: Any = None) -> None:
    """Let whoever waits for ``event`` go on in this instant, before anything new is seized."""
    event._ok = True
    event._value = value
    event.env.schedule(event, URGENT)
