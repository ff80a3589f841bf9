"""Priorities that do not pre-empt: each class waits as long as Cobham says (1954)."""

from typing import Any

import pytest
from closed_forms import cobham
from intervals import agree, batch_means
from systems import (
    CONSTANT,
    DRAIN,
    EXPONENTIAL,
    PER_SECOND,
    Play,
    open_workload,
    scenario,
    settled,
    sojourns,
)

from sim import Scenario

REQUESTS = 200_000
SEED = 4
LOADS = [0.2, 0.3, 0.3]
CLASSES = ["urgent", "usual", "later"]


@pytest.mark.parametrize(
    ("service_time", "workers", "second_moment"),
    [(EXPONENTIAL, 1, 2.0), (EXPONENTIAL, 3, 2.0), (CONSTANT, 1, 1.0)],
)
def test_waits_of_three_classes(
    play: Play, service_time: Any, workers: int, second_moment: float
) -> None:
    """Classes of load 0.2, 0.3, 0.3 wait R / ((1 - s) (1 - s')): 1, 2 and 8 R / 0.8.

    s and s' are the loads without and with the class: 0, 0.2, 0.5 and 0.8.  R is 0.8 for M/M/1,
    0.4 for M/D/1, and P(wait) / 3 for M/M/3.
    """
    run = play(three_classes(service_time, workers))
    for name, wait in zip(CLASSES, cobham(LOADS, second_moment, workers), strict=True):
        agree(batch_means(settled(sojourns(run, name))).against(wait + 1))


def three_classes(service_time: Any, workers: int) -> Scenario:
    """Three Poisson workloads, the most urgent first, at one service."""
    rates = [round(load * workers * PER_SECOND) for load in LOADS]
    stop = REQUESTS // sum(rates)
    service = {"workers": workers, "service_time": service_time, "discipline": "priority"}
    workloads = {
        name: open_workload(rate, stop, priority=number)
        for number, (name, rate) in enumerate(zip(CLASSES, rates, strict=True))
    }
    return scenario({"service": service}, workloads, stop + DRAIN, seed=SEED)
