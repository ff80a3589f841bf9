"""Both engines, for claims that are made of each of them, and scenarios to make them of."""

from collections.abc import Callable
from typing import TypeVar

from differences import difference
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from sim.engines.compiled import engine as compiled_engine
from sim.engines.execute import Execute
from sim.engines.reference import engine as reference_engine
from sim.engines.trace import Trace
from sim.model import Scenario, dumps

reference, compiled = reference_engine.execute, compiled_engine.execute
ENGINES: dict[str, Execute] = {"reference": reference, "compiled": compiled}
FIXED = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
"""The same examples in every run."""

Example = TypeVar("Example")


def check_same(scenario: Scenario, other: Callable[[Scenario], Trace] = compiled) -> None:
    """Fail, with the first difference and the scenario, unless both engines say the same."""
    fail_if(difference(reference(scenario), other(scenario)), scenario)


def fail_if(problem: str | None, scenario: Scenario) -> None:
    """Fail with a difference and the scenario that shows it."""
    assert problem is None, f"{problem}\n\n{dumps(scenario)}"


def examples(strategy: SearchStrategy[Example], count: int) -> list[Example]:
    """So many examples of a strategy, always the same."""
    found: list[Example] = []

    @settings(FIXED, max_examples=count, phases=[Phase.generate])
    @given(strategy)
    def collect(one: Example) -> None:
        found.append(one)

    collect()
    return found
