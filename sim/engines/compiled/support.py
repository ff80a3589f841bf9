"""Whether the kernel knows everything that a model holds: asked before a run, compiling nothing."""

from sim.engines.compiled.lower import Lowering
from sim.engines.compiled.unsupported import UnsupportedError
from sim.engines.reference.world import World
from sim.model.scenario import Scenario


def unsupported(scenario: Scenario) -> str | None:
    """What a (resolved) scenario holds that the kernel does not know; None where it can play it."""
    try:
        Lowering(World(_with_one_user(scenario)), 1).state()
    except UnsupportedError as error:
        return str(error)
    return None


def _with_one_user(scenario: Scenario) -> Scenario:
    """The same stations, policies and distributions, but the smallest crowd."""
    if scenario.crowd is None:
        return scenario
    return scenario.model_copy(update={"crowd": scenario.crowd.model_copy(update={"users": 1})})
