"""Lowers a world to the arrays that the kernel plays."""

from math import sqrt
from typing import Any

import numpy as np

from sim.engines.compiled import kinds
from sim.engines.compiled.agenda import COMING, LATE, NORMAL, URGENT
from sim.engines.compiled.arrivals import Arrivals
from sim.engines.compiled.blocks import SIZE
from sim.engines.compiled.control_table import control_tables
from sim.engines.compiled.crowd_table import (
    crowd_tables,
    entries,
    note_short_ways,
    note_users,
)
from sim.engines.compiled.kinds import CENSUS, FAULT, PUSH, WORK
from sim.engines.compiled.lanes import post
from sim.engines.compiled.memory import HEARD_ROOM, Memory, table
from sim.engines.compiled.records import (
    COLUMNS,
    COVER,
    HEARD,
    LEAST,
    READ,
    RUN,
    SUMMARY,
    TURN,
    Array,
    State,
)
from sim.engines.compiled.stations_table import Stations
from sim.engines.compiled.unsupported import UnsupportedError
from sim.engines.compiled.wheel import NEVER
from sim.engines.reference.world import World
from sim.histogram import BUCKETS as POLL_BUCKETS
from sim.model.demand import workload_demands
from sim.model.scenario import Scenario
from sim.policies.admission.census import Census
from sim.stations.request import NEVER as NO_DEADLINE
from sim.stations.retry import Retry
from sim.stations.station import Guard
from sim.workload.closed import ClosedWorkload

assert NEVER == NO_DEADLINE
CHANCE = 6
"""The standard deviations by which a Poisson count may exceed what is expected."""
FIRST_SHIFT = 20
"""Buckets of about a millisecond, until the rate of events is known."""


class Lowering:
    """A world's tables, and where in them its objects are."""

    def __init__(self, world: World, slots: int) -> None:
        self.world = world
        ranks = sorted({0, *(spec.priority for spec in world.scenario.workloads.values())})
        self.stations = Stations(
            list(world.site.books), {priority: rank for rank, priority in enumerate(ranks)}
        )
        self.edges = entries(world, self.stations)
        self.clients = [self._client(play) for play in world.playables if play is not world.crowd]
        for node in world.nodes:
            self.stations.number(node)
        self.domains = 1 + len(world.nodes)
        self.memory = Memory(self.domains, len(world.nodes), _rows(world.scenario))
        self.slots = slots
        self.arrivals = Arrivals(world.playables)
        self._check()

    def state(self) -> State:
        """The state of the kernel before anything has happened."""
        world, to, domains = self.world, self.stations, self.memory.domains
        tables = crowd_tables(world, to, self.edges) | control_tables(world, to)
        self._begin_domains(note_users(world, to, domains))
        note_short_ways(world, to, domains)
        self.arrivals.first = len(to.numbers)
        covers = self._covers()
        return State(**tables, covers=covers, **self._station_tables(), **self._run_tables())

    def _station_tables(self) -> dict[str, Array]:
        """Stations and all that they consist of, and the memory in which requests move."""
        to, memory = self.stations, self.memory
        nodes, pools, lines, wires, memory.rooms = to.records()
        memory.widen_rooms(np.array(to.rooms, dtype=np.int64))
        blocks = to.draws.blocks()
        return {
            "nodes": nodes,
            "pools": pools,
            "lines": lines,
            "wires": wires,
            "rooms": memory.rooms,
            "waiters": memory.waiters.array,
            "draws": to.draws.records(),
            "curves": to.draws.curves(),
            "reals": to.draws.reals(),
            "blocks": blocks,
            "kept": np.zeros(len(blocks) * SIZE, dtype=np.int64),
            "policies": to.policies.records(),
            "numbers": np.pad(np.array(to.numbers, dtype=np.int64), (0, 1 + self.arrivals.size)),
            "domains": memory.domains,
            "heap": memory.heap.array,
            "events": memory.events.array,
            "buckets": np.full(memory.buckets, -1, dtype=np.int32),
            "frames": memory.frames.array,
            "requests": memory.requests.array,
        }

    def _run_tables(self) -> dict[str, Array]:
        """The run as a whole, and what is read of it."""
        run, stations = self._run(), len(self.stations.names)
        leaves, cells = int(run[0].leaves), self.slots * self.intervals * stations
        tree = np.full(2 * leaves, -1, dtype=np.int64)
        tree[leaves:] = np.minimum(np.arange(leaves), self.domains - 1)
        outcomes = np.zeros((self.slots, SUMMARY), dtype=np.int64)
        outcomes[:, LEAST] = NEVER
        return {
            "run": run,
            "tree": tree,
            "turns": table(self.domains, TURN),
            "books": np.zeros((len(self.stations.rows), COLUMNS), dtype=np.int64),
            "readings": np.zeros((cells, READ), dtype=np.int64),
            "early": np.zeros((cells, COLUMNS), dtype=np.int64),
            "polled": np.zeros((self.slots, POLL_BUCKETS), dtype=np.int64),
            "outcomes": outcomes,
            "heard": table(self.slots * int(run[0].heard_room), HEARD),
            **self.memory.log,
        }

    def begin(self, s: State) -> State:
        """Schedule what begins with the run: faults, workloads, controllers, in this order."""
        for number, (spec, _) in enumerate(self.world.faults):
            order = NORMAL if spec.at else URGENT
            post(s, spec.at, order, FAULT, number)
            if spec.at == 0:  # it has set its end before the next one is scheduled
                post(s, spec.lasts, NORMAL, FAULT, number)
        for number, play in self.clients:
            closed = isinstance(play, ClosedWorkload)
            if closed:
                post(s, play.start, NORMAL, WORK, number)
            else:
                post(s, 0, URGENT, WORK, number)
        if self.world.control is not None:
            if isinstance(self.world.control._policy, Census):
                post(s, 0, URGENT, CENSUS, 0)
            post(s, 0, URGENT, PUSH, 0)
        return s

    def _covers(self) -> Array:
        """Whose each book is, chained by domain."""
        covers = table(len(self.stations.rows), COVER)
        domains = self.memory.domains
        domains.first_book = domains.first_pool = -1
        first_book, station, following = domains.first_book, covers.station, covers.next
        for book, (name, d) in enumerate(self.stations.rows):
            station[book] = self.stations.names.index(name)
            following[book] = first_book[d]
            first_book[d] = book
        first_pools = self.stations.first_pools
        domains.first_pool[list(first_pools)] = list(first_pools.values())
        domains.reading_at = min(self.world.scenario.interval, self.world.scenario.duration)
        return covers

    @property
    def intervals(self) -> int:
        """How many readings there are."""
        return -(-self.world.scenario.duration // self.world.scenario.interval)

    def _run(self) -> Array:
        run = table(1, RUN)
        run.census_at = run.push_at = run.fault_at = NEVER
        run.fault = run.burst = -1
        run.domains = self.domains
        run.leaves = 1 << (self.domains - 1).bit_length()
        run.log_room = self.memory.log_room
        run.heard_room = HEARD_ROOM if self.world.recorder.keeps_polls else 1
        run.intervals, run.stations = self.intervals, len(self.stations.names)
        run.interval, run.end = self.world.scenario.interval, self.world.scenario.duration
        entries = self.world.crowd.entries if self.world.crowd else []
        run.coupled = any(map(_shares_budget, entries)) and len(self.world.nodes) > 1
        return run

    def _client(self, play: Any) -> tuple[int, Any]:
        client, closed = play.client, isinstance(play, ClosedWorkload)
        fields: dict[str, Any] = {
            "inner": self.stations.number(client.entry),
            "workload": client.workload,
            "offset": client.base,
            "priority": self.stations.ranks[client.priority],
            "users": play.users if closed else -1,
            "stop": play.stop,
        }
        if closed:
            fields["think"] = self.stations.draws.number(play.think_time)
        return self.stations.add(client, kinds.CLIENT, 0, fields), play

    def _begin_domains(self, users: Array) -> None:
        """Set every domain's agenda to the beginning, with room for so many ``users`` each."""
        domains, sizes = self.memory.domains, users.copy()
        domains.parked = domains.burst = domains.normal_at = -1
        domains.shift, domains.token = FIRST_SHIFT, 1
        domains.far_at = domains.comes_at = NEVER
        domains.eager = COMING
        domains.eager[0] = LATE
        closed = sum(play.users for _, play in self.clients if isinstance(play, ClosedWorkload))
        sizes[0] += closed + len(self.world.faults)
        self.memory.furnish(sizes)

    def _check(self) -> None:
        """Refuse what does not fit 64 bits."""
        for row in self.stations.nodes:
            if row.get("request_size", 0) * 8_000_000_000 >= NEVER:
                raise UnsupportedError("messages of more than 500 MB")


def _rows(scenario: Scenario) -> int:
    """How many requests the workloads will log at most, unless chance is very unkind."""
    expected = sum(demand.requests for demand in workload_demands(scenario))
    return round(expected + CHANCE * sqrt(expected))


def _shares_budget(station: Any) -> bool:
    while isinstance(station, Guard):
        if isinstance(station, Retry) and station.budget is not None:
            return True
        station = station.inner
    return False
