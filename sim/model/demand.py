"""The demand of a scenario: how many requests each of its workloads is expected to make."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from sim.model.calls_graph import STOCK, total
from sim.model.crowd import Crowd
from sim.model.derive import PolicySpec, build
from sim.model.workload import Arrivals, Closed, Curve, Deterministic, Poisson
from sim.units import MINUTE

if TYPE_CHECKING:
    from sim.model.scenario import Scenario


class Demand(NamedTuple):
    """What one workload asks for during a run, first attempts only.

    ``requests`` are logged one by one, ``polls`` are counted, and ``rows`` of them kept; ``to`` is
    a service, "stock" or "edge".
    """

    to: str
    requests: float
    polls: float = 0.0
    rows: float = 0.0


def demands(scenario: Scenario) -> Iterator[Demand]:
    """The demand of the crowd and of each workload, in expectation."""
    if scenario.crowd and scenario.sale:
        crowd, opens_at = scenario.crowd, min(scenario.sale.opens_at, scenario.duration)
        polls = crowd.users * _polls(crowd, opens_at)
        rows = polls if crowd.poll and crowd.poll.rows else 0.0
        yield Demand(crowd.entry, crowd.users, polls, rows)
    yield from workload_demands(scenario)


def workload_demands(scenario: Scenario) -> Iterator[Demand]:
    """The demand of each workload besides the crowd, in expectation."""
    times = total(scenario, lambda name: _own_time(scenario, name))
    for load in scenario.workloads.values():
        yield Demand(load.to, _requests(scenario, load, times[load.to]))


def _polls(crowd: Crowd, opens_at: int) -> float:
    """The mean number of polls of one user: one a period while it waits, and the last one."""
    if crowd.poll is None:
        return 0.0
    wait = _mean_wait(crowd.joins_at, crowd.join_window, opens_at)
    wait = wait if crowd.patience is None else min(wait, crowd.patience)
    return wait / crowd.poll.period + 1


def _mean_wait(joins_at: int, window: int, opens_at: int) -> float:
    """The mean of max(0, opens_at - join) for a join uniform in [joins_at, joins_at + window)."""
    before = min(max(opens_at - joins_at, 0), window)
    rest = max(opens_at - joins_at - window, 0)
    return rest + (before * before / (2 * window) if window else 0.0)


def _requests(scenario: Scenario, load: Arrivals, answer_time: float) -> float:
    """The expected requests of a workload; an answer takes ``answer_time`` ns without queueing."""
    stop = scenario.duration if load.stop is None else min(load.stop, scenario.duration)
    active = max(stop - load.start, 0)
    if isinstance(load, Poisson | Deterministic):
        return active * load.rate.count / load.rate.per
    if isinstance(load, Curve):
        return load.scale * _measured(load.requests, active * load.speed / MINUTE)
    assert isinstance(load, Closed)
    rounds = _ratio(active, _mean(load.think_time) + answer_time)
    return min(load.users * (rounds + 1), _capacity(scenario, load.to, active) + load.users)


def _measured(requests: tuple[int, ...], minutes: float) -> float:
    """The measured requests of the first minutes of a curve."""
    whole = min(int(min(minutes, len(requests))), len(requests))
    part = requests[whole] * (minutes - whole) if whole < len(requests) else 0.0
    return sum(requests[:whole]) + part


def _own_time(scenario: Scenario, name: str) -> float:
    """The mean ns that a request spends in a station and on the way to it and back."""
    if name == STOCK:
        return _mean(scenario.sale.update_time) if scenario.sale else 0.0
    service = scenario.services[name]
    way = 2 * _mean(service.link.latency) if service.link else 0.0
    return _mean(service.service_time) + way


def _capacity(scenario: Scenario, name: str, active: float) -> float:
    """The most requests that the workers of a station can answer in ``active`` ns."""
    if name == STOCK:
        return _ratio(active, _mean(scenario.sale.update_time)) if scenario.sale else inf
    service = scenario.services[name]
    workers = service.instances * service.workers
    return workers * _ratio(active, _mean(service.service_time))


def _mean(spec: PolicySpec) -> float:
    return float(build(spec).mean)


def _ratio(time: float, step: float) -> float:
    return time / step if step else inf
