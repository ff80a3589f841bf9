"""The retry: asks again when the answer was not one."""

from collections.abc import Collection

from sim.outcomes import Outcome
from sim.policies.backoff.base import Backoff
from sim.policies.retry_budget import RetryBudget
from sim.rng import Uniforms
from sim.stations.clock import Clock
from sim.stations.request import Request
from sim.stations.station import Books, Guard, Station, Steps


class Retry(Guard):
    """Tries up to ``attempts`` times while the outcome is one of ``on``, with a backoff between.

    It stops early when the budget (shared by all requests of this caller) has no retry left, or
    when the next attempt would begin after the request's deadline.
    """

    def __init__(
        self,
        env: Clock,
        books: Books,
        inner: Station,
        attempts: int,
        on: Collection[Outcome],
        backoff: Backoff,
        budget: RetryBudget | None,
        draw: Uniforms,
    ) -> None:
        super().__init__(env, books, inner)
        self.attempts = attempts
        self.on = frozenset(on)
        self.backoff = backoff
        self.budget = budget
        self.draw = draw

    def __call__(self, request: Request) -> Steps:
        self.books.arrived += 1
        self.passed += 1
        if self.budget:
            self.budget.deposit()
        delay = 0
        for tries in range(1, self.attempts + 1):
            request.tries = tries
            attempt = request.attempt * self.attempts + tries - 1
            response = yield from self.inner(request.again(attempt, request.deadline))
            if response.outcome not in self.on or tries == self.attempts:
                break
            draw = self.draw(request.id, attempt, request.index)
            delay = self.backoff.delay(tries, delay, draw)
            if not self._may_retry(request, delay):
                break
            yield self.env.timeout(delay)
        self.passed -= 1
        self.books.left[response.outcome] += 1
        return response

    def _may_retry(self, request: Request, delay: int) -> bool:
        if self.env._now + delay >= request.deadline:
            return False
        return self.budget is None or self.budget.withdraw()
