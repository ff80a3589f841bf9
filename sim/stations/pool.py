"""The worker pool: some workers, and a line in front of them."""

from collections.abc import Generator
from typing import Any

from simpy import Event

from sim.outcomes import Outcome
from sim.stations.clock import Clock, wake
from sim.stations.line import Line
from sim.stations.request import Request


class WorkerPool:
    """``workers`` that serve one request each, and a line of at most ``room`` that wait.

    ``take`` answers at once, ``wait`` queues, ``give`` hands the worker to the next in line.
    Whoever is ``inside`` already, and wants a worker again, may wait however many do.  With a
    ``margin`` (ns) a request that has no more than that left until its deadline is dropped when
    its turn comes, instead of being served for nobody; None: everyone is served.  ``crash`` empties
    the pool; whoever still worked in it then holds a worker of an earlier ``epoch``, which counts
    as a ghost until it is given back.
    """

    __slots__ = (
        "busy",
        "busy_since",
        "env",
        "epoch",
        "ghosts",
        "line",
        "margin",
        "peak_queue",
        "room",
        "workers",
    )

    def __init__(
        self,
        env: Clock,
        workers: int,
        line: Line,
        *,
        room: int | None = None,
        margin: int | None = None,
    ) -> None:
        self.env = env
        self.workers = workers
        self.line = line
        self.room = room
        self.margin = margin
        self.busy = 0
        self.ghosts = 0
        self.epoch = 0
        self.peak_queue = 0
        self.busy_since = 0

    def take(self) -> bool:
        """Seize a worker if one is free and say whether it was."""
        if self.busy == self.workers:
            return False
        self.busy += 1
        self.busy_since += self.env._now
        return True

    def wait(
        self, request: Request, *, inside: bool = False
    ) -> Generator[Event, Any, Outcome | None]:
        """Wait in line for a worker: None once it is ours, or the outcome that came instead."""
        line = self.line
        if self.room is not None and len(line) >= self.room and not inside:
            return Outcome.SHED
        turn = Event(self.env)
        line.push(turn, request)
        if len(line) > self.peak_queue:
            self.peak_queue = len(line)
        outcome: Outcome | None = yield turn
        return outcome

    def give(self, epoch: int) -> bool:
        """Give a worker back; False if the pool has crashed since it was taken."""
        if epoch != self.epoch:
            self.ghosts -= 1
            return False
        if not self._hand_over():
            self.busy -= 1
            self.busy_since -= self.env._now
        return True

    def _hand_over(self) -> bool:
        while self.line:
            turn, request = self.line.pop()
            if self.margin is None or request.deadline - self.env._now > self.margin:
                wake(turn)
                return True
            wake(turn, Outcome.TIMED_OUT)
        return False

    def crash(self) -> None:
        """Lose every worker's work and everyone in line."""
        self.epoch += 1
        self.ghosts += self.busy
        self.busy_since -= self.busy * self.env._now
        self.busy = 0
        while self.line:
            wake(self.line.pop()[0], Outcome.FAILED)

    def in_flight(self) -> int:
        """Requests inside: served, waiting, or lost in a crash and not yet aware of it."""
        return self.busy + self.ghosts + len(self.line)

    def busy_ns(self, now: int) -> int:
        """Worker-nanoseconds spent up to ``now``."""
        return self.busy * now - self.busy_since

    def __repr__(self) -> str:
        return f"WorkerPool(workers={self.workers}, busy={self.busy}, queue={len(self.line)})"
