"""Writes what the kernel has done back into the world, for readings and for the hand-over."""

from typing import Any

import numpy as np
from simpy import Event

from sim.engines.compiled.frames import BY_SHIFT, OUTCOME
from sim.engines.compiled.lower import Lowering
from sim.engines.compiled.records import (
    ARRIVED,
    BUSY,
    COLUMNS,
    KEPT,
    LEAST,
    LOG,
    MOST,
    QUEUE,
    READ,
    SUM,
    Array,
    State,
)
from sim.engines.trace import Columns
from sim.outcomes import ANSWERS, Outcome
from sim.stations.edge_node import EdgeNode
from sim.stations.link import Link
from sim.stations.station import Guard
from sim.stations.stock import Stock
from sim.workload.client import Client
from sim.workload.closed import ClosedWorkload
from sim.workload.crowd import Crowd
from sim.workload.recorder import POLL_FIELDS, Recorder

COUNTS: dict[type, tuple[str, ...]] = {
    EdgeNode: ("people", "clicks", "admitted", "sold", "forwarded"),
    Stock: ("left", "reserved", "released", "sold_out_at"),
}
"""What a station counts under the same name as its record in the kernel."""


class Books:
    """Where each station's books and pools are in the arrays, and what they say."""

    def __init__(self, lowering: Lowering) -> None:
        to = lowering.stations
        self.names = to.names
        self.rows = np.array([to.names.index(name) for name, _ in to.rows], dtype=np.int64)

    def readings(self, s: State) -> Array:
        """The columns of the timeline at the end of each interval: (intervals, stations, 9)."""
        shape = (-1, int(s.run[0].intervals), len(self.names), READ)
        read = s.readings.reshape(shape).sum(axis=0)
        read[..., :COLUMNS] += np.cumsum(self._early(s), axis=0)
        served = sum(read[..., outcome] for outcome in ANSWERS)
        order = (Outcome.REFUSED, Outcome.SHED, Outcome.TIMED_OUT, Outcome.FAILED)
        rest = [read[..., column] for column in (*order, Outcome.ABANDONED, QUEUE, BUSY)]
        return np.stack([read[..., ARRIVED], served, *rest], axis=-1)

    def totals(self, s: State) -> Array:
        """Arrivals and departures by outcome of each station, shape (stations, COLUMNS)."""
        booked = _sums(self.rows, s.books[: len(self.rows)], len(self.names))
        return booked + self._early(s).sum(axis=0)

    def _early(self, s: State) -> Array:
        """What was booked in advance: (intervals, stations, COLUMNS)."""
        shape = (-1, int(s.run[0].intervals), len(self.names), COLUMNS)
        return s.early.reshape(shape).sum(axis=0)


def _sums(groups: Array, values: Array, size: int) -> Array:
    sums = np.zeros((size, values.shape[1]), dtype=np.int64)
    np.add.at(sums, groups, values)
    return sums


def record_polls(s: State, recorder: Recorder) -> None:
    """Move the polls that were counted since the last time into the recorder."""
    keep_polls(s, recorder)
    for counts, summary in zip(s.polled, s.outcomes, strict=True):
        if counts.any():
            recorder.polls.add_counts(
                counts, sum=int(summary[SUM]), least=int(summary[LEAST]), most=int(summary[MOST])
            )
        for outcome in Outcome:
            recorder.poll_outcomes[outcome] += int(summary[outcome])
    s.polled[:] = 0
    s.outcomes[:] = 0
    s.outcomes[:, LEAST] = np.iinfo(np.int64).max


def keep_polls(s: State, recorder: Recorder) -> None:
    """Move the rows of polls into the recorder: there is room again for as many."""
    heard = s.heard.view(np.int64).reshape(len(s.outcomes), -1, POLL_FIELDS)
    for slot, kept in enumerate(s.outcomes[:, KEPT].tolist()):
        if kept:
            recorder.keep(heard[slot, :kept].copy())
    s.outcomes[:, KEPT] = 0


def restore(s: State, lowering: Lowering, books: Books) -> None:
    """Bring every object of the world into the state that the arrays are in."""
    world, to = lowering.world, lowering.stations
    totals = books.totals(s)
    for row, station in zip(totals, world.site.books.values(), strict=True):
        station.arrived = int(row[ARRIVED])
        station.left = row[: len(Outcome)].tolist()
        for pool in station.pools:
            _restore_pool(pool, s.pools[to.pool_number(pool)])
        for part in station.parts:
            if id(part) in to.places:
                _restore_part(part, s, s.nodes[to.places[id(part)]])
    if world.crowd is not None:
        world.crowd.clicks = int(s.domains.clicks.sum())
        world.crowd.waiting = int(s.domains.waiting.sum())


def _restore_pool(pool: Any, record: Any) -> None:
    for name in ("busy", "ghosts", "epoch", "busy_since"):
        setattr(pool, name, int(record[name]))
    pool.peak_queue = int(record.peak)
    pool.line = range(int(record.waiting))


def _restore_part(part: Any, s: State, node: Any) -> None:
    for name in COUNTS.get(type(part), ()):
        setattr(part, name, int(node[name]))
    if isinstance(part, EdgeNode):
        _restore_lobby(part, s, node)
    elif isinstance(part, Stock):
        part.reading = int(node.inside)
    elif isinstance(part, Guard):
        part.passed = int(node.inside)
    elif isinstance(part, Client):
        part.waiting = int(node.inside)
    if isinstance(part, Link):
        part.travelling = int(node.moving)


def _restore_lobby(part: EdgeNode, s: State, node: Any) -> None:
    """As many in the lobby as there are; who they are is not asked any more."""
    if part.lobby is not None:
        waiting = range(int(s.rooms[node.room].waiting))
        part.lobby._turns = {ticket: Event(part.env) for ticket in waiting}


def log(s: State, lowering: Lowering) -> Columns:
    """The request log, in any order."""
    columns = _columns(s, lowering)
    crowd = lowering.world.crowd
    if crowd is None:
        return columns
    users = _users(s, lowering, crowd)
    if s.run[0].logged == 0:
        return users
    return {name: np.concatenate([users[name], columns[name]]) for name in columns}


def _columns(s: State, lowering: Lowering) -> Columns:
    """What the workloads logged."""
    rows = int(s.run[0].logged)
    columns = {name.removeprefix("log_"): getattr(s, name)[:rows] for name in LOG}
    columns["user"] = _who(columns, lowering)
    columns["bot"] = np.zeros(rows, np.bool_)
    columns["edge"] = np.full(rows, -1, np.int32)
    return columns


def _who(columns: Columns, lowering: Lowering) -> Array:
    """Who sent each request: of an open workload everyone sends one, of a closed one in turn."""
    user = columns["request"].copy()
    for _, play in lowering.clients:
        if isinstance(play, ClosedWorkload):
            user[columns["workload"] == play.client.workload] %= play.users
    return user


def _users(s: State, lowering: Lowering, crowd: Crowd) -> Columns:
    users = s.users.view(np.ndarray)
    if (users["latency"] < 0).any():
        users = users[users["latency"] >= 0]
    ids, people = users["id"], lowering.world.people
    nobodys = np.broadcast_to(np.int64(-1), ids.shape)
    return {
        "request": ids,
        "workload": np.broadcast_to(np.int64(crowd.workload), ids.shape),
        "user": ids,
        "bot": people.bot[ids],
        "edge": people.edge[ids] if crowd.via_edge else nobodys,
        "start": users["start"],
        "latency": users["latency"],
        "outcome": users["response"] & OUTCOME,
        "by": users["response"] >> BY_SHIFT,
        "attempts": users["attempts"],
    }
