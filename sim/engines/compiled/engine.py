"""The compiled engine: lowers a scenario's world, lets the kernel play it, hands over the trace."""

import os

from numba.core.config import DISABLE_JIT

from sim.engines.compiled import tables as tables
from sim.engines.compiled.player import Player
from sim.engines.compiled.streams import KernelStream
from sim.engines.compiled.write_back import Books, log, record_polls, restore
from sim.engines.execute import Progress
from sim.engines.reference.handover import hand_over
from sim.engines.reference.world import World
from sim.engines.timeline import Timeline
from sim.engines.trace import Trace
from sim.model.cost import estimate
from sim.model.scenario import Scenario
from sim.rng import Stream


def execute(scenario: Scenario, progress: Progress | None = None, threads: int = 0) -> Trace:
    """Run one (resolved) scenario to its end and return everything that was seen.

    Edge nodes are spread over ``threads`` (0: one for each core); the trace is the same for any
    number.  ``UnsupportedError`` where the kernel does not know something that the model holds.
    """
    world = World(scenario, Stream if DISABLE_JIT else KernelStream)  # not in plain Python
    expected = max(1, round(estimate(scenario).requests))
    tell = progress or (lambda done, expected: None)
    threads = min(threads or os.cpu_count() or 1, max(1, len(world.nodes)))
    player = Player(world, threads, lambda done: tell(min(done, expected - 1), expected))
    player.play()
    tell(expected, expected)
    return _trace(world, player)


def _trace(world: World, player: Player) -> Trace:
    """Bring the world into the state that it would be in, and hand it over."""
    scenario, state = world.scenario, player.state
    record_polls(state, world.recorder)
    books = Books(player.lowering)
    restore(state, player.lowering, books)
    timeline = Timeline(tuple(world.site.books), scenario.duration, scenario.interval)
    for readings in books.readings(state):
        timeline.read(readings)
    return hand_over(world, timeline, log(state, player.lowering))
