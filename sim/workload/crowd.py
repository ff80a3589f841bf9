"""The flash crowd: people who wait for the opening, poll, click, and wait for their answer."""

from collections.abc import Iterator, Sequence

import numpy as np

from sim.outcomes import Outcome
from sim.rng import Uniforms
from sim.stations.clock import CENTRE, CROWD, EDGE, Clock, Pause
from sim.stations.request import NEVER, Request, Response
from sim.stations.station import Books, Station, Steps
from sim.workload.client import Process
from sim.workload.people import Ints, People
from sim.workload.recorder import Recorder

CHUNK = 65_536


def jittered(period: int, jitter: float, draw: float) -> int:
    """A period (ns) stretched or shrunk by up to the ``jitter`` share of it, by one draw."""
    return round(period * (1.0 + jitter * (2.0 * draw - 1.0)))


def first_events(people: People, opens_at: int, period: int | None, patience: int) -> Ints:
    """When (ns) there is something for each user to do: her first poll, when she joins.

    Without polls: the click, or the end of a patience that ends before the opening.
    """
    if period is not None:
        return people.joins
    clicks = np.maximum(people.joins, opens_at) + people.reaction
    leaves = people.joins + min(patience, NEVER // 2)
    return np.where(leaves < opens_at, leaves, clicks)


class Crowd:
    """Plays ``people`` against one entry per edge node.

    With a poll ``period`` a user asks on joining and then every period (stretched or shrunk by up
    to the ``jitter`` share) until the answer says open; without one she watches a countdown and
    knows.  She then reacts and clicks once.  Before the opening her ``patience`` (ns from joining)
    may run out: she leaves, abandoned, and never clicks; so she does when a poll says sold out.
    ``entries`` take clicks, ``polls`` take polls; ``books`` count the users who clicked or left.
    """

    def __init__(
        self,
        env: Clock,
        recorder: Recorder,
        books: Books,
        people: People,
        entries: Sequence[Station],
        polls: Sequence[Station],
        *,
        workload: int,
        opens_at: int,
        period: int | None,
        jitter: float,
        jitter_draw: Uniforms,
        patience: int,
        via_edge: bool,
    ) -> None:
        self.env = env
        self.recorder = recorder
        self.books = books
        self.people = people
        self.entries = entries
        self.polls = polls
        self.workload = workload
        self.opens_at = opens_at
        self.period = period
        self.jitter = jitter
        self.patience = patience
        self.clicks = 0
        self.waiting = 0
        self.jitter_draw = jitter_draw
        self.via_edge = via_edge
        self._gave_up = books.answers[Outcome.ABANDONED]
        books.parts.append(self)

    def run(self) -> Process:
        """Start every user when there is something for her to do."""
        env = self.env
        life = self._click_at if self.period is None else self._poll
        for user, time in self.schedule():
            if time > env._now:
                yield env.timeout(time - env._now)
            env.place = self._place(user)
            env.process(life(user))
            env.place = CROWD

    def _place(self, user: int) -> int:
        return EDGE + int(self.people.edge[user]) if self.via_edge else CENTRE

    def schedule(self) -> Iterator[tuple[int, int]]:
        """Users and the time of each one's first event, earliest first, ties by number."""
        times = first_events(self.people, self.opens_at, self.period, self.patience)
        order = np.argsort(times, kind="stable")
        for low in range(0, len(order), CHUNK):
            chunk = order[low : low + CHUNK]
            yield from zip(chunk.tolist(), times[chunk].tolist(), strict=True)

    def _click_at(self, user: int) -> Process:
        if self.env._now < self.opens_at:
            self._leave(user, self._gave_up)
            return
        yield from self._click(user)

    def _poll(self, user: int) -> Process:
        env, people = self.env, self.people
        gives_up = int(people.joins[user]) + self.patience
        entry, number = self.polls[people.edge[user]], 0
        response = yield from self._ask(entry, user, number)
        while not response.open:
            if response.outcome is Outcome.SOLD_OUT:
                self._leave(user, response)
                return
            number += 1
            pause = self._pause(user, number)
            if env._now + pause >= gives_up:
                yield Pause(env, max(0, gives_up - env._now), user)
                self._leave(user, self._gave_up)
                return
            yield Pause(env, pause, user)
            response = yield from self._ask(entry, user, number)
        yield Pause(env, int(people.reaction[user]), user)
        yield from self._click(user)

    def _pause(self, user: int, number: int) -> int:
        assert self.period is not None
        if not self.jitter:
            return self.period
        return jittered(self.period, self.jitter, self.jitter_draw(user, 0, number))

    def _ask(self, entry: Station, user: int, number: int) -> Steps:
        start = self.env._now
        request = Request(user, user, index=2 * number + 2, poll=True)
        response = yield from entry(request)
        latency = self.env._now - start
        self.recorder.poll(user, number, start, latency, response.outcome)
        return response

    def _click(self, user: int) -> Process:
        self.books.arrived += 1
        self.clicks += 1
        self.waiting += 1
        start = self.env._now
        request = Request(user, user)
        response = yield from self.entries[self.people.edge[user]](request)
        self.waiting -= 1
        self._log(user, start, self.env._now - start, response, request.tries)

    def _leave(self, user: int, response: Response) -> None:
        """Log a user who goes without a click."""
        self.books.arrived += 1
        joined = int(self.people.joins[user])
        self._log(user, joined, self.env._now - joined, response, 0)

    def _log(self, user: int, start: int, latency: int, response: Response, attempts: int) -> None:
        self.books.left[response.outcome] += 1
        edge = int(self.people.edge[user]) if self.via_edge else -1
        bot = bool(self.people.bot[user])
        self.recorder.row(user, self.workload, user, bot, edge, start, latency, response, attempts)

    def in_flight(self) -> int:
        return self.waiting

    def __repr__(self) -> str:
        return f"Crowd(users={len(self.people.joins)}, clicks={self.clicks})"
