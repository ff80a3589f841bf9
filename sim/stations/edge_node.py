"""The edge node: answers polls, counts who waits, and lets a share of clicks through."""

from collections.abc import Generator
from typing import Any

from simpy import Event

from sim.outcomes import Outcome
from sim.policies.admission.base import Admission, Decision
from sim.policies.admission.waiting_room import WaitingRoom
from sim.rng import Sampler, Uniforms
from sim.stations.clock import CENTRE, EDGE, Clock, Hold
from sim.stations.lobby import Lobby
from sim.stations.pool import WorkerPool
from sim.stations.request import Request, Response
from sim.stations.station import Books, Station, Steps


class EdgeNode:
    """One node of the edge: an event loop, so no worker waits for the data centre.

    What happens in it happens at ``place``, and at the data centre once a click is sent on.

    Workers answer polls and clicks.  A click is then decided on the spot: refused before
    ``opens_at``, told "sold out" once the data centre said so (``sold_out``), refused or sent on
    to the ``origin`` by the admission policy, or asked to wait in the ``lobby``.  With an
    ``answer_time`` the origin's answer, too, wants a worker before it is passed on; it waits for
    one in the same line, and is never shed.

    With a ``wake_time`` the node has to be woken for a poll, a click or an answer that finds every
    worker idle: that takes its worker so much longer.  Whatever waited in line, or finds another
    worker busy, finds the node awake.  (M/G/1 with an exceptional first service: P. D. Welch, "On
    a generalized M/G/1 queuing process in which the first customer of each busy period receives
    exceptional service", Operations Research 12 (1964).)
    """

    def __init__(
        self,
        env: Clock,
        books: Books,
        pool: WorkerPool,
        origin: Station,
        admission: Admission,
        *,
        opens_at: int,
        poll_time: Sampler,
        click_time: Sampler,
        answer_time: Sampler | None = None,
        wake_time: Sampler | None = None,
        draw: Uniforms,
        place: int = EDGE,
    ) -> None:
        self.env = env
        self.books = books
        self.pool = pool
        self.origin = origin
        self.admission = admission
        self.opens_at = opens_at
        self.poll_time = poll_time
        self.click_time = click_time
        self.answer_time = answer_time
        self.wake_time = wake_time
        self.lobby = Lobby(env, admission) if isinstance(admission, WaitingRoom) else None
        self.sold_out = False
        self.people = self.clicks = self.admitted = self.sold = 0
        self.place = place
        self.draw = draw
        self.forwarded = 0
        self._opened = books.answers[Outcome.SERVED]._replace(open=True)
        books.parts.append(self)
        books.pools.append(pool)

    def __call__(self, request: Request) -> Steps:
        books, pool = self.books, self.pool
        books.arrived += 1
        idle = pool.busy == 0
        if not pool.take():
            refusal = yield from pool.wait(request)
            if refusal is not None:
                return books.close(refusal)
        work = self.poll_time if request.poll else self.click_time
        yield Hold(self.env, self._duration(work, request, idle))
        pool.give(pool.epoch)
        if request.poll:
            return self._answer_poll()
        outcome = self._decide(request)
        if outcome is None and self.lobby is not None:
            outcome = yield from self.lobby.wait(request, self._draw_for(request))
        if outcome is not None:
            return books.close(outcome)
        return (yield from self._forward(request))

    def _answer_poll(self) -> Response:
        if self.sold_out:
            return self.books.close(Outcome.SOLD_OUT)
        answer = self.books.close(Outcome.SERVED)
        return self._opened if self.env._now >= self.opens_at else answer

    def _decide(self, request: Request) -> Outcome | None:
        """The outcome of a click that ends here; None for one that goes on (or waits first)."""
        self.clicks += 1
        self.people += request.attempt == 0
        if self.env._now < self.opens_at:
            return Outcome.REFUSED
        if self.sold_out:
            return Outcome.SOLD_OUT
        decision = self.admission.decide(self.env._now, self._draw_for(request))
        return Outcome.REFUSED if decision is Decision.REFUSE else None

    def _draw_for(self, request: Request) -> float:
        return self.draw(request.id, request.attempt, request.index)

    def _forward(self, request: Request) -> Steps:
        self.admitted += 1
        self.forwarded += 1
        self.env.place = CENTRE
        response = yield from self.origin(request.again(request.attempt, request.deadline))
        self.env.place = self.place
        self.forwarded -= 1
        self.sold += response.outcome is Outcome.SOLD
        if self.answer_time is not None:
            yield from self._pass_on(request, self.answer_time)
        self.books.left[response.outcome] += 1
        return response

    def _pass_on(self, request: Request, answer_time: Sampler) -> Generator[Event, Any, None]:
        """Work on the data centre's answer, once a worker is free."""
        pool = self.pool
        idle = pool.busy == 0
        if not pool.take():
            yield from pool.wait(request, inside=True)
        yield Hold(self.env, self._duration(answer_time, request, idle))
        pool.give(pool.epoch)

    def _duration(self, work: Sampler, request: Request, idle: bool) -> int:
        """How long a worker is busy; a click and its answer, if both wake the node, do so alike."""
        time = work(request.id, request.attempt, request.index)
        if idle and self.wake_time is not None:
            time += self.wake_time(request.id, request.attempt, request.index)
        return time

    def announce(self, sold_out: bool) -> None:
        """Hear from the data centre whether anything is left; if not, the lobby goes home."""
        self.sold_out = sold_out
        if sold_out and self.lobby is not None:
            self.lobby.close(Outcome.SOLD_OUT)

    def in_flight(self) -> int:
        """Clicks, polls and answers at a worker or in line, in the lobby, or sent to the origin."""
        waiting = 0 if self.lobby is None else len(self.lobby)
        return self.pool.in_flight() + self.forwarded + waiting

    def __repr__(self) -> str:
        return f"EdgeNode({self.admission!r}, {self.pool!r})"
