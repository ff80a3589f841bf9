"""What the comparison is worth: a policy that is off by one nanosecond does not get past it."""

from collections.abc import Callable
from importlib import import_module
from inspect import signature
from typing import Any

import pytest
from differences import difference
from engines import compiled, examples, reference
from random_models import models

from sim.model import Scenario
from sim.rng import Sampler

ANSWER = "its answer"
RULES = {
    "admission.waiting_room.turn_after": ("now", +1),
    "backoff.decorrelated_jitter.decorrelated": (ANSWER, +1),
    "backoff.equal_jitter.equal": (ANSWER, +1),
    "backoff.exponential.ceiling": (ANSWER, +1),
    "backoff.full_jitter.full": (ANSWER, +1),
    "limiters.fixed_window.count": ("window", +1),
    "limiters.leaky_bucket.pour": ("now", -1),
    "limiters.sliding_window.wait_for": ("window", +1),
    "limiters.token_bucket.take": ("now", -1),
}
"""The rule of every policy that knows of time: where the nanosecond is added or lost."""


def off_by_one(rule: Callable[..., Any], where: str, by: int) -> Callable[..., Any]:
    """A rule that mistakes one of its parameters, or its answer, by so much."""
    if where == ANSWER:
        return lambda *values: rule(*values) + by
    place = list(signature(rule).parameters).index(where)
    return lambda *values: rule(*values[:place], values[place] + by, *values[place + 1 :])


def models_with(kind: str, policy: str) -> list[Scenario]:
    """Random models in which this policy has work to do."""
    wanted: dict[str, Any] = {kind.removesuffix("s"): policy, "mixtures": False}
    return examples(models(**wanted), 40)


@pytest.mark.parametrize("name", RULES)
def test_a_nanosecond_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted into one policy of the reference engine, it shows in one of the random models."""
    kind, policy, rule = name.split(".")
    module = import_module(f"sim.policies.{kind}.{policy}")
    pairs = [(model, compiled(model)) for model in models_with(kind, policy)]
    assert not any(difference(reference(model), trace) for model, trace in pairs)
    monkeypatch.setattr(module, rule, off_by_one(getattr(module, rule), *RULES[name]))
    assert any(difference(reference(model), trace) for model, trace in pairs)


@pytest.mark.parametrize("time", ["answer_time", "wake_time"])
def test_a_nanosecond_of_work_is_found(time: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where a worker of an edge node is busy with the data centre's answer for longer, or
    until the node is awake."""
    models = [one for one in models_with("admission", "open") if getattr(one.edge, time)]
    pairs = [(model, compiled(model)) for model in models]
    assert not any(difference(reference(model), trace) for model, trace in pairs)
    draw = Sampler.__call__

    def late(self: Sampler, *key: int) -> int:
        return draw(self, *key) + (self.stream.name == f"edge.{time}")

    monkeypatch.setattr(Sampler, "__call__", late)
    assert any(difference(reference(model), trace) for model, trace in pairs)
