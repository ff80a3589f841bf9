"""A node that has to be woken: M/G/1 with an exceptional first service in each busy period.

P. D. Welch, Operations Research 12 (1964), for the wait; H. Levy, L. Kleinrock, "A queue with
starter and a queue with vacations: delay analysis by decomposition", Operations Research 34 (1986),
for what it adds to a stay.
"""

from typing import Any, NamedTuple

import numpy as np
import pytest
from closed_forms import pollaczek_khinchine, starter, welch
from intervals import agree, batch_means
from systems import CONSTANT, DRAIN, EXPONENTIAL, PER_SECOND, UNIT, Floats, Play, scenario, settled

from sim import Scenario

CLICKS = 100_000
LOGNORMAL = {"kind": "lognormal", "mean": "10 ms", "cv": 1.5}
HALF = {"kind": "exponential", "mean": "5 ms"}
GAMMA = {"kind": "gamma", "mean": "10 ms", "shape": 0.5}


class System(NamedTuple):
    """Click time B and wake time S, load, and the moments E[B^2], E[S], E[S^2] where E[B] = 1."""

    click: Any
    wake: Any
    load: float
    second: float
    start: float
    squared: float


# The second moments are 1 + cv^2, 1 + 1/shape, and 2 of an exponential.
of_each = pytest.mark.parametrize(
    "system",
    [
        System(EXPONENTIAL, HALF, 0.7, 2.0, 0.5, 0.5),
        System(CONSTANT, "20 ms", 0.5, 1.0, 2.0, 4.0),
        System(LOGNORMAL, GAMMA, 0.6, 3.25, 1.0, 3.0),
    ],
)


def clicks_at(system: System) -> Scenario:
    """Clicks of so many people at independent instants, all refused by the only worker."""
    seconds = round(CLICKS / (system.load * PER_SECOND))
    never = {"kind": "probability", "probability": 0.0}
    times = {"click_time": system.click, "wake_time": system.wake, "poll_time": "0 s"}
    return scenario(
        {"origin": {"workers": 1, "service_time": "0 s"}},
        {},
        seconds + DRAIN,
        crowd={"users": CLICKS, "join_window": f"{seconds} s"},
        sale={"stock": 0, "opens_at": "0 s", "update_time": "0 s"},
        edge={"nodes": 1, "workers": 1, "admission": never, "origin": "origin", **times},
        seed=7,
    )


def stays_and_waits(play: Play, system: System) -> tuple[Floats, Floats]:
    """How long each click took, and waited until the one before it was over, in order of arrival;
    those who found the node idle did not wait: what is woken for them is theirs."""
    log = play(clicks_at(system)).requests
    order = np.argsort(log.start)
    start, finished = log.start[order], log.finished[order]
    waited = np.maximum(np.append(0, finished[:-1]) - start, 0)
    return settled((finished - start) / UNIT), settled(waited / UNIT)


@of_each
def test_who_finds_it_idle(play: Play, system: System) -> None:
    """A share (1 - load) / (1 + load E[S]): the node is busy for longer than with clicks alone."""
    _, waited = stays_and_waits(play, system)
    agree(batch_means(waited == 0).against((1 - system.load) / (1 + system.load * system.start)))


@of_each
def test_mean_wait(play: Play, system: System) -> None:
    """Welch's formula, with a first service of B + S."""
    _, waited = stays_and_waits(play, system)
    first = system.second + 2 * system.start + system.squared
    expected = welch(system.load, system.second, 1 + system.start, first)
    agree(batch_means(waited).against(expected))


@of_each
def test_mean_stay(play: Play, system: System) -> None:
    """That of M/G/1, and what Levy and Kleinrock's starter adds."""
    stayed, _ = stays_and_waits(play, system)
    added = starter(system.load, system.start, system.squared)
    expected = 1 + pollaczek_khinchine(system.load, system.second) + added
    agree(batch_means(stayed).against(expected))
