"""The client: sends one request from outside and records what became of it."""

from collections.abc import Generator
from typing import Any

from simpy import Event

from sim.stations.clock import Clock
from sim.stations.request import Request
from sim.stations.station import Books, Station
from sim.workload.recorder import Recorder

Process = Generator[Event, Any, None]


class Client:
    """Where the requests of one workload start and end.

    ``workload`` is its number in the log, ``base`` is added to request numbers so that no two
    workloads share a random draw.  ``books`` see the requests as their senders do.
    """

    def __init__(
        self,
        env: Clock,
        recorder: Recorder,
        books: Books,
        entry: Station,
        *,
        workload: int,
        base: int,
        priority: int,
    ) -> None:
        self.env = env
        self.entry = entry
        self.workload = workload
        self.base = base
        self.priority = priority
        self.recorder = recorder
        self.books = books
        self.waiting = 0
        books.parts.append(self)

    def send(self, number: int, user: int) -> Process:
        """Send request ``number`` of ``user``, wait for the response, and log it."""
        start = self.env._now
        request = Request(self.base + number, user, priority=self.priority)
        self.books.arrived += 1
        self.waiting += 1
        response = yield from self.entry(request)
        self.waiting -= 1
        self.books.left[response.outcome] += 1
        latency = self.env._now - start
        self.recorder.row(
            number, self.workload, user, False, -1, start, latency, response, request.tries
        )

    def in_flight(self) -> int:
        return self.waiting

    def __repr__(self) -> str:
        return f"Client({self.books.name!r}, waiting={self.waiting})"
