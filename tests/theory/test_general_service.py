"""M/G/1: the wait depends on the spread of the service times (Pollaczek 1930, Khinchine 1932)."""

from typing import Any

import pytest
from closed_forms import pollaczek_khinchine
from intervals import agree, batch_means
from systems import CONSTANT, Play, queue, settled, sojourns, waits

from sim import Run, run

REQUESTS = 250_000
SEED = 2

LOGNORMAL = {"kind": "lognormal", "mean": "10 ms", "cv": 1.5}
GAMMA = {"kind": "gamma", "mean": "10 ms", "shape": 0.5}
TWO_PATHS = {
    "kind": "mixture",
    "weights": [0.9, 0.1],
    "components": [
        {"kind": "exponential", "mean": "5 ms"},
        {"kind": "exponential", "mean": "55 ms"},
    ],
}
# E[S^2] where E[S] = 1: 1 + cv^2; 1 + 1/shape; the mixture's is 2 (0.9 * 0.5^2 + 0.1 * 5.5^2).
MG1 = [
    (CONSTANT, 0.8, 1.0),
    (LOGNORMAL, 0.6, 3.25),
    (GAMMA, 0.7, 3.0),
]


def test_wait_of_md1(play: Play) -> None:
    """The mean wait of M/D/1 at 0.8 is 2.0 service times, half of that of M/M/1."""
    waited = settled(sojourns(play(queue(0.8, REQUESTS, service_time=CONSTANT, seed=SEED)))) - 1
    agree(batch_means(waited).against(2.0))


def check_wait(run: Run, second_moment: float, load: float) -> None:
    """Pollaczek and Khinchine's mean, and the share of those who wait."""
    waited = settled(waits(run))
    agree(batch_means(waited).against(pollaczek_khinchine(load, second_moment)))
    agree(batch_means(waited > 0).against(load))


@pytest.mark.parametrize(("service_time", "load", "second_moment"), MG1)
def test_wait_of_mg1(play: Play, service_time: Any, load: float, second_moment: float) -> None:
    """The mean wait of M/G/1 is load E[S^2] / (2 (1 - load)), and a share of ``load`` waits."""
    model = queue(load, REQUESTS, service_time=service_time, seed=SEED)
    check_wait(play(model), second_moment, load)


def test_wait_behind_two_paths() -> None:
    """The same of a mixture, which only the reference engine plays."""
    model = queue(0.5, REQUESTS, service_time=TWO_PATHS, seed=SEED)
    check_wait(run(model, engine="reference"), 6.5, load=0.5)
