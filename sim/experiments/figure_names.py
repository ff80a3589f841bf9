"""The figures that the runs of a scenario will have, known before any of them has begun."""

from sim.engines.reference.handover import columns, hand_over
from sim.engines.reference.world import World
from sim.engines.timeline import Timeline
from sim.engines.trace import TIMELINE_COLUMNS, Trace
from sim.experiments.run import front
from sim.model.scenario import Scenario
from sim.results.figures import numbers
from sim.results.identity import Identity
from sim.results.run import Run
from sim.version import __version__


def figure_names(scenario: Scenario) -> tuple[str, ...]:
    """The names of all figures of a (resolved) scenario, from a run of it that ends at once."""
    identity = Identity(
        scenario=scenario.name,
        seed=scenario.seed,
        engine="none",
        version=__version__,
        front=front(scenario),
    )
    return tuple(numbers(Run.from_trace(_stillborn(scenario), identity, 0.0).summary))


def _stillborn(scenario: Scenario) -> Trace:
    """What is seen of the first nanosecond, with a crowd of one: its size names no figure."""
    one = scenario.resolve(set={"crowd.users": 1} if scenario.crowd else {})
    world = World(one)
    timeline = Timeline(tuple(world.site.books), end=1, interval=1)
    timeline.read((0,) * len(TIMELINE_COLUMNS) for _ in timeline.names)
    return hand_over(world, timeline, columns(world.recorder.rows(timeline.names)))
