"""Arrivals: the scenario's other workloads, each of whose requests is a click."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from edge.load.click import Clicks
from edge.load.plan import Plan, Task
from edge.load.sender import Sender
from edge.load.world import World
from sim.engines.reference.workloads import arrivals, first_key, log_order, stops_at
from sim.model.derive import build
from sim.model.workload import Closed, WorkloadSpec
from sim.outcomes import Outcome
from sim.rng import Sampler, Stream


class Arrivals:
    """The part of one workload that one process plays.

    An open one is a schedule, the same to the nanosecond as the simulator's; the users of a
    closed one think, click, and wait for the answer.  Request n goes to edge node n mod nodes.
    """

    def __init__(self, plan: Plan, world: World, name: str, spec: WorkloadSpec) -> None:
        self.plan = plan
        self.world = world
        self.name = name
        self.spec = spec
        self.workload = log_order(plan.scenario).index(name)
        self.stop = stops_at(spec, plan.scenario.duration)
        seed = plan.scenario.seed
        self._clicks = Clicks(world, seed, name, spec, spec.deadline, Outcome.TIMED_OUT)

    def tasks(self) -> Iterator[Task]:
        """What to do from when on, for every request or user of this process."""
        if isinstance(self.spec, Closed):
            return self._closed(self.spec)
        return self._open(self.spec)

    def _open(self, spec: WorkloadSpec) -> Iterator[Task]:
        stream = Stream(self.plan.scenario.seed, f"{self.name}.arrivals")
        times = chain.from_iterable(block.tolist() for block in arrivals(stream, spec))
        for number, time in enumerate(times):
            if time >= self.stop:
                return
            if number % self.plan.processes == self.plan.index:
                yield self._clicks.planned(self._sender(number, number), time)

    def _closed(self, spec: Closed) -> Iterator[Task]:
        thinks = Sampler(
            Stream(self.plan.scenario.seed, f"{self.name}.think_time"), build(spec.think_time)
        )
        for user in range(self.plan.index, spec.users, self.plan.processes):
            yield Task(spec.start, spec.start, partial(self._use, user, thinks))

    def _use(self, user: int, thinks: Sampler) -> None:
        assert isinstance(self.spec, Closed)
        number, before = user, self.spec.start
        while (start := before + thinks(number)) < self.stop:
            before = self._clicks.decide(self._sender(number, user), before, start)
            number += self.spec.users

    def _sender(self, number: int, user: int) -> Sender:
        key = first_key(self.name) + number
        node = number % len(self.plan.edges)
        return Sender(number, self.workload, user, False, node, key=key)

    def __repr__(self) -> str:
        return f"Arrivals({self.name!r}, {self.spec.kind})"
