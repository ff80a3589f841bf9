"""The hand-over: what a world looks like after its run, as a trace."""

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
    """The requests in order of completion; what ends in one instant by workload and number."""
    order = _order(log["start"] + log["latency"], log["workload"], log["request"])
    kinds = REQUEST_COLUMNS.items()
    if (order[1:] > order[:-1]).all():  # as an engine that logs whoever is finished has them
        return {name: np.ascontiguousarray(log[name], kind) for name, kind in kinds}
    return {name: log[name].astype(kind)[order] for name, kind in kinds}


def _polls(world: World) -> Columns:
    """The polls in order of completion; what ends in one instant by user and number."""
    assert world.crowd is not None
    user, number, start, latency, outcome = world.recorder.take_polls().T
    order = _order(start + latency, user, number)
    edge = world.people.edge[user] if world.crowd.via_edge else np.full(len(user), -1)
    columns = user, number, edge, start, latency, outcome
    named = zip(POLL_COLUMNS.items(), columns, strict=True)
    return {name: column[order].astype(kind) for (name, kind), column in named}


def _order(
    finished: NDArray[np.int64], second: NDArray[np.int64], third: NDArray[np.int64]
) -> NDArray[np.intp]:
    """The order by these three keys: one sort by the first, and the few ties by all of them."""
    sorted_already = (finished[1:] >= finished[:-1]).all()
    order = np.arange(len(finished)) if sorted_already else np.argsort(finished)
    same = np.diff(finished[order]) == 0
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    rows = order[tied]
    order[tied] = rows[np.lexsort((third[rows], second[rows], finished[rows]))]
    return order


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
