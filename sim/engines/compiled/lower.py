"""Lowers a world to the arrays that the kernel plays."""

from typing import Any

import numpy as np

from sim.control.data_centre import DataCentre
from sim.engines.compiled import machine
from sim.engines.compiled.agenda import COMING, LATE, NORMAL, URGENT
from sim.engines.compiled.arrivals import Arrivals
from sim.engines.compiled.kinds import CENSUS, FAULT, PUSH, WORK
from sim.engines.compiled.lanes import post
from sim.engines.compiled.memory import HEARD_ROOM, Memory, table
from sim.engines.compiled.records import (
    COLUMNS,
    CONTROL,
    COVER,
    CROWD,
    HEARD,
    LEAST,
    NOTE,
    READ,
    RUN,
    SUMMARY,
    TELLING,
    TURN,
    USER,
    Array,
    State,
)
from sim.engines.compiled.stations_table import Stations
from sim.engines.compiled.unsupported import UnsupportedError
from sim.engines.compiled.wheel import NEVER
from sim.engines.reference.world import World
from sim.histogram import BUCKETS as POLL_BUCKETS
from sim.policies.admission.census import Census
from sim.stations.edge_node import EdgeNode
from sim.stations.link import Link
from sim.stations.request import NEVER as NO_DEADLINE
from sim.stations.retry import Retry
from sim.stations.station import Guard
from sim.workload.closed import ClosedWorkload
from sim.workload.people import node_by_node

assert NEVER == NO_DEADLINE
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
        self.edges = self._edges()
        self.clients = [self._client(play) for play in world.playables if play is not world.crowd]
        for node in world.nodes:
            self.stations.number(node)
        self.domains = 1 + len(world.nodes)
        self.memory = Memory(self.domains, len(world.nodes))
        self.slots = slots
        self.arrivals = Arrivals(world.playables)
        self._check()

    def state(self) -> State:
        """The state of the kernel before anything has happened."""
        to, world, memory = self.stations, self.world, self.memory
        crowd, order, begins = self._crowd()
        control = self._control()
        self._furnish(order)
        self._note_short_ways()
        buy = [] if world.crowd is None else [to.books(world.crowd.books, d) for d in self._homes()]
        to.store([0] * self.arrivals.size)
        self.arrivals.first = len(to.numbers) - self.arrivals.size
        nodes, pools, lines, wires, rooms = to.records()
        memory.rooms = rooms
        memory.widen_rooms(np.array(to.rooms, dtype=np.int64)) if to.rooms else None
        for d, row in zip(self._homes(), buy, strict=False):
            memory.domains.books[d] = row
        people = None if world.crowd is None else world.people
        none = np.zeros(1, dtype=np.int64)
        run = self._run()
        leaves = int(run[0].leaves)
        tree = np.full(2 * leaves, -1, dtype=np.int64)
        tree[leaves:] = np.minimum(np.arange(leaves), self.domains - 1)
        users = table(1 if people is None else len(people.joins), USER)
        users.latency = -1
        users.id = order
        joins = list(world.control.joins) if world.control else []
        ticks = self._ticks()
        summary = np.zeros((self.slots, SUMMARY), dtype=np.int64)
        summary[:, LEAST] = NEVER
        return State(
            run=run,
            domains=memory.domains,
            heap=memory.heap.array,
            events=memory.events.array,
            buckets=np.full(memory.buckets, -1, dtype=np.int32),
            frames=memory.frames.array,
            requests=memory.requests.array,
            nodes=nodes,
            books=np.zeros((len(to.rows), COLUMNS), dtype=np.int64),
            covers=self._covers(),
            readings=np.zeros((self.slots * self.intervals * len(to.names), READ), dtype=np.int64),
            early=np.zeros((self.slots * self.intervals * len(to.names), COLUMNS), dtype=np.int64),
            pools=pools,
            lines=lines,
            wires=wires,
            draws=to.draws.records(),
            curves=to.draws.curves(),
            policies=to.policies.records(),
            rooms=rooms,
            waiters=memory.waiters.array,
            numbers=np.array(to.numbers or [0], dtype=np.int64),
            reals=to.draws.reals(),
            crowd=crowd,
            users=users,
            joins=none if people is None else people.joins[order],
            reactions=none if people is None else people.reaction[order],
            homes=none if people is None else people.edge[order],
            edges=self.edges,
            begins=begins,
            polled=np.zeros((self.slots, POLL_BUCKETS), dtype=np.int64),
            outcomes=summary,
            heard=table(self.slots * int(run[0].heard_room), HEARD),
            control=control,
            joined=np.concatenate([*joins, none]),
            joined_from=np.cumsum([0, *map(len, joins)], dtype=np.int64),
            known=np.zeros(max(1, len(world.nodes)), dtype=np.int64),
            pushes=table(ticks, TELLING),
            notes=table(3 * ticks, NOTE),
            log=memory.log,
            tree=tree,
            turns=table(self.domains, TURN),
        )

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
        for book, (name, d) in enumerate(self.stations.rows):
            covers[book].station = self.stations.names.index(name)
            covers[book].next = domains[d].first_book
            domains[d].first_book = book
        for d, pool in self.stations.first_pools.items():
            domains[d].first_pool = pool
        domains.reading_at = min(self.world.scenario.interval, self.world.scenario.duration)
        return covers

    @property
    def intervals(self) -> int:
        """How many readings there are."""
        return -(-self.world.scenario.duration // self.world.scenario.interval)

    def _run(self) -> Array:
        run = table(1, RUN)
        run.census_at = run.push_at = run.fault_at = NEVER
        run.fault = -1
        run.instant = 0
        run.domains = self.domains
        run.leaves = 1 << (self.domains - 1).bit_length()
        run.log_room = len(self.memory.log)
        run.heard_room = HEARD_ROOM if self.world.recorder.keeps_polls else 1
        run.intervals, run.stations = self.intervals, len(self.stations.names)
        run.interval, run.end = self.world.scenario.interval, self.world.scenario.duration
        entries = self.world.crowd.entries if self.world.crowd else []
        run.coupled = any(map(_shares_budget, entries)) and len(self.world.nodes) > 1
        return run

    def _edges(self) -> Array:
        """The entries of each edge node for clicks and polls, as rows of stations."""
        crowd = self.world.crowd
        if crowd is None:
            return np.zeros((1, 2), dtype=np.int64)
        pairs = zip(crowd.entries, crowd.polls, strict=True)
        homes = [n + 1 if crowd.via_edge else 0 for n in range(len(crowd.entries))]
        rows = [
            [self.stations.number(entry, home) for entry in pair]
            for pair, home in zip(pairs, homes, strict=True)
        ]
        return np.array(rows, dtype=np.int64)

    def _note_short_ways(self) -> None:
        """Where polls go straight to the node, perhaps over a link, they take the short way."""
        domains, places = self.memory.domains, self.stations.places
        domains.link = domains.node = -1
        crowd = self.world.crowd
        if crowd is None or not crowd.via_edge:
            return
        for domain, entry in zip(domains[1:], crowd.polls, strict=True):
            node = entry.inner if isinstance(entry, Link) else entry
            if isinstance(node, EdgeNode):
                domain.node = places[id(node)]
                domain.link = places[id(entry)] if isinstance(entry, Link) else -1

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
        return self.stations.add(client, machine.CLIENT, 0, fields), play

    def _homes(self) -> range:
        """The domains in which the crowd's users are."""
        via_edge = self.world.crowd is not None and self.world.crowd.via_edge
        return range(1, 1 + len(self.world.nodes)) if via_edge else range(1)

    def _crowd(self) -> tuple[Array, Array, Array]:
        """What the users have in common, and who begins when, domain by domain."""
        crowd, record = self.world.crowd, table(1, CROWD)
        if crowd is None:
            return record, np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
        record.opens_at = crowd.opens_at
        record.period = -1 if crowd.period is None else crowd.period
        record.jitter = crowd.jitter
        record.rows = self.world.recorder.keeps_polls
        record.patience = crowd.patience
        record.priority = self.stations.ranks[0]
        record.workload = crowd.workload
        record.station = self.stations.names.index(crowd.books.name)
        record.draw = self.stations.draws.number(crowd.jitter_draw)
        times = crowd.first_events()
        homes = self.world.people.edge if crowd.via_edge else np.zeros_like(times)
        order = node_by_node(homes, times)
        return record, order, times[order]

    def _furnish(self, order: Array) -> None:
        domains = self.memory.domains
        domains.parked = -1
        domains.shift, domains.burst, domains.token = FIRST_SHIFT, -1, 1
        domains.normal_at = -1
        domains.far_at = NEVER
        domains.eager = COMING
        domains.eager[0] = LATE
        crowd, sizes = self.world.crowd, np.zeros(self.domains, dtype=np.int64)
        if crowd is not None:
            home = self.world.people.edge + 1 if crowd.via_edge else np.zeros_like(order)
            sizes = np.bincount(home, minlength=self.domains)
            domains.crowd_end = np.cumsum(sizes)
            domains.crowd = domains.crowd_end - sizes
        closed = sum(play.users for _, play in self.clients if isinstance(play, ClosedWorkload))
        sizes[0] += closed + len(self.world.faults)
        self.memory.furnish(sizes)

    def _control(self) -> Array:
        record, control = table(1, CONTROL), self.world.control
        record.there = record.back = -1
        if control is None:
            return record
        record.census_interval = control.census_interval
        record.push_interval = control.push_interval
        record.shortcut = control.shortcut
        record.stock = self.stations.number(control.stock)
        record.nodes = len(control.nodes)
        record.target = _target(control)
        record.first = self._first_node(control)
        if control.wires is not None:
            record.there, record.back = (self.stations.wire(wire) for wire in control.wires)
        return record

    def _first_node(self, control: DataCentre) -> int:
        return self.stations.store([self.stations.number(node) for node in control.nodes])

    def _ticks(self) -> int:
        control = self.world.control
        if control is None:
            return 1
        end = self.world.scenario.duration
        return 4 + end // control.census_interval + end // control.push_interval

    def _check(self) -> None:
        """Refuse what does not fit 64 bits."""
        for row in self.stations.nodes:
            if row.get("request_size", 0) * 8_000_000_000 >= NEVER:
                raise UnsupportedError("messages of more than 500 MB")


def _target(control: DataCentre) -> float:
    policy = control._policy
    return policy.target if isinstance(policy, Census) else 0.0


def _shares_budget(station: Any) -> bool:
    while isinstance(station, Guard):
        if isinstance(station, Retry) and station.budget is not None:
            return True
        station = station.inner
    return False
