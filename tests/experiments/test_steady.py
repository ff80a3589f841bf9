"""The steady state of a scenario: where there may be one, and when it begins."""

from typing import Any

import pytest

from sim import load, run
from sim.experiments.steady import find_warm_up, may_be_steady
from sim.model import Scenario
from sim.units import SECOND

FAULT = {"kind": "slow", "service": "desk", "instance": "all", "factor": 2.0, "at": "1 s"}
LATE = {"kind": "poisson", "rate": "5/s", "to": "desk", "start": "5 s"}


def test_a_constant_load_may_have_one(shop: Scenario) -> None:
    """Poisson arrivals from beginning to end."""
    assert may_be_steady(shop.resolve("one"))


@pytest.mark.parametrize(
    "change",
    [
        {"faults": [FAULT | {"lasts": "1 s"}]},
        {"workloads.more": LATE},
        {"workloads.visits.start": "1 s"},
        {"workloads.more": LATE | {"start": "0 s", "stop": "5 s"}},
    ],
)
def test_events_rule_it_out(shop: Scenario, change: dict[str, Any]) -> None:
    """What breaks, starts late or stops early changes the system while it runs."""
    assert not may_be_steady(shop.resolve("one", set=change))


@pytest.mark.parametrize(
    ("name", "steady"),
    [("balancers", True), ("flash_sale", False), ("metastable", False), ("world_cup", False)],
)
def test_of_the_shipped_scenarios_one_may(name: str, steady: bool) -> None:
    """A sale, a fault and a day's curve are about their course."""
    assert may_be_steady(load(name)) == steady


def test_a_warm_up_ends_where_the_queue_has_filled(shop: Scenario) -> None:
    """At load 0.99 of ten desks the queue fills for seconds; of an idle one not at all."""
    busy = {"workloads.visits.rate": "990/s", "services.desk.workers": 10}
    pilots = [run(shop, seed=seed, set=busy | {"duration": "60 s"}) for seed in range(5)]
    found = find_warm_up(pilots)
    assert found is not None
    assert 2 * SECOND < found < 30 * SECOND
    idle = [run(shop, seed=seed, set={"workloads.visits.rate": "5/s"}) for seed in range(5)]
    assert find_warm_up(idle) in range(2 * SECOND)


def test_a_queue_that_only_grows_shows_no_steady_state(shop: Scenario) -> None:
    """At load 1.5 everyone waits longer than the one before."""
    pilots = [run(shop, seed=seed, set={"workloads.visits.rate": "150/s"}) for seed in range(5)]
    assert find_warm_up(pilots) is None


def test_runs_without_requests_show_none(shop: Scenario) -> None:
    """A handful of requests is too short for any rule."""
    quiet = {"workloads.visits.rate": "1/min"}
    assert find_warm_up([run(shop, seed=seed, set=quiet) for seed in range(2)]) is None
