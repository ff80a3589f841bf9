"""The graph of calls: which service calls which, and what adds up along the calls."""

from __future__ import annotations

from collections.abc import Callable
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model.scenario import Scenario

STOCK = "stock"


def find_cycle(scenario: Scenario) -> list[str]:
    """The services of one cycle of calls, the first again at the end; empty if there is none."""
    try:
        _callees_first(scenario)
    except CycleError as error:
        cycle: list[str] = error.args[1][:0:-1]  # a callee stands before its caller there
        start = cycle.index(min(cycle))
        return [*cycle[start:], *cycle[:start], cycle[start]]
    return []


def total(scenario: Scenario, own: Callable[[str], float]) -> dict[str, float]:
    """For each service and the stock: ``own`` of it and, for each call, the total of the called.

    Each call counts once, as if nothing were retried.  All calls must be known, without a cycle.
    """
    totals: dict[str, float] = {STOCK: own(STOCK)}
    for name in _callees_first(scenario):
        if name != STOCK:
            calls = scenario.services[name].calls
            totals[name] = own(name) + sum(totals[call.to] for call in calls)
    return totals


def _callees_first(scenario: Scenario) -> list[str]:
    services = scenario.services.items()
    graph = {name: [call.to for call in service.calls] for name, service in services}
    return list(TopologicalSorter(graph).static_order())
