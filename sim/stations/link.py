"""The link: the way to a station and back."""

from simpy import Event

from sim.stations.clock import Clock, Pause
from sim.stations.request import Request
from sim.stations.station import Books, Guard, Station, Steps
from sim.stations.wire import Wire


class Link(Guard):
    """A network link in front of a station: requests travel ``there``, responses ``back``.

    A lost message leaves silence: nobody is told, and only a timeout ends the wait.  The two
    directions do not share bandwidth.  Sizes are bytes.
    """

    def __init__(
        self,
        env: Clock,
        books: Books,
        inner: Station,
        there: Wire,
        back: Wire,
        *,
        request_size: int,
        response_size: int,
    ) -> None:
        super().__init__(env, books, inner)
        self.there = there
        self.back = back
        self.request_size = request_size
        self.response_size = response_size
        self.travelling = 0

    def __call__(self, request: Request) -> Steps:
        env, id, attempt, index = self.env, request.id, request.attempt, request.index
        self.books.arrived += 1
        self.travelling += 1
        delay = self.there.delay(env._now, self.request_size, id, attempt, index)
        yield Event(env) if delay is None else Pause(env, delay, request.user)
        self.travelling -= 1
        self.passed += 1
        response = yield from self.inner(request)
        self.passed -= 1
        self.travelling += 1
        delay = self.back.delay(env._now, self.response_size, id, attempt, index + 1)
        yield Event(env) if delay is None else Pause(env, delay, request.user)
        self.travelling -= 1
        self.books.left[response.outcome] += 1
        return response

    def in_flight(self) -> int:
        """Requests with the inner station, and messages on the way or lost."""
        return self.passed + self.travelling
