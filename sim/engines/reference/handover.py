"""The hand-over: what a world looks like after its run, as a trace."""

from collections.abc import Iterator
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

TIES, POLL_TIES = ("workload", "request"), ("user", "number")
"""The columns by which requests, and polls, that end in one instant are in order."""
BLOCK = 1 << 14
"""Rows that are looked at together, few enough for the processor's cache."""


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
    return _sorted({name: (log[name], kind) for name, kind in REQUEST_COLUMNS.items()}, TIES)


def _polls(world: World) -> Columns:
    """The polls in order of completion; what ends in one instant by user and number."""
    assert world.crowd is not None
    user, number, start, latency, outcome = world.recorder.take_polls().T
    edge = world.people.edge[user] if world.crowd.via_edge else np.full(len(user), -1)
    columns = user, number, edge, start, latency, outcome
    named = zip(POLL_COLUMNS.items(), columns, strict=True)
    return _sorted({name: (column, kind) for (name, kind), column in named}, POLL_TIES)


def _sorted(given: dict[str, tuple[NDArray[Any], type]], keys: tuple[str, str]) -> Columns:
    """Columns of the given kinds in order of completion, and those of one instant by the keys."""
    start, latency = given["start"][0], given["latency"][0]
    if _is_ascending(start, latency):
        columns = {name: np.ascontiguousarray(*column) for name, column in given.items()}
    else:
        order = np.argsort(start + latency)
        columns = {name: column.astype(kind)[order] for name, (column, kind) in given.items()}
    tied = _tied(columns["start"], columns["latency"])
    finished = columns["start"][tied] + columns["latency"][tied]
    rows = tied[np.lexsort((columns[keys[1]][tied], columns[keys[0]][tied], finished))]
    for column in columns.values():
        column[tied] = column[rows]
    return columns


def _is_ascending(start: NDArray[np.int64], latency: NDArray[np.int64]) -> bool:
    return all((steps >= 0).all() for _, steps in _steps(start, latency))


def _tied(start: NDArray[np.int64], latency: NDArray[np.int64]) -> NDArray[np.intp]:
    """Which rows end in the same instant as one beside them."""
    same = [first + np.flatnonzero(steps == 0) for first, steps in _steps(start, latency)]
    befores = np.concatenate([np.empty(0, dtype=np.intp), *same])
    return np.union1d(befores, befores + 1)


def _steps(
    start: NDArray[np.int64], latency: NDArray[np.int64]
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """From each row's end to the next one's, by blocks, each with the number of its first row."""
    for first in range(0, len(start), BLOCK):
        block = slice(first, first + BLOCK + 1)
        yield first, np.diff(start[block] + latency[block])


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
