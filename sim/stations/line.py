"""Lines: where requests wait for a worker."""

from collections import deque
from heapq import heappop, heappush
from typing import Protocol

from simpy import Event

from sim.stations.request import Request

Waiting = tuple[Event, Request]


class Line(Protocol):
    """A queue of waiting requests in the order of one discipline."""

    def push(self, event: Event, request: Request) -> None: ...

    def pop(self) -> Waiting: ...

    def __len__(self) -> int: ...


class Fifo:
    """First come, first served."""

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: deque[Waiting] = deque()

    def push(self, event: Event, request: Request) -> None:
        self._waiting.append((event, request))

    def pop(self) -> Waiting:
        return self._waiting.popleft()

    def __len__(self) -> int:
        return len(self._waiting)


class Lifo(Fifo):
    """Last come, first served: under overload it serves those who still wait for an answer."""

    __slots__ = ()

    def pop(self) -> Waiting:
        return self._waiting.pop()


class Priority:
    """The smallest priority number first, first come first served within it; never pre-empts."""

    __slots__ = ("_pushed", "_waiting")

    def __init__(self) -> None:
        self._waiting: list[tuple[int, int, Event, Request]] = []
        self._pushed = 0

    def push(self, event: Event, request: Request) -> None:
        heappush(self._waiting, (request.priority, self._pushed, event, request))
        self._pushed += 1

    def pop(self) -> Waiting:
        return heappop(self._waiting)[2:]

    def __len__(self) -> int:
        return len(self._waiting)


LINES: dict[str, type[Fifo] | type[Priority]] = {"fifo": Fifo, "lifo": Lifo, "priority": Priority}
