"""The station: the one building block, and the books it keeps."""

from collections.abc import Generator
from typing import Any, Protocol

from simpy import Event

from sim.outcomes import Outcome
from sim.stations.clock import Clock
from sim.stations.request import Request, Response

Steps = Generator[Event, Any, Response]
"""What calling a station gives: a generator that yields SimPy events and returns a response."""


class Station(Protocol):
    """Anything a request enters and leaves; guards wrap stations, so topologies nest."""

    def __call__(self, request: Request) -> Steps: ...


class Part(Protocol):
    """One member of a named station (an instance of a service, a node of the edge).

    Everything is counted in the member itself, from what it physically holds, so that the books
    can be checked against it: ``in_flight`` requests inside, ``queued`` of them waiting in line,
    ``busy`` workers and ``busy_ns`` worker-nanoseconds up to ``now``.
    """

    def in_flight(self) -> int: ...


class Books:
    """The books of one named station: how many came, and what became of them.

    Members that share a name (the instances of a service) share its books.  ``left`` is indexed by
    outcome.  ``pools`` are the members that have workers, ``parts`` all members.
    """

    __slots__ = ("answers", "arrived", "left", "name", "parts", "pools")

    def __init__(self, name: str) -> None:
        self.name = name
        self.arrived = 0
        self.left = [0] * len(Outcome)
        self.parts: list[Part] = []
        self.pools: list[Any] = []
        self.answers = {outcome: Response(outcome, name) for outcome in Outcome}

    def close(self, outcome: Outcome) -> Response:
        """Book one departure with an outcome of this station's own making."""
        self.left[outcome] += 1
        return self.answers[outcome]

    def in_flight(self) -> int:
        """How many requests are physically inside the station's members."""
        return sum(part.in_flight() for part in self.parts)

    def __repr__(self) -> str:
        return f"Books({self.name!r}, arrived={self.arrived}, left={self.left})"


class Guard:
    """A station that wraps another one and passes requests on to it.

    ``passed`` counts the requests that are with the inner station on behalf of this one.
    """

    def __init__(self, env: Clock, books: Books, inner: Station) -> None:
        self.env = env
        self.books = books
        self.inner = inner
        self.passed = 0
        books.parts.append(self)

    def in_flight(self) -> int:
        return self.passed

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.books.name!r})"
