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
from sim.outcomes import Outcome

reference, compiled = reference_engine.execute, compiled_engine.execute
ENGINES: dict[str, Execute] = {"reference": reference, "compiled": compiled}
FIXED = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
"""The same examples in every run."""

Example = TypeVar("Example")
End = tuple[str, int, int, str, str]
"""Of a request: its workload and number, when it was over (ns), how, and which station said so."""
Ends = Callable[[str], list[End]]


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


def ends_of(trace: Trace) -> list[End]:
    """How every request ended, in order of completion."""
    log = trace.requests
    columns = (log["workload"], log["request"], log["start"] + log["latency"], log["outcome"])
    return [
        (trace.workloads[load], number, end, Outcome(outcome).label, trace.stations[by])
        for load, number, end, outcome, by in zip(
            *(column.tolist() for column in (*columns, log["by"])), strict=True
        )
    ]
