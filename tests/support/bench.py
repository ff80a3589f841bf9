"""A bench for stations: a clock, requests sent at given instants, and what became of them.

All times are nanoseconds, and small, so that they can be worked out by hand.
"""

from collections.abc import Callable, Generator, Sequence
from typing import Any, TypeVar

from simpy import Event

from sim.outcomes import Outcome
from sim.policies.admission.base import Admission
from sim.policies.admission.open import Open
from sim.stations.clock import Clock
from sim.stations.edge_node import EdgeNode
from sim.stations.instance import Instance
from sim.stations.line import LINES
from sim.stations.pool import WorkerPool
from sim.stations.request import Request, Response
from sim.stations.station import Books, Station, Steps

FOREVER = 10**12

Number = TypeVar("Number", int, float)
End = tuple[int, str]
"""When a request was over, and how."""


class Fixed:
    """Stands for a sampler: the same value for every draw, or the value of each request.

    ``asked`` remembers the keys (request, attempt, index) of all draws.
    """

    def __init__(self, value: Any = 0, **by_request: Any) -> None:
        self.value = value
        self.by_request = {int(name.removeprefix("r")): one for name, one in by_request.items()}
        self.asked: list[tuple[int, int, int]] = []

    def __call__(self, request: int, attempt: int = 0, index: int = 0) -> Any:
        self.asked.append((request, attempt, index))
        return self.by_request.get(request, self.value)


class Echo:
    """A station without books: answers after ``delay`` with one outcome after the other.

    The last outcome is repeated.  ``delay`` None is silence.  ``seen`` remembers who came when;
    ``requests`` are those themselves.
    """

    def __init__(
        self, env: Clock, delay: int | None = 0, outcomes: Sequence[Outcome] = (Outcome.SERVED,)
    ) -> None:
        self.env = env
        self.delay = delay
        self.outcomes = list(outcomes)
        self.seen: list[tuple[int, int]] = []
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> Steps:
        self.seen.append((self.env.now, request.id))
        self.requests.append(request)
        outcome = self.outcomes[min(len(self.seen), len(self.outcomes)) - 1]
        yield Event(self.env) if self.delay is None else self.env.timeout(self.delay)
        return Response(outcome, "echo")


class Bench:
    """A clock to put stations on; ``ends`` says when each request was over, and how."""

    def __init__(self) -> None:
        self.env = Clock()
        self.ends: dict[int, End] = {}
        self.responses: dict[int, Response] = {}

    def pool(self, workers: int = 1, discipline: str = "fifo", **options: Any) -> WorkerPool:
        """A worker pool."""
        return WorkerPool(self.env, workers, LINES[discipline](), **options)

    def instance(
        self,
        time: Callable[..., int] | int = 10,
        workers: int = 1,
        discipline: str = "fifo",
        *,
        calls: Sequence[Station] = (),
        name: str = "service",
        opens_at: int = 0,
        **options: Any,
    ) -> Instance:
        """An instance with a service time and the options of a pool."""
        sampler: Any = Fixed(time) if isinstance(time, int) else time
        pool = self.pool(workers, discipline, **options)
        instance = Instance(self.env, Books(name), pool, sampler, opens_at)
        instance.calls = calls
        return instance

    def edge_node(
        self,
        admission: Admission | None = None,
        *,
        workers: int = 1,
        room: int | None = None,
        origin: Station | None = None,
        **options: Any,
    ) -> EdgeNode:
        """A node, open from the start: 1 ns a poll, 2 ns a click, draws of 0.5; its origin sells
        after 1 ns."""
        given: dict[str, Any] = {
            "opens_at": 0,
            "poll_time": Fixed(1),
            "click_time": Fixed(2),
            "draw": Fixed(0.5),
        }
        pool, origin = self.pool(workers, room=room), origin or self.echo(1, Outcome.SOLD)
        admission = admission or Open()
        return EdgeNode(self.env, Books("edge"), pool, origin, admission, **given | options)

    def echo(self, delay: int | None = 0, *outcomes: Outcome) -> Echo:
        """A station that answers after ``delay``."""
        return Echo(self.env, delay, outcomes or (Outcome.SERVED,))

    def send(self, station: Station, id: int = 0, at: int = 0, **fields: Any) -> Request:
        """Send a request at an instant, as a workload does."""
        request = Request(id, fields.pop("user", id), **fields)
        self.env.process(self._send(station, request, at))
        return request

    def send_all(self, station: Station, *times: int, **fields: Any) -> None:
        """Send requests 0, 1, ... at these instants."""
        for id, at in enumerate(times):
            self.send(station, id, at, **fields)

    def at(self, time: int, action: Callable[[], Any]) -> None:
        """Do something at an instant."""
        timer = self.env.timeout(time)
        assert timer.callbacks is not None
        timer.callbacks.append(lambda _: action())

    def play(self, until: int = FOREVER) -> dict[int, End]:
        """Play until an instant (and not into it): all ends so far."""
        self.env.play(until)
        return self.ends

    def _send(self, station: Station, request: Request, at: int) -> Generator[Event, Any, None]:
        yield self.env.timeout(at)
        response = yield from station(request)
        self.responses[request.id] = response
        self.ends[request.id] = (self.env.now, response.outcome.label)


def left(books: Books) -> dict[str, int]:
    """The outcomes that a station booked, those that happened."""
    return {outcome.label: books.left[outcome] for outcome in Outcome if books.left[outcome]}
