"""The crowd: the simulator's own people, who poll, react and click at real edge nodes."""

from collections.abc import Iterator
from functools import partial

from edge.load.click import Clicks
from edge.load.plan import Plan, Task
from edge.load.sender import Sender
from edge.load.share import CLIENT
from edge.load.world import World
from sim.engines.reference.workloads import BUY, gather_people
from sim.model.crowd import Crowd as CrowdSpec
from sim.outcomes import Outcome
from sim.rng import Stream
from sim.stations.request import NEVER, Response
from sim.workload.crowd import first_events, jittered

_GAVE_UP = Response(Outcome.ABANDONED, CLIENT)


class Crowd:
    """The part of a scenario's crowd that one process plays, each user in a greenlet of her own.

    With polls a user is closed-loop: what she does next follows the answer that she got.  Without
    them her click is planned, and sent at its instant whatever has become of the others'.
    """

    def __init__(self, plan: Plan, world: World, spec: CrowdSpec) -> None:
        assert plan.scenario.sale is not None
        self.plan = plan
        self.world = world
        self.people = gather_people(plan.scenario, spec)
        self.opens_at = plan.scenario.sale.opens_at
        self.poll = spec.poll
        self.timeout = spec.timeout
        self.patience = NEVER if spec.patience is None else spec.patience
        seed = plan.scenario.seed
        self._jitter = Stream(seed, "crowd.jitter")
        self._clicks = Clicks(world, seed, BUY, spec, spec.patience, Outcome.ABANDONED)

    def tasks(self) -> Iterator[Task]:
        """What to do from when on, for every user of this process."""
        period = None if self.poll is None else self.poll.period
        times = first_events(self.people, self.opens_at, period, self.patience)
        for user in range(self.plan.index, len(times), self.plan.processes):
            yield self._task(user, int(times[user]))

    def _task(self, user: int, time: int) -> Task:
        sender = self._sender(user)
        if self.poll is not None:
            return Task(time, time, partial(self._live, sender, time))
        if time < self.opens_at:
            return Task(time, time, partial(self._leave, sender, time, _GAVE_UP))
        return self._clicks.planned(sender, time)

    def _sender(self, user: int) -> Sender:
        bot, edge = bool(self.people.bot[user]), int(self.people.edge[user])
        return Sender(user, 0, user, bot, edge, key=user)

    def _live(self, sender: Sender, joined: int) -> None:
        """Poll until the sale is open, or this is no use any more; then react and click."""
        clock, shop = self.world.clock, self.world.shop
        due, number = joined, 0
        while True:
            clock.wait_until(due)
            answer = shop.poll(sender.edge, sender.identity, due, self.timeout)
            self.world.journal.poll(sender.user, number, answer)
            if answer.open:
                break
            if answer.outcome is Outcome.SOLD_OUT:
                self._leave(sender, answer.finished, Response(answer.outcome, answer.by))
                return
            number += 1
            due = answer.finished + self._pause(sender.user, number)
            if due >= joined + self.patience:
                self._leave(sender, max(answer.finished, joined + self.patience), _GAVE_UP)
                return
        start = answer.finished + int(self.people.reaction[sender.user])
        self._clicks.decide(sender, answer.finished, start)

    def _pause(self, user: int, number: int) -> int:
        assert self.poll is not None
        draw = self._jitter.uniform(user, 0, number) if self.poll.jitter else 0.5
        return jittered(self.poll.period, self.poll.jitter, draw)

    def _leave(self, sender: Sender, end: int, response: Response) -> None:
        """Write down a user who goes without a click."""
        self.world.clock.wait_until(end)
        joined = int(self.people.joins[sender.user])
        self.world.journal.leave(sender, joined, end, response)

    def __repr__(self) -> str:
        return f"Crowd(users={len(self.people.joins)})"
