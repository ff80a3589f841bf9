"""The instance of a service: workers with one line, and the calls a worker makes."""

from collections.abc import Sequence
from math import prod

from sim.outcomes import ANSWERS, Outcome
from sim.rng import Sampler
from sim.stations.clock import Clock, Hold
from sim.stations.pool import WorkerPool
from sim.stations.request import Request, Response
from sim.stations.station import Books, Station, Steps


class Instance:
    """One instance: a request holds a worker for its service time and for every call after it.

    Calls are synchronous, as threads make them: a slow callee holds the caller's worker, which is
    how cascades start.  They are made one after the other; the first that does not answer ends
    the request with what it said.  ``slowdown`` multiplies service times that begin.  While the
    instance is ``down`` connections are refused (``failed``); what it was working on fails when
    the step it was in would have ended.  It answers polls itself: open from ``opens_at`` on.
    """

    def __init__(
        self,
        env: Clock,
        books: Books,
        pool: WorkerPool,
        service_time: Sampler,
        opens_at: int = 0,
    ) -> None:
        self.env = env
        self.books = books
        self.pool = pool
        self.service_time = service_time
        self.opens_at = opens_at
        self.answer = books.answers[Outcome.SERVED]
        self.opened = self.answer._replace(open=True)
        self.calls: Sequence[Station] = ()
        self.down = 0
        self.slowdown = 1.0
        self._slowdowns: list[float] = []
        books.parts.append(self)
        books.pools.append(pool)

    def __call__(self, request: Request) -> Steps:
        books, pool = self.books, self.pool
        books.arrived += 1
        if self.down:
            return books.close(Outcome.FAILED)
        if not pool.take():
            refusal = yield from pool.wait(request)
            if refusal is not None:
                return books.close(refusal)
        epoch = pool.epoch
        yield Hold(self.env, self._work(request))
        response = self.answer
        if request.poll:
            response = self.opened if self.env._now >= self.opens_at else response
        elif self.calls:
            response = yield from self._call(request, response, epoch)
        if not pool.give(epoch):
            return books.close(Outcome.FAILED)
        books.left[response.outcome] += 1
        return response

    def _work(self, request: Request) -> int:
        time = self.service_time(request.id, request.attempt, request.index)
        return time if self.slowdown == 1 else round(time * self.slowdown)

    def _call(self, request: Request, response: Response, epoch: int) -> Steps:
        request = request.again(request.attempt, request.deadline)
        for call in self.calls:
            if epoch != self.pool.epoch:
                break
            answer = yield from call(request)
            if answer.outcome not in ANSWERS:
                return answer
            if answer.outcome is not Outcome.SERVED:
                response = answer
        return response

    def crash(self) -> None:
        """Go down: lose what is inside and refuse connections until ``recover``."""
        self.down += 1
        self.pool.crash()

    def recover(self) -> None:
        """Come back empty, once as often as it crashed."""
        self.down -= 1

    def slow(self, factor: float) -> None:
        """Take ``factor`` times as long from now on, on top of other slowdowns."""
        self._slowdowns.append(factor)
        self.slowdown = prod(self._slowdowns)

    def speed_up(self, factor: float) -> None:
        """End one slowdown by ``factor``."""
        self._slowdowns.remove(factor)
        self.slowdown = prod(self._slowdowns)

    def in_flight(self) -> int:
        return self.pool.in_flight()

    def __repr__(self) -> str:
        return f"Instance({self.books.name!r}, {self.pool!r})"
