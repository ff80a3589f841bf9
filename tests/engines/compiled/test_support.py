"""What the kernel does not know is found before a run, by its name."""

import pytest

from sim import load
from sim.engines.compiled import draw_table, policy_table
from sim.engines.compiled.support import unsupported
from sim.model import shipped
from sim.policies.balancers import PowerOfTwo


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_variant_is_known(name: str) -> None:
    """Whatever is shipped can be played by the kernel."""
    scenario = load(name)

    assert [unsupported(scenario.resolve(variant)) for variant in scenario.variants] == [
        None
    ] * len(scenario.variants)


def test_a_policy_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy without a rule in the kernel is named."""
    monkeypatch.delitem(policy_table.FIELDS, PowerOfTwo)

    assert unsupported(load("flash_sale")) == "the policy PowerOfTwo"


def test_a_distribution_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A distribution without a rule in the kernel is named, with what it is the time of."""
    monkeypatch.delitem(draw_table.PARAMETERS, draw_table.Exponential)
    unknown = unsupported(load("balancers"))

    assert unknown is not None
    assert unknown.startswith("exponential times (")


def test_messages_that_are_too_long() -> None:
    """The kernel's 64 bits hold the time that 500 MB take, and say so."""
    long = {"services.gateway.link.request_size": "600 MB"}

    assert unsupported(load("flash_sale").resolve(set=long)) == "messages of more than 500 MB"


def test_the_size_of_a_crowd_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody draws a crowd of a million to ask whether its stations are known."""
    drawn = []
    monkeypatch.setattr(
        "sim.workload.people.choose_edge",
        lambda draws, weights: drawn.append(len(draws)) or (draws * 0).astype(int),
    )
    unsupported(load("flash_sale"))

    assert drawn == [1]
