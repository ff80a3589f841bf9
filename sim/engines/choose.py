"""The engines by name, and the choice between them."""

from collections.abc import Callable

from sim.engines.trace import Trace
from sim.model.scenario import Scenario

Progress = Callable[[int, int], None]
"""Told how many requests are finished, and how many are expected in the whole run."""

Execute = Callable[[Scenario, Progress | None], Trace]
"""What an engine is: a function that plays a resolved scenario and hands over the trace."""

ENGINES = ("reference",)
AUTO = "auto"


def choose(engine: str) -> tuple[str, Execute]:
    """The name of an engine and the engine; "auto" takes the fastest that can run the model."""
    if engine not in (AUTO, *ENGINES):
        raise ValueError(f"engine must be one of {', '.join((AUTO, *ENGINES))}, got {engine!r}")
    from sim.engines.reference.engine import execute

    return "reference", execute
