"""What an engine is: a function that plays a resolved scenario and hands over the trace."""

from collections.abc import Callable

from sim.engines.trace import Trace
from sim.model.scenario import Scenario

Progress = Callable[[int, int], None]
"""Told how many requests are finished, and how many are expected in the whole run."""

Execute = Callable[[Scenario, Progress | None], Trace]
"""Plays a scenario to its end; progress is told now and then."""
