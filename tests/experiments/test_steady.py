"""The steady state of a scenario: where there may be one, and when it begins."""

from typing import Any

import numpy as np
import pytest

from sim import load, run
from sim.experiments.steady import by_start, may_be_steady, warm_ups
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


def found(shop: Scenario, count: int = 6, **change: Any) -> tuple[int, int] | None:
    """The warm-ups of a few runs of the shop with some values replaced."""
    changes = {path.replace("__", "."): value for path, value in change.items()}
    return warm_ups([by_start(run(shop, seed=seed, set=changes)) for seed in range(count)])


def test_an_idle_system_has_next_to_none(shop: Scenario) -> None:
    """At load 0.05 nobody waits, neither first nor last."""
    both = found(shop, workloads__visits__rate="5/s")
    assert both is not None
    assert max(both) < 3 * SECOND


def test_each_half_is_cut_where_the_other_shows_it() -> None:
    """Of four runs the first two take 100 requests to settle, the last two take 300.

    So the first half is cut at the 300th request of the second, and what comes later at the
    100th of the first; requests come once a second there, and every two seconds here.
    """
    noise = np.random.default_rng(1).normal(size=(4, 2_000))
    ramps = [10.0 * (np.arange(2_000) < length) for length in (100, 100, 300, 300)]
    starts = [np.arange(2_000) * step * SECOND for step in (2, 2, 1, 1)]
    series = [(begins, one + ramp) for begins, one, ramp in zip(starts, noise, ramps, strict=True)]
    assert warm_ups(series) == (300 * SECOND, 200 * SECOND)


def test_a_queue_that_only_grows_shows_no_steady_state(shop: Scenario) -> None:
    """At load 1.5 everyone waits longer than the one before."""
    assert found(shop, workloads__visits__rate="150/s") is None


def test_runs_without_requests_show_none(shop: Scenario) -> None:
    """A handful of requests is too short for any rule."""
    assert found(shop, 2, workloads__visits__rate="1/min") is None
