"""The cost of a scenario: what a run of it will take, before anything is set aside for it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sim.model.calls_graph import total
from sim.model.demand import demands
from sim.model.errors import Problem
from sim.model.workload import Closed
from sim.units import format_count

if TYPE_CHECKING:
    from sim.model.scenario import Scenario

ROW = 64  # bytes of one request in the log
POLL = 100  # bytes of one poll that is kept, while the log is put in order
USER = 64  # bytes of the state of one user, or of one edge node or instance
CELL = 72  # bytes of one station's interval in the timeline


@dataclass(frozen=True)
class Cost:
    """What one run is expected to take, with polls and without retries.

    ``requests`` are what clients ask for, ``visits`` the stations that these enter, ``reports``
    the messages between edge nodes and data centre, ``cells`` the intervals of the timeline times
    its stations; ``memory`` is a rough number of bytes.
    """

    users: float
    requests: float
    visits: float
    reports: float
    nodes: float
    instances: float
    cells: float
    memory: float


MOST = Cost(
    users=1e8,
    requests=2e9,
    visits=2e10,
    reports=1e9,
    nodes=1e6,
    instances=1e5,
    cells=1e7,
    memory=64e9,
)
"""The most that any run may take."""

_NOUNS = {
    "users": "users",
    "requests": "expected requests and polls",
    "visits": "expected visits of stations",
    "reports": "reports between edge nodes and data centre",
    "nodes": "edge nodes",
    "instances": "instances",
    "cells": "intervals of the timeline times stations",
    "memory": "bytes of memory",
}


def estimate(scenario: Scenario) -> Cost:
    """The cost of a run; all calls of the scenario must be known and have no cycle."""
    asked = list(demands(scenario))
    visited = _visits(scenario)
    logged = sum(demand.requests for demand in asked)
    kept = sum(demand.rows for demand in asked)
    users, nodes, cells = _users(scenario), _nodes(scenario), _cells(scenario)
    instances = sum(service.instances for service in scenario.services.values())
    return Cost(
        users=users,
        requests=logged + sum(demand.polls for demand in asked),
        visits=sum(demand.polls + demand.requests * visited[demand.to] for demand in asked),
        reports=nodes * _rounds(scenario),
        nodes=nodes,
        instances=instances,
        cells=cells,
        memory=(users + nodes + instances) * USER + logged * ROW + kept * POLL + cells * CELL,
    )


def cost_problems(scenario: Scenario) -> list[Problem]:
    """The first thing of the cost that is more than any run may take."""
    cost = estimate(scenario)
    named = [(field.name, getattr(cost, field.name)) for field in fields(cost)]
    large = [_too_large(name, value) for name, value in named if not value <= getattr(MOST, name)]
    return large[:1]


def _too_large(name: str, value: float) -> Problem:
    most = format_count(int(getattr(MOST, name)))
    return Problem((), f"too large to run: wanted at most {most} {_NOUNS[name]}, got {value:.4g}")


def _visits(scenario: Scenario) -> dict[str, float]:
    visited = total(scenario, lambda name: 1.0)
    if scenario.edge:
        visited["edge"] = 1.0 + visited[scenario.edge.origin]
    return visited


def _users(scenario: Scenario) -> float:
    closed = (load.users for load in scenario.workloads.values() if isinstance(load, Closed))
    return float((scenario.crowd.users if scenario.crowd else 0) + sum(closed))


def _nodes(scenario: Scenario) -> float:
    return float(scenario.edge.nodes) if scenario.edge else 0.0


def _rounds(scenario: Scenario) -> float:
    control = scenario.control
    return scenario.duration / control.census_interval + scenario.duration / control.push_interval


def _cells(scenario: Scenario) -> float:
    stations = len(scenario.services) + 2
    return float(stations * -(-scenario.duration // scenario.interval))
