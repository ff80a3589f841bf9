"""Lowers stations to the kernel's records: walks the world's objects and numbers them."""

from collections.abc import Callable, Sequence
from typing import Any

from sim.engines.compiled import kinds
from sim.engines.compiled.draw_table import Draws
from sim.engines.compiled.memory import table
from sim.engines.compiled.policy_table import Policies
from sim.engines.compiled.pool import EVERYONE, NO_ROOM
from sim.engines.compiled.records import LINE, NODE, POOL, ROOM, WIRE, Array
from sim.rng import Sampler
from sim.stations.balancer import Balancer
from sim.stations.clock import CENTRE, EDGE
from sim.stations.deadline import Deadline
from sim.stations.edge_node import EdgeNode
from sim.stations.gate import Gate
from sim.stations.instance import Instance
from sim.stations.line import Lifo, Priority
from sim.stations.link import Link
from sim.stations.pool import WorkerPool
from sim.stations.retry import Retry
from sim.stations.station import Books, Guard
from sim.stations.stock import Stock
from sim.stations.wire import Wire

Fields = dict[str, Any]


class Stations:
    """The tables of stations, pools, wires, lobbies and books.

    Every object is one row, wherever it is met.  A station that stands at an edge node keeps its
    books in a row of its own node's, so that nodes that play side by side do not write to the
    same place.
    """

    def __init__(self, names: Sequence[str], ranks: dict[int, int]) -> None:
        self.names = tuple(names)
        self.ranks = ranks
        self.draws = Draws()
        self.numbers: list[int] = []
        self.policies = Policies(self.store)
        self.nodes: list[Fields] = []
        self.pools: list[Fields] = []
        self.wires: list[Fields] = []
        self.rooms: list[int] = []
        self.lines = 0
        self.rows: dict[tuple[str, int], int] = {}
        self.places: dict[int, int] = {}
        self.first_pools: dict[int, int] = {}
        self._pools: dict[int, int] = {}
        self._wires: dict[int, int] = {}

    def store(self, values: Sequence[int]) -> int:
        """Put numbers into the table of numbers: where they begin."""
        self.numbers.extend(values)
        return len(self.numbers) - len(values)

    def number(self, station: Any, domain: int = 0) -> int:
        """The row of a station, which is made (with all those behind it) when first met."""
        if id(station) not in self.places:
            self.add(station, *LOWERED[type(station)](self, station, domain))
        return self.places[id(station)]

    def add(self, station: Any, kind: int, domain: int, fields: Fields) -> int:
        """Add a row for a station."""
        self.places[id(station)] = len(self.nodes)
        common: Fields = {"kind": kind, "domain": domain}
        if hasattr(station, "books"):
            common["station"] = self.names.index(station.books.name)
            common["books"] = self.books(station.books, domain)
        self.nodes.append(common | fields)
        return self.places[id(station)]

    def books(self, books: Books, domain: int) -> int:
        """The row of a station's books in a domain."""
        return self.rows.setdefault((books.name, domain), len(self.rows))

    def pool(self, pool: WorkerPool, books: Books, domain: int) -> int:
        """The row of a worker pool of a station in a domain."""
        station = self.names.index(books.name)
        ranks = len(self.ranks) if isinstance(pool.line, Priority) else 1
        fields = {
            "workers": pool.workers,
            "room": NO_ROOM if pool.room is None else pool.room,
            "margin": EVERYONE if pool.margin is None else pool.margin,
            "lifo": isinstance(pool.line, Lifo),
            "lines": self.lines,
            "ranks": ranks,
            "station": station,
            "next": self.first_pools.get(domain, -1),
        }
        self.first_pools[domain] = len(self.pools)
        self.lines += ranks
        self._pools[id(pool)] = len(self.pools)
        self.pools.append(fields)
        return len(self.pools) - 1

    def pool_number(self, pool: WorkerPool) -> int:
        """The row of a pool that was lowered."""
        return self._pools[id(pool)]

    def wire(self, wire: Wire, domain: int) -> int:
        """The row of one direction of a link, whose messages are sent off in a domain."""
        latency = self.draws.number(wire.latency, domain == CENTRE)
        if id(wire) not in self._wires:
            self._wires[id(wire)] = len(self.wires)
            self.wires.append(
                {
                    "latency": latency,
                    "lottery": self.draws.number(wire.lottery),
                    "bandwidth": wire.bandwidth or 0,
                    "loss": wire.loss,
                }
            )
        return self._wires[id(wire)]

    def wire_number(self, wire: Wire) -> int:
        """The row of a direction that was lowered."""
        return self._wires[id(wire)]

    def room(self, domain: int) -> int:
        """The row of a new lobby."""
        self.rooms.append(domain)
        return len(self.rooms) - 1

    def records(self) -> tuple[Array, Array, Array, Array, Array]:
        """Stations, pools, lines, wires and lobbies as records."""
        lines, rooms = table(max(1, self.lines), LINE), table(max(1, len(self.rooms)), ROOM)
        lines.head = rooms.head = rooms.tail = -1
        nodes, pools = _fill(self.nodes, NODE), _fill(self.pools, POOL)
        return nodes, pools, lines, _fill(self.wires, WIRE), rooms


def _fill(rows: list[Fields], kind: Any) -> Array:
    made = table(max(1, len(rows)), kind)
    columns = {name: made[name] for name in kind.names}
    for number, row in enumerate(rows):
        for name, value in row.items():
            columns[name][number] = value
    return made


Lowered = tuple[int, int, Fields]


def _deadline(to: Stations, it: Deadline, domain: int) -> Lowered:
    fields = {"inner": to.number(it.inner, domain), "limit": it.limit, "outcome": it.outcome}
    return kinds.DEADLINE, domain, fields


def _retry(to: Stations, it: Retry, domain: int) -> Lowered:
    fields = {
        "inner": to.number(it.inner, domain),
        "attempts": it.attempts,
        "on": sum(1 << outcome for outcome in it.on),
        "backoff": to.policies.number(it.backoff),
        "budget": to.policies.number(it.budget),
        "draw": to.draws.number(it.draw),
    }
    return kinds.RETRY, domain, fields


def _link(to: Stations, it: Link, domain: int) -> Lowered:
    fields = {
        "inner": to.number(it.inner, domain),
        "there": to.wire(it.there, domain),
        "back": to.wire(it.back, domain),
        "request_size": it.request_size,
        "response_size": it.response_size,
    }
    return kinds.LINK, domain, fields


def _gate(to: Stations, it: Gate, domain: int) -> Lowered:
    fields = {
        "inner": to.number(it.inner, domain),
        "limiter": to.policies.number(it.limiter),
    }
    return kinds.GATE, domain, fields


def _balancer(to: Stations, it: Balancer, domain: int) -> Lowered:
    members = [to.number(instance, domain) for instance in it.instances]
    fields = {
        "policy": to.policies.number(it.policy),
        "draw": to.draws.number(it.draw, domain == CENTRE),
        "outstanding": to.store(it.outstanding),
        "members": to.store(members),
    }
    return kinds.BALANCER, domain, fields


def _instance(to: Stations, it: Instance, domain: int) -> Lowered:
    calls = [to.number(call, domain) for call in it.calls]
    fields = {
        "pool": to.pool(it.pool, it.books, domain),
        "draw": to.draws.number(it.service_time, domain == CENTRE),
        "opens_at": it.opens_at,
        "calls": len(calls),
        "first_call": to.store(calls),
        "lends": not any(map(_counts_tries, it.calls)),
        "slowdown": it.slowdown,
    }
    return kinds.INSTANCE, domain, fields


def _counts_tries(station: Any) -> bool:
    """Whether a guard in front of a station needs a request of its own, whose tries it counts."""
    while isinstance(station, Guard):
        if isinstance(station, Deadline | Retry):
            return True
        station = station.inner
    return False


def _stock(to: Stations, it: Stock, domain: int) -> Lowered:
    fields = {
        "pool": to.pool(it.row, it.books, domain),
        "draw": to.draws.number(it.update_time, domain == CENTRE),
        "cache": to.draws.number(it.cache_time, domain == CENTRE),
        "payment": to.draws.number(it.payment, domain == CENTRE),
        "unpaid": it.unpaid,
        "reserve_for": it.reserve_for,
        "cached": it.cached,
        "left": it.left,
        "opens_at": it.opens_at,
        "sold_out_at": it.sold_out_at,
    }
    return kinds.STOCK, domain, fields


def _edge_node(to: Stations, it: EdgeNode, domain: int) -> Lowered:
    home = it.place - EDGE + 1
    fields = {
        "inner": to.number(it.origin, CENTRE),
        "pool": to.pool(it.pool, it.books, home),
        "poll_time": to.draws.number(it.poll_time),
        "click_time": to.draws.number(it.click_time),
        "answer_time": _maybe(to, it.answer_time),
        "wake_time": _maybe(to, it.wake_time),
        "draw": to.draws.number(it.draw),
        "opens_at": it.opens_at,
        "admission": to.policies.number(it.admission),
        "room": -1 if it.lobby is None else to.room(home),
    }
    return kinds.EDGE_NODE, home, fields


def _maybe(to: Stations, time: Sampler | None) -> int:
    return -1 if time is None else to.draws.number(time)


LOWERED: dict[type, Callable[[Stations, Any, int], Lowered]] = {
    Balancer: _balancer,
    Deadline: _deadline,
    EdgeNode: _edge_node,
    Gate: _gate,
    Instance: _instance,
    Link: _link,
    Retry: _retry,
    Stock: _stock,
}
"""How each station is lowered: its kind, its domain and its fields."""
