"""Lowers the crowd to the kernel's tables: its users, in the order in which they begin."""

import numpy as np

from sim.engines.compiled.memory import table
from sim.engines.compiled.records import CROWD, USER, Array
from sim.engines.compiled.stations_table import Stations
from sim.engines.reference.world import World
from sim.stations.edge_node import EdgeNode
from sim.stations.link import Link
from sim.workload.crowd import Crowd, first_events
from sim.workload.people import node_by_node

NONE = np.zeros(1, dtype=np.int64)
"""A table of nobody, or one that nobody looks into."""


def crowd_tables(world: World, to: Stations, edges: Array) -> dict[str, Array]:
    """What the users have in common, and what each of them is, node by node as they begin."""
    crowd = world.crowd
    if crowd is None:
        nobody = dict.fromkeys(("joins", "reactions", "homes", "begins"), NONE)
        return {"crowd": table(1, CROWD), "users": table(1, USER), "edges": edges, **nobody}
    people = world.people
    times = first_events(people, crowd.opens_at, crowd.period, crowd.patience)
    order = node_by_node(people.edge if crowd.via_edge else np.zeros_like(times), times)
    joins = people.joins[order]
    return {
        "crowd": _record(world, crowd, to),
        "users": _users(order),
        "joins": joins,
        "reactions": NONE if crowd.period is None else people.reaction[order],
        "homes": NONE if crowd.via_edge else people.edge[order],
        "edges": edges,
        "begins": joins if times is people.joins else times[order],
    }


def entries(world: World, to: Stations) -> Array:
    """The entries of each edge node for clicks and polls, as rows of stations."""
    crowd = world.crowd
    if crowd is None:
        return np.zeros((1, 2), dtype=np.int64)
    pairs = zip(crowd.entries, crowd.polls, strict=True)
    homes = [n + 1 if crowd.via_edge else 0 for n in range(len(crowd.entries))]
    rows = [
        [to.number(entry, home) for entry in pair] for pair, home in zip(pairs, homes, strict=True)
    ]
    return np.array(rows, dtype=np.int64)


def note_users(world: World, to: Stations, domains: Array) -> Array:
    """Note in each domain which of the users are there: how many."""
    sizes = np.zeros(len(domains), dtype=np.int64)
    crowd = world.crowd
    if crowd is None:
        return sizes
    home = world.people.edge + 1 if crowd.via_edge else np.zeros_like(world.people.edge)
    sizes = np.bincount(home, minlength=len(domains))
    domains.crowd_end = np.cumsum(sizes)
    domains.crowd = domains.crowd_end - sizes
    for d in range(1, len(domains)) if crowd.via_edge else [0]:
        domains.books[d] = to.books(crowd.books, d)
    return sizes


def note_short_ways(world: World, to: Stations, domains: Array) -> None:
    """Where polls go straight to the node, perhaps over a link, they take the short way."""
    domains.link = domains.node = -1
    crowd = world.crowd
    if crowd is None or not crowd.via_edge:
        return
    for domain, entry in zip(domains[1:], crowd.polls, strict=True):
        node = entry.inner if isinstance(entry, Link) else entry
        if isinstance(node, EdgeNode):
            domain.node = to.places[id(node)]
            domain.link = to.places[id(entry)] if isinstance(entry, Link) else -1


def _users(order: Array) -> Array:
    users = table(len(order), USER)
    users.latency = -1
    users.id = order
    return users


def _record(world: World, crowd: Crowd, to: Stations) -> Array:
    record = table(1, CROWD)
    record.opens_at = crowd.opens_at
    record.period = -1 if crowd.period is None else crowd.period
    record.jitter = crowd.jitter
    record.rows = world.recorder.keeps_polls
    record.patience = crowd.patience
    record.priority = to.ranks[0]
    record.workload = crowd.workload
    record.station = to.names.index(crowd.books.name)
    record.draw = to.draws.number(crowd.jitter_draw)
    return record
