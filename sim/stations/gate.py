"""The gate: a rate or concurrency limiter in front of a station."""

from sim.outcomes import Outcome
from sim.policies.limiters.base import Limiter
from sim.stations.clock import Clock
from sim.stations.request import Request
from sim.stations.station import Books, Guard, Station, Steps


class Gate(Guard):
    """Lets a request through if its limiter does, and refuses it at once if not."""

    def __init__(self, env: Clock, books: Books, inner: Station, limiter: Limiter) -> None:
        super().__init__(env, books, inner)
        self.limiter = limiter

    def __call__(self, request: Request) -> Steps:
        self.books.arrived += 1
        if self.limiter.acquire(self.env._now):
            return self.books.close(Outcome.REFUSED)
        self.passed += 1
        response = yield from self.inner(request)
        self.passed -= 1
        self.limiter.release(self.env._now)
        self.books.left[response.outcome] += 1
        return response
