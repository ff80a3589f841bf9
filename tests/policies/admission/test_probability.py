"""Tests of probability admission."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.admission.base import Decision
from sim.policies.admission.probability import Probability
from sim.rng import Stream

SHARES = st.floats(0, 1)
DRAWS = st.floats(2.0**-53, 1 - 2.0**-53)


@given(probability=SHARES, draw=DRAWS)
def test_admits_exactly_if_the_draw_is_below(probability: float, draw: float) -> None:
    """A click is admitted if draw < probability and refused otherwise."""
    decision = Probability(probability=probability).decide(0, draw)
    assert decision is (Decision.ADMIT if draw < probability else Decision.REFUSE)


@given(draw=DRAWS)
def test_nought_admits_nobody_and_one_everybody(draw: float) -> None:
    """Probability 0 refuses every draw of the open interval, probability 1 admits it."""
    assert Probability(probability=0.0).decide(0, draw) is Decision.REFUSE
    assert Probability(probability=1.0).decide(0, draw) is Decision.ADMIT


@given(low=SHARES, high=SHARES, draw=DRAWS)
def test_a_larger_share_admits_the_same_people_and_more(
    low: float, high: float, draw: float
) -> None:
    """Who is admitted at some probability is admitted, under the same draw, at a larger one."""
    low, high = sorted((low, high))
    at_low = Probability(probability=low).decide(0, draw)
    assert Probability(probability=high).decide(0, draw) <= at_low


def test_admitted_are_binomial() -> None:
    """Of 10,000 clicks at each of 400 nodes Binomial(10000, 0.02) get past."""
    # mean 10000 * 0.02 = 200, variance 200 * 0.98 = 196
    policy = Probability(probability=0.02)
    draws = Stream(1, "admission").uniforms(np.arange(4_000_000)).reshape(400, 10_000)
    scores = [
        (sum(policy.decide(0, draw) is Decision.ADMIT for draw in node) - 200) / sqrt(196)
        for node in draws.tolist()
    ]
    assert abs(np.mean(scores)) < 4.5 / sqrt(400)  # the mean of 400 has sd 1/20
    assert abs(np.var(scores) - 1) < 4.5 * sqrt(2 / 400)  # their variance, sqrt(2/400)


def test_a_push_takes_effect_at_once() -> None:
    """After an update the next click is decided by the new probability."""
    policy = Probability(probability=0.0)
    assert policy.decide(5, 0.3) is Decision.REFUSE
    policy.update(0.5)
    assert policy.decide(5, 0.3) is Decision.ADMIT


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), float("inf")])
def test_errors(value: float) -> None:
    """A probability out of range is a ValueError, at the start and in a push that is then void."""
    message = rf"^probability must be >= 0 and <= 1, got {value}$"
    with pytest.raises(ValueError, match=message):
        Probability(probability=value)
    policy = Probability(probability=0.25)
    with pytest.raises(ValueError, match=message):
        policy.update(value)
    assert policy.probability == 0.25
