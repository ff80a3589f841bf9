"""Recovery: the first time from which goodput stays back, and what keeps a run from telling."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from sim import Run, run
from sim.model import Scenario, loads
from sim.model.trigger import Trigger, trigger_of
from sim.results.recovery import (
    BEFORE,
    COLLAPSED,
    OVERLOADED,
    TIME,
    answers_wanted,
    back_at,
    recovery,
)

SHOP = """
name = "shop"
question = "Is it back?"
answer = "Yes."
duration = "{duration}"

[workloads.visits]
kind = "deterministic"
rate = "{rate}/s"
to = "desk"
timeout = "100 ms"

[services.desk]
service_time = "1 ms"

[[faults]]
kind = "crash"
service = "desk"
instance = "all"
at = "3 s"
lasts = "{lasts}"
"""


def shop(rate: int = 800, duration: str = "10 s", lasts: str = "1 s") -> Scenario:
    """A desk of 1,000/s that is visited so often, and is gone from 3 s on for a second."""
    return loads(SHOP.format(rate=rate, duration=duration, lasts=lasts))


def played(**changes: Any) -> Run:
    """A run of the shop."""
    return run(shop(**changes), engine="reference")


def told(warm_up: int = 0, **changes: Any) -> Mapping[str, float | None]:
    """What such a run says about its trigger."""
    return recovery(played(**changes), trigger_of(shop(**changes)), warm_up=warm_up)


def by_looking(answers: list[int], begin: int, end: int, window: int, wanted: int) -> int | None:
    """``back_at`` by looking at every window."""
    poor = [
        t
        for t in range(begin, end - window + 1)
        if sum(t <= answer < t + window for answer in answers) < wanted
    ]
    if not poor:
        return begin
    return None if poor[-1] == end - window else poor[-1] + 1


def test_back_at_once():
    """An answer a tick from the beginning on: nothing is ever missing."""
    assert back_at(np.arange(100), 10, 100, 5, 5) == 10


def test_back_after_a_gap():
    """Answers again from 40 on: [39, 44) has four of five, [40, 45) has them all."""
    assert back_at(np.arange(40, 100), 10, 100, 5, 5) == 40


def test_a_later_dip_counts():
    """Goodput has to stay back: the answer missing at 70 is in the window that begins there."""
    answers = np.delete(np.arange(100), 70)
    assert back_at(answers, 10, 100, 5, 5) == 71


def test_never_back():
    """No answers, or none in the last window: it is not back when the run ends."""
    assert back_at(np.arange(10), 10, 100, 5, 1) is None
    assert back_at(np.arange(95), 10, 100, 5, 1) is None
    assert back_at(np.arange(96), 10, 100, 5, 1) == 10


@pytest.mark.parametrize("seed", range(40))
def test_the_same_as_looking_at_every_window(seed):
    """Some random answers, several at one time among them: the same as by brute force."""
    draw = np.random.default_rng(seed)
    answers = np.sort(draw.integers(0, 60, draw.integers(0, 120)))
    begin, window, wanted = (
        int(draw.integers(low, high)) for low, high in ((0, 20), (1, 12), (1, 9))
    )
    expected = by_looking(answers.tolist(), begin, 60, window, wanted)
    assert back_at(answers, begin, 60, window, wanted) == expected


def test_a_run_that_comes_back():
    """800/s before; the desk is gone until 4 s, and everything is answered from then on."""
    found = told()
    assert found[BEFORE] == pytest.approx(800, rel=0.001)
    assert (found[OVERLOADED], found[COLLAPSED], found[TIME]) == (0, 0, 0)


def test_a_run_that_comes_back_later():
    """A trigger of one second ends at 3 s, its consequences at 4 s: back 0.8 s after it.

    A window is 2 s wide, and the one that begins at 3.8 s has nine tenths of what it should have.
    """
    found = recovery(played(), Trigger(2_999_999_999, 3_000_000_000))
    assert (found[COLLAPSED], found[TIME]) == (0, pytest.approx(0.8, abs=0.01))


def test_a_run_that_stays_down():
    """A trigger is over at 4 s, its consequences at 9 s: when the run ends it is not back."""
    found = recovery(played(lasts="6 s"), Trigger(3_000_000_000, 4_000_000_000))
    assert (found[OVERLOADED], found[COLLAPSED], found[TIME]) == (0, 1, None)


def test_a_run_that_was_down_before():
    """1,200/s on a desk of 1,000/s: whatever happens then is not for the trigger to answer for."""
    found = told(rate=1_200)
    assert (found[OVERLOADED], found[COLLAPSED], found[TIME]) == (1, None, None)


def test_warm_up_is_left_out():
    """What is sent before the warm-up ends does not count as before the trigger."""
    assert told(warm_up=990_000_000)[OVERLOADED] == 0
    with pytest.raises(ValueError, match="wanted 1,600 requests before the trigger, got 800"):
        told(warm_up=2_000_000_000)


def test_too_few_requests_say_nothing():
    """Of 100/s in 3 s nobody can tell a dip from chance."""
    with pytest.raises(ValueError, match="wanted 1,600 requests before the trigger, got 300"):
        told(rate=100)


def test_too_little_time_says_nothing():
    """A window of 1,600 answers is 2 s long at 800/s: one second after the trigger is too short."""
    with pytest.raises(ValueError, match=r"wanted 2 s or more after the trigger, got 1 s"):
        told(duration="5 s")


@pytest.mark.parametrize(("back", "answers"), [(0.9, 1_600), (0.5, 64), (0.99, 160_000)])
def test_as_many_answers_as_chance_wants(back, answers):
    """Four standard deviations of n answers are (1 - back) n: n = (4 / (1 - back))^2."""
    assert answers_wanted(back) == answers


@pytest.mark.parametrize("back", [0, 1, 0.999, -1])
def test_a_share_that_cannot_be_told(back):
    """Nothing, everything and nearly everything are refused."""
    with pytest.raises(ValueError, match=r"above 0 and at most 0\.99, got"):
        answers_wanted(back)
