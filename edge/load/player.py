"""The player: one Locust user per process, who plays the process's part of the load."""

from gevent import spawn
from gevent.event import Event
from gevent.pool import Group
from locust import FastHttpUser, task
from locust.exception import StopUser

from edge.load.arrivals import Arrivals
from edge.load.clock import Clock
from edge.load.connections import Connections
from edge.load.crowd import Crowd
from edge.load.journal import Journal
from edge.load.plan import Plan, Task
from edge.load.shop import Shop
from edge.load.world import World
from sim.units import MILLISECOND, SECOND

AHEAD = 50 * MILLISECOND
"""How long before its first instant a greenlet is made."""


class Player(FastHttpUser):
    """Begins every task of a plan ahead of its time, and stops when all are over or the run is.

    The people are greenlets within this one user, not Locust users: those are spawned once a
    second.  They share its connections, of which there are as many as are in use at a time.
    """

    client_pool = Connections()
    host = "http://localhost"

    def prepare(self, plan: Plan, clock: Clock) -> None:
        """Draw the people and the schedules, so that nothing is left to do but to play."""
        self.client.client.cookiejar = None
        self.clock = clock
        self.journal = Journal(until=clock.end)
        self.stopped = Event()
        shop = Shop(self.client, clock, self.journal, plan.edges, plan.codes)
        self.schedule = _tasks(plan, World(clock, shop, self.journal))
        for one in self.schedule:
            if one.is_click:
                self.journal.plan(one.due)

    @task
    def play(self) -> None:
        """Play everything, until it is over, the run ends, or ``stopped`` is set."""
        spawn(self._play).link(lambda _: self.stopped.set())
        self.stopped.wait(max(0, self.clock.end - self.clock.now()) / SECOND)
        self.clock.close()
        raise StopUser

    def _play(self) -> None:
        group = Group()
        for one in self.schedule:
            self.clock.wait_until(one.begins - AHEAD)
            group.spawn(one.play)
        group.join()


def _tasks(plan: Plan, world: World) -> list[Task]:
    """What begins first comes first; nothing that is due after the end."""
    scenario = plan.scenario
    parts: list[Crowd | Arrivals] = []
    if scenario.crowd is not None:
        parts.append(Crowd(plan, world, scenario.crowd))
    for name, spec in scenario.workloads.items():
        parts.append(Arrivals(plan, world, name, spec))
    found = [one for part in parts for one in part.tasks() if one.due < scenario.duration]
    return sorted(found, key=lambda one: one.begins)
