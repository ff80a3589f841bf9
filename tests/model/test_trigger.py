"""The trigger of a scenario: faults, and workloads that are there for a while."""

import pytest

from sim.model import Scenario, load
from sim.model.trigger import trigger_of
from sim.units import SECOND

SURGE = {"kind": "poisson", "rate": "9/s", "to": "service", "start": "5 s", "stop": "25 s"}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """A run of 120 s, slow from 20 s to 30 s."""
    return load("metastable")


def test_a_fault_is_a_trigger(scenario):
    """It begins and ends with the fault."""
    assert trigger_of(scenario) == (20 * SECOND, 30 * SECOND)


def test_a_surge_is_a_trigger(scenario):
    """A workload that comes late and goes early is one, too: from the first to the last of them."""
    surge = scenario.resolve(set={"workloads.surge": SURGE})
    assert trigger_of(surge) == (5 * SECOND, 30 * SECOND)
    assert trigger_of(surge.resolve(set={"faults": []})) == (5 * SECOND, 25 * SECOND)


@pytest.mark.parametrize("change", [{"start": "0 s"}, {"stop": "none"}, {"stop": "120 s"}])
def test_a_workload_that_stays_is_none(scenario, change):
    """What is there from the beginning, or until the end, is load."""
    with pytest.raises(ValueError, match=r"wanted a trigger: a fault, or a workload .*, got none"):
        trigger_of(scenario.resolve(set={"faults": [], "workloads.surge": SURGE | change}))


@pytest.mark.parametrize(
    ("at", "lasts", "got"), [("0 s", "10 s", "0 ns to 10 s"), ("100 s", "20 s", "100 s to 2 min")]
)
def test_before_and_after_it_there_is_something(scenario, at, lasts, got):
    """A trigger that begins or ends with the run has nothing to be compared with."""
    expected = f"wanted a trigger within the run of 2 min, got one from {got}"
    with pytest.raises(ValueError, match=expected):
        trigger_of(scenario.resolve(set={"faults.0.at": at, "faults.0.lasts": lasts}))
