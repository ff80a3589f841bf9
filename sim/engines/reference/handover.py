"""The hand-over: what a world looks like after its run, as a trace."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.reference.world import World
from sim.engines.timeline import Timeline
from sim.engines.trace import (
    POLL_COLUMNS,
    REQUEST_COLUMNS,
    Columns,
    SaleTotals,
    StationTotals,
    Trace,
)
from sim.outcomes import Outcome
from sim.stations.station import Books


def hand_over(world: World, timeline: Timeline, log: Columns) -> Trace:
    """The trace of a world that was played to its end; ``log`` has its requests in any order."""
    return Trace(
        end=timeline.end,
        interval=timeline.interval,
        stations=timeline.names,
        workloads=world.workloads,
        requests=in_order(log),
        polls=world.recorder.polls,
        poll_outcomes={outcome.label: world.recorder.poll_outcomes[outcome] for outcome in Outcome},
        totals={name: _totals(books, timeline.end) for name, books in world.site.books.items()},
        timeline=timeline.columns(),
        events=world.site.journal.events,
        sale=_sale(world),
        edges=_edges(world),
        in_flight=sum(world.site.books[name].in_flight() for name in world.workloads),
        poll_rows=_polls(world) if world.recorder.keeps_polls else None,
    )


def columns(rows: NDArray[np.int64]) -> Columns:
    """The rows of a recorder as columns."""
    return dict(zip(REQUEST_COLUMNS, rows.T, strict=True))


def in_order(log: Columns) -> Columns:
    """The requests in order of completion; what ends in one instant by workload and number.

    Columns that are in this order and of the right kinds are handed on, not copied.
    """
    order = _order(log["start"] + log["latency"])
    sorted_ = {name: _sorted(log[name], kind, order) for name, kind in REQUEST_COLUMNS.items()}
    return _by_rank(sorted_, sorted_["workload"], sorted_["request"])


def _polls(world: World) -> Columns:
    """The polls in order of completion; what ends in one instant by user and number."""
    assert world.crowd is not None
    user, number, start, latency, outcome = world.recorder.take_polls().T
    edge = world.people.edge[user] if world.crowd.via_edge else np.full(len(user), -1)
    order = _order(start + latency)
    columns = user, number, edge, start, latency, outcome
    named = zip(POLL_COLUMNS.items(), columns, strict=True)
    sorted_ = {name: _sorted(column, kind, order) for (name, kind), column in named}
    return _by_rank(sorted_, sorted_["user"], sorted_["number"])


def _order(finished: NDArray[np.int64]) -> NDArray[np.intp] | None:
    """The order by time; None for what is in it already."""
    return None if (finished[1:] >= finished[:-1]).all() else np.argsort(finished)


def _sorted(column: NDArray[Any], kind: type, order: NDArray[np.intp] | None) -> NDArray[Any]:
    if order is None:
        return np.ascontiguousarray(column, kind)
    return column.astype(kind)[order]


def _by_rank(columns: Columns, first: NDArray[Any], second: NDArray[Any]) -> Columns:
    """Columns in order of completion, with the few rows that end in one instant by two keys."""
    finished = columns["start"] + columns["latency"]
    same = finished[1:] == finished[:-1]
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    rows = tied[np.lexsort((second[tied], first[tied], finished[tied]))]
    if (rows != tied).any():
        for column in columns.values():
            column[tied] = column[rows]
    return columns


def _totals(books: Books, end: int) -> StationTotals:
    left = books.left
    return StationTotals(
        arrived=books.arrived,
        served=left[Outcome.SERVED] + left[Outcome.SOLD] + left[Outcome.SOLD_OUT],
        refused=left[Outcome.REFUSED],
        shed=left[Outcome.SHED],
        timed_out=left[Outcome.TIMED_OUT],
        failed=left[Outcome.FAILED],
        abandoned=left[Outcome.ABANDONED],
        in_flight=books.in_flight(),
        workers=sum(pool.workers for pool in books.pools),
        busy_ns=sum(pool.busy_ns(end) for pool in books.pools),
        peak_queue=max((pool.peak_queue for pool in books.pools), default=0),
    )


def _sale(world: World) -> SaleTotals | None:
    stock = world.stock
    if stock is None:
        return None
    clicks = world.crowd.clicks if world.crowd else 0
    return SaleTotals(
        stock=stock.units,
        sold=stock.reserved - stock.released,
        released=stock.released,
        sold_out_at=stock.sold_out_at,
        clicks=clicks,
        admitted=sum(node.admitted for node in world.nodes) if world.edge else clicks,
    )


def _edges(world: World) -> Columns | None:
    if world.edge is None:
        return None
    users = np.bincount(world.people.edge, minlength=len(world.nodes))
    columns = {
        "users": users,
        "clicks": [node.clicks for node in world.nodes],
        "admitted": [node.admitted for node in world.nodes],
        "sold": [node.sold for node in world.nodes],
    }
    return {name: np.array(column, dtype=np.int64) for name, column in columns.items()}
