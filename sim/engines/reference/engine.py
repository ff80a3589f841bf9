"""The reference engine: builds a scenario's world, plays it, and hands over the trace."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from sim.engines.execute import Progress
from sim.engines.reference.handover import columns, hand_over
from sim.engines.reference.world import World
from sim.engines.timeline import Timeline
from sim.engines.trace import Trace
from sim.model.cost import estimate
from sim.model.scenario import Scenario
from sim.outcomes import ANSWERS, Outcome
from sim.stations.station import Books

STEPS = 200
"""A run reports its progress at least this often."""


def execute(scenario: Scenario, progress: Progress | None = None) -> Trace:
    """Run one (resolved) scenario to its end and return everything that was seen."""
    world = World(scenario)
    timeline = Timeline(tuple(world.site.books), scenario.duration, scenario.interval)
    with _no_collector():
        _play(world, timeline, progress or (lambda done, expected: None))
    return hand_over(world, timeline, columns(world.recorder.rows(timeline.names)))


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
            timeline.read(map(_reading, world.site.books.values()))
            world.recorder.flush()
        progress(min(world.recorder.finished, expected - 1), expected)
    progress(expected, expected)


def _reading(books: Books) -> tuple[int, ...]:
    left = books.left
    return (
        books.arrived,
        sum(left[outcome] for outcome in ANSWERS),
        left[Outcome.REFUSED],
        left[Outcome.SHED],
        left[Outcome.TIMED_OUT],
        left[Outcome.FAILED],
        left[Outcome.ABANDONED],
        sum(len(pool.line) for pool in books.pools),
        sum(pool.busy for pool in books.pools),
    )
