"""A bill: what a scenario's parts cost for an hour, by their prices."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sim.model.price import Price
from sim.model.scenario import Scenario
from sim.units import HOUR

EDGE = "edge"
MILLION = 1_000_000


class Priced(NamedTuple):
    """A part with a price: the station's name, its price, and how many instances it has."""

    station: str
    price: Price
    instances: int


def hourly(scenario: Scenario) -> float:
    """What the instances cost for an hour, whatever they do."""
    return sum(part.price.per_hour * part.instances for part in _priced(scenario))


def by_use(scenario: Scenario, arrived: Callable[[str], float]) -> float:
    """What the requests cost for an hour; ``arrived`` tells a station's requests in one run."""
    millions = sum(part.price.per_million * arrived(part.station) for part in _priced(scenario))
    return millions / MILLION * HOUR / scenario.duration


def _priced(scenario: Scenario) -> Iterator[Priced]:
    if scenario.cost is None:
        return
    for name, price in scenario.cost.services.items():
        yield Priced(name, price, scenario.services[name].instances)
    if scenario.cost.edge is not None and scenario.edge is not None:
        yield Priced(EDGE, scenario.cost.edge, scenario.edge.nodes)
