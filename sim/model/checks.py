"""The checks across sections: what each section cannot know by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.model.calls_graph import STOCK, find_cycle
from sim.model.cost import cost_problems
from sim.model.errors import Path, Problem, hint, show
from sim.model.fault import Cut
from sim.model.section import Section
from sim.units import format_duration

if TYPE_CHECKING:
    from sim.model.scenario import Scenario

LARGEST = 10**18  # 31 years in ns: sums and small products still fit 64 bits


def problems(scenario: Scenario) -> list[Problem]:
    """All that is wrong across the sections of a scenario; the cost once the rest is right."""
    found = [
        *_parts(scenario),
        *_targets(scenario),
        *_weights(scenario),
        *_faults(scenario),
        *_prices(scenario),
        *_named_variants(scenario),
        *_too_large(scenario, ()),
        *_cycles(scenario),
    ]
    return found or cost_problems(scenario)


def _parts(scenario: Scenario) -> Iterator[Problem]:
    if scenario.crowd is None and not scenario.workloads:
        yield Problem((), "wanted a crowd or at least one workload, got neither")
    if scenario.crowd and scenario.sale is None:
        yield Problem(("sale",), "a crowd wants a sale, got none")
    for name in {"edge", STOCK} & scenario.services.keys():
        yield Problem(("services", name), f"this name is taken, got a service {show(name)}")
    if "buy" in scenario.workloads:
        yield Problem(("workloads", "buy"), 'this name is taken by the crowd, got a workload "buy"')


def _targets(scenario: Scenario) -> Iterator[Problem]:
    for name, service in scenario.services.items():
        for index, call in enumerate(service.calls):
            yield from _target(scenario, ("services", name, "calls", index, "to"), call.to)
    for name, workload in scenario.workloads.items():
        yield from _target(scenario, ("workloads", name, "to"), workload.to)
    if scenario.edge:
        yield from _service(scenario, ("edge", "origin"), scenario.edge.origin)
    if scenario.crowd:
        yield from _entry(scenario, scenario.crowd.entry)


def _target(scenario: Scenario, path: Path, to: str) -> Iterator[Problem]:
    if to != STOCK:
        yield from _service(scenario, path, to)
    elif scenario.sale is None:
        yield Problem(path, 'the stock wants a sale, got "stock" and no sale')


def _service(scenario: Scenario, path: Path, to: str) -> Iterator[Problem]:
    if to not in scenario.services:
        yield Problem(path, f"unknown service {show(to)}{hint(to, scenario.services)}")


def _entry(scenario: Scenario, entry: str) -> Iterator[Problem]:
    if entry != "edge":
        yield from _service(scenario, ("crowd", "entry"), entry)
    elif scenario.edge is None:
        yield Problem(("crowd", "entry"), 'this entry wants an edge, got "edge" and no edge')


def _weights(scenario: Scenario) -> Iterator[Problem]:
    weights = scenario.crowd.weights if scenario.crowd else None
    if weights and scenario.edge and len(weights) != scenario.edge.nodes:
        text = f"wanted one weight for each of {scenario.edge.nodes} edge nodes, got {len(weights)}"
        yield Problem(("crowd", "weights"), text)


def _faults(scenario: Scenario) -> Iterator[Problem]:
    for index, fault in enumerate(scenario.faults):
        path: Path = ("faults", index)
        if fault.at >= scenario.duration:
            end, at = format_duration(scenario.duration), format_duration(fault.at)
            yield Problem((*path, "at"), f"must be < duration = {end}, got {at}")
        if isinstance(fault, Cut):
            if fault.link != "edge" or scenario.edge is None:
                yield from _service(scenario, (*path, "link"), fault.link)
            continue
        yield from _service(scenario, (*path, "service"), fault.service)
        yield from _instance(scenario, (*path, "instance"), fault.service, fault.instance)


def _instance(scenario: Scenario, path: Path, name: str, instance: int | str) -> Iterator[Problem]:
    count = scenario.services[name].instances if name in scenario.services else None
    if count is not None and isinstance(instance, int) and instance >= count:
        yield Problem(path, f"must be < {count}, the instances of {name}, got {show(instance)}")


def _prices(scenario: Scenario) -> Iterator[Problem]:
    if scenario.cost is None:
        return
    for name in scenario.cost.services:
        yield from _service(scenario, ("cost", "services", name), name)
    if scenario.cost.edge is not None and scenario.edge is None:
        yield Problem(("cost", "edge"), "a price of edge nodes wants an edge, got none")


def _named_variants(scenario: Scenario) -> Iterator[Problem]:
    named: list[tuple[Path, str]] = [
        (("compared", index), name) for index, name in enumerate(scenario.compared)
    ]
    if scenario.baseline is not None:
        named.append((("baseline",), scenario.baseline))
    for path, name in named:
        if name not in scenario.variants:
            yield Problem(path, f"unknown variant {show(name)}{hint(name, scenario.variants)}")


def _cycles(scenario: Scenario) -> Iterator[Problem]:
    if cycle := find_cycle(scenario):
        yield Problem(("services",), f"a cycle of calls: {' -> '.join(cycle)}")


def _too_large(value: object, path: Path) -> Iterator[Problem]:
    """Whole numbers anywhere in a section that 64-bit sums could not take."""
    if isinstance(value, Section):
        for name in type(value).model_fields:
            yield from _too_large(getattr(value, name), (*path, name))
    elif isinstance(value, dict) and path != ("variants",):
        for name, item in value.items():
            yield from _too_large(item, (*path, name))
    elif type(value) is tuple:
        for index, item in enumerate(value):
            yield from _too_large(item, (*path, index))
    elif isinstance(value, int) and abs(value) > LARGEST and path != ("seed",):
        yield Problem(path, f"must be <= 10^18 (in ns, bytes or bit/s), got {show(value)}")
