"""Floodgate's simulator: flash sales and edge computing as discrete events.

    from sim import load, run
    print(run(load("flash_sale"), variant="probability"))

Names are imported when they are first used, so that ``import sim`` stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiments.compare import compare
    from sim.experiments.plan import plan
    from sim.experiments.replicate import replicate
    from sim.experiments.run import run
    from sim.experiments.stability import stability
    from sim.experiments.sweep import sweep
    from sim.model.load import load
    from sim.model.scenario import Scenario
    from sim.results import Comparison, Plan, Replications, Run, StabilityMap, Sweep
    from sim.version import __version__

_HOMES = {
    "Comparison": "sim.results",
    "Plan": "sim.results",
    "Replications": "sim.results",
    "Run": "sim.results",
    "Scenario": "sim.model.scenario",
    "StabilityMap": "sim.results",
    "Sweep": "sim.results",
    "__version__": "sim.version",
    "compare": "sim.experiments.compare",
    "load": "sim.model.load",
    "plan": "sim.experiments.plan",
    "replicate": "sim.experiments.replicate",
    "run": "sim.experiments.run",
    "stability": "sim.experiments.stability",
    "sweep": "sim.experiments.sweep",
}

__all__ = [
    "Comparison",
    "Plan",
    "Replications",
    "Run",
    "Scenario",
    "StabilityMap",
    "Sweep",
    "__version__",
    "compare",
    "load",
    "plan",
    "replicate",
    "run",
    "stability",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
