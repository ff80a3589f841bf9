"""Tests of the scenario as it is built in Python."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from sim.model import Crowd, Edge, Poisson, Poll, Sale, Scenario, Service, loads
from sim.model.paths import Reading
from sim.units import MILLISECOND, SECOND, Rate


def test_python_and_toml_build_the_same(scenario: Scenario) -> None:
    """A scenario built in Python equals the one that is read from TOML."""
    built = Scenario(
        name="small",
        question="Does it load?",
        answer="Yes.",
        duration="30 s",
        crowd=Crowd(users=1000, poll=Poll(period="1 s", jitter="10 %")),
        sale=Sale(stock=10, opens_at="5 s", update_time="2 ms"),
        edge=Edge(
            nodes=4,
            workers=8,
            poll_time="50 us",
            click_time="100 us",
            admission={"kind": "probability", "probability": 0.02},
            origin="gateway",
        ),
        services={
            "gateway": Service(
                service_time={"kind": "exponential", "mean": "1 ms"}, calls=[{"to": "order"}]
            ),
            "order": Service(
                instances=3,
                service_time={"kind": "lognormal", "mean": "10 ms", "cv": 0.5},
                calls=[{"to": "stock"}],
            ),
        },
        workloads={"browse": Poisson(rate="20/s", to="gateway")},
        variants={
            "no_edge": {"crowd.entry": "gateway"},
            "quota": {"edge.admission": {"kind": "quota", "quota": 3}},
        },
    )
    assert built == scenario


def test_values_are_whole_numbers(scenario: Scenario) -> None:
    """Inside, durations are nanoseconds and rates are ratios."""
    assert scenario.duration == 30 * SECOND
    assert scenario.sale is not None
    assert scenario.sale.update_time.parameters == {"value": 2 * MILLISECOND}
    browse = scenario.workloads["browse"]
    assert isinstance(browse, Poisson)
    assert browse.rate == Rate(1, SECOND // 20)


def test_sections_are_frozen(scenario: Scenario) -> None:
    """No section can be changed once it is made."""
    with pytest.raises(ValidationError, match="frozen"):
        scenario.crowd.users = 5  # type: ignore[union-attr,misc]


def test_a_problem_in_python_is_worded_alike() -> None:
    """What is wrong in Python is a pydantic error with the sentence that a file would get."""
    with pytest.raises(ValidationError, match='unknown key, did you mean "users"'):
        Crowd(users=1, userz=3)


def test_two_readings_are_equal(scenario: Scenario, text: str) -> None:
    """Where a scenario was read from is no part of its equality, a value is."""
    assert loads(text, Reading(Path("/elsewhere"), "other.toml")) == scenario
    assert loads(text.replace("1000", "1001")) != scenario


def test_a_repr_reads_like_the_constructor(scenario: Scenario) -> None:
    """A section prints as what differs from its defaults, with durations as text."""
    assert repr(scenario.services["order"]) == (
        "Service(service_time=LognormalDistribution(mean='10 ms', cv=0.5), instances='3', "
        "calls=(Call(to='stock'),))"
    )
