"""What the compiled engine cannot run it says, before it plays anything."""

import pytest
from engines import compiled, reference
from plays import scenario

from sim.engines.compiled.policy_table import FIELDS
from sim.engines.compiled.unsupported import UnsupportedError
from sim.model import Scenario
from sim.policies.limiters import TokenBucket

LOAD = """
[workloads.w]
kind = "deterministic"
rate = "10/s"
to = "shop"

[services.shop]
"""
PARTS = '[{ kind = "exponential", mean = "2 ms" }, "1 ms"]'
MIXTURE = f'{{ kind = "mixture", weights = [0.9, 0.1], components = {PARTS} }}'


def refused(model: Scenario) -> str:
    """What the compiled engine says to a model, which the reference engine runs."""
    assert len(reference(model).requests["request"]) > 0
    with pytest.raises(UnsupportedError) as caught:
        compiled(model)
    return str(caught.value)


def test_a_mixture_is_named_with_its_place() -> None:
    """Which times they are, and where in the scenario they stand."""
    text = refused(scenario(LOAD + f"service_time = {MIXTURE}\n"))
    assert "mixture" in text and "shop.service_time" in text


def test_a_policy_that_the_kernel_was_not_taught_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy of somebody's own runs in the reference engine alone."""
    monkeypatch.delitem(FIELDS, TokenBucket)
    limiter = 'limiter = { kind = "token_bucket", rate = "5/s", burst = 1 }\n'
    assert "TokenBucket" in refused(scenario(LOAD + 'service_time = "1 ms"\n' + limiter))


def test_a_message_that_takes_longer_than_64_bits_count_is_refused() -> None:
    """Its bits times 10^9 ns do not fit; without a bandwidth it arrives at once in reference."""
    link = '[services.shop.link]\nrequest_size = "600 MB"\n'
    assert "500 MB" in refused(scenario(LOAD + 'service_time = "1 ms"\n' + link))
