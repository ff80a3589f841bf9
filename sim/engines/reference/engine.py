"""The reference engine: builds a scenario's world, plays it, and hands over the trace."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from sim.engines.execute import Progress
from sim.engines.reference.timeline import Timeline
from sim.engines.reference.world import World
from sim.engines.trace import REQUEST_COLUMNS, Columns, SaleTotals, StationTotals, Trace
from sim.model.cost import estimate
from sim.model.scenario import Scenario
from sim.outcomes import Outcome
from sim.stations.station import Books

STEPS = 200
"""A run reports its progress at least this often."""


def execute(scenario: Scenario, progress: Progress | None = None) -> Trace:
    """Run one (resolved) scenario to its end and return everything that was seen."""
    world = World(scenario)
    timeline = Timeline(world.site.books, scenario.duration, scenario.interval)
    with _no_collector():
        _play(world, timeline, progress or (lambda done, expected: None))
    return _trace(world, timeline)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Pause the cyclic garbage collector: what a run lets go of dies by its reference count, and
    with a million people waiting each collection would walk all of them for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _play(world: World, timeline: Timeline, progress: Progress) -> None:
    """Stop before each interval's end to read the books, and often enough to report progress."""
    env, end = world.site.env, timeline.end
    stride = max(1, end // STEPS)
    expected = max(1, round(estimate(world.scenario).requests))
    while env._now < end:
        env.play(min(timeline.next, (env._now // stride + 1) * stride, end))
        if env._now == timeline.next:
            timeline.read()
            world.recorder.flush()
        progress(min(world.recorder.finished, expected - 1), expected)
    progress(expected, expected)


def _trace(world: World, timeline: Timeline) -> Trace:
    stations = tuple(world.site.books)
    return Trace(
        end=timeline.end,
        interval=timeline.interval,
        stations=stations,
        workloads=world.workloads,
        requests=_requests(world, stations),
        polls=world.recorder.polls,
        poll_outcomes={outcome.label: world.recorder.poll_outcomes[outcome] for outcome in Outcome},
        totals={name: _totals(books, timeline.end) for name, books in world.site.books.items()},
        timeline=timeline.columns(),
        events=world.site.journal.events,
        sale=_sale(world),
        edges=_edges(world),
        in_flight=sum(world.site.books[name].in_flight() for name in world.workloads),
    )


def _requests(world: World, stations: tuple[str, ...]) -> Columns:
    rows = world.recorder.rows(stations)
    return {
        name: rows[:, number].astype(kind)
        for number, (name, kind) in enumerate(REQUEST_COLUMNS.items())
    }


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
