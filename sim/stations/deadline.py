"""The deadline: how long a caller waits for an answer."""

from collections.abc import Generator
from typing import Any

from simpy import Event

from sim.outcomes import Outcome
from sim.stations.clock import Clock
from sim.stations.request import Request, Response
from sim.stations.station import Books, Guard, Station, Steps


class Deadline(Guard):
    """Waits at most ``limit`` nanoseconds for the inner station, then gives up on it.

    Giving up does not stop the work: the request goes on inside, unwanted, until it is done or
    dropped as expired.  ``outcome`` says what giving up is called: a program's call is timed out,
    a person's click is abandoned.
    """

    def __init__(
        self,
        env: Clock,
        books: Books,
        inner: Station,
        limit: int,
        outcome: Outcome = Outcome.TIMED_OUT,
    ) -> None:
        super().__init__(env, books, inner)
        self.limit = limit
        self.outcome = outcome

    def __call__(self, request: Request) -> Steps:
        self.books.arrived += 1
        self.passed += 1
        answer = Event(self.env)
        timer = self.env.timeout(self.limit)
        assert timer.callbacks is not None
        timer.callbacks.append(lambda _: _give_up(answer))
        child = request.again(request.attempt, min(request.deadline, self.env._now + self.limit))
        self.env.process(self._ask(child, answer))
        response: Response | None = yield answer
        request.tries = child.tries
        self.passed -= 1
        if response is None:
            return self.books.close(self.outcome)
        self.books.left[response.outcome] += 1
        return response

    def _ask(self, request: Request, answer: Event) -> Generator[Event, Any, None]:
        response = yield from self.inner(request)
        if not answer.triggered:
            answer.succeed(response)


def _give_up(answer: Event) -> None:
    if not answer.triggered:
        answer.succeed()
