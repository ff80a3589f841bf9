"""Closed systems: users who think, ask, and wait for their answer."""

from typing import Any

import numpy as np
import pytest
from closed_forms import machine_repair, mean_value_analysis
from intervals import agree, batch_means, independent
from systems import DRAIN, UNIT, Play, passages, scenario, settled, sojourns

from sim import Scenario

SEED = 6
THINK = 9.0
SECONDS = 1_500
THINKING = {"exponential": {"kind": "exponential", "mean": "90 ms"}, "constant": "90 ms"}


@pytest.mark.parametrize("think_time", THINKING.values(), ids=THINKING)
@pytest.mark.parametrize(("users", "workers"), [(10, 1), (25, 2)])
def test_machine_repair(play: Play, users: int, workers: int, think_time: Any) -> None:
    """Throughput and response of M/M/c//N follow from its birth-death chain.

    Thinking happens without queueing, so only its mean counts: constant times give the same.
    """
    run = play(closed(users, workers, think_time))
    throughput, response = machine_repair(users, THINK, workers)
    starts = passages(run)[0] / UNIT
    bounds = np.linspace(0.05, 1.0, 33) * SECONDS * 100
    rates = np.histogram(starts, bounds)[0] / np.diff(bounds)
    agree(independent(rates).against(throughput))
    agree(batch_means(settled(sojourns(run))).against(response))


def test_mean_value_analysis(play: Play) -> None:
    """An arriving user finds the queue of a system with one user fewer (the arrival theorem)."""
    response = mean_value_analysis(10, THINK)[1]
    run = play(closed(10, 1, THINKING["exponential"]))
    agree(batch_means(settled(sojourns(run))).against(response))


def test_one_user_never_waits(play: Play) -> None:
    """A single user meets no queue: her response is a service time, her cycle one and a think."""
    run = play(closed(1, 1, THINKING["exponential"]))
    starts = passages(run)[0] / UNIT
    agree(batch_means(np.diff(starts)).against(THINK + 1))
    agree(batch_means(sojourns(run)).against(1.0))


def closed(users: int, workers: int, think_time: Any) -> Scenario:
    """Users who think for 9 service times on average, for 1,500 s."""
    service = {"workers": workers, "service_time": {"kind": "exponential", "mean": "10 ms"}}
    workload = {"kind": "closed", "users": users, "think_time": think_time, "to": "service"}
    workload["stop"] = f"{SECONDS} s"
    return scenario({"service": service}, {"requests": workload}, SECONDS + DRAIN, seed=SEED)
