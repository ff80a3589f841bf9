"""Common random numbers: variants meet the same people and the same luck."""

from statistics import variance
from typing import Any

import numpy as np
import pytest

from sim import Run, run
from sim.model import Scenario, loads

MODEL = """
name = "pair"
question = "What does another balancer save?"
answer = "Less than noise would hide without common random numbers."
duration = "20 s"

[workloads.people]
kind = "poisson"
rate = "280/s"
to = "service"

[services.service]
instances = 4
service_time = { kind = "exponential", mean = "10 ms" }
balancer = "power_of_two"

[variants.random]
"services.service.balancer" = "random"
"""

SECOND_SERVICE = {
    "services.extra": {"service_time": {"kind": "exponential", "mean": "1 ms"}},
    "workloads.more": {"kind": "poisson", "rate": "50/s", "to": "extra"},
}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """Four instances at load 0.7, under two balancers."""
    return loads(MODEL)


def columns(made: Run, *names: str) -> list[tuple[Any, ...]]:
    """Columns of the workload "people" as rows, ordered by request."""
    log = made.requests
    own = log.workload == log.workloads.index("people")
    order = np.argsort(log.request[own])
    return list(zip(*(log[name][own][order].tolist() for name in names), strict=True))


def test_adding_a_service_and_a_workload_changes_no_other_draw(scenario: Scenario) -> None:
    """What arrives and how long it takes elsewhere stay as they were, to the nanosecond."""
    alone = run(scenario)
    beside = run(scenario, set=SECOND_SERVICE)
    assert columns(beside, "request", "start", "latency") == columns(
        alone, "request", "start", "latency"
    )


def test_another_balancer_meets_the_same_arrivals_and_service_times(scenario: Scenario) -> None:
    """Requests of both variants start alike; one that waits for nobody takes the same time."""
    one = {row[0]: row[1:] for row in columns(run(scenario), "request", "start", "latency")}
    other = columns(run(scenario, "random"), "request", "start", "latency")
    common = [(one[number], (start, took)) for number, start, took in other if number in one]
    assert all(mine[0] == theirs[0] for mine, theirs in common)
    # A latency that both share to the nanosecond is a service time met by a free worker: at load
    # 0.7 random choices find one with probability 0.3, two choices more often.
    alike = sum(mine == theirs for mine, theirs in common) / len(common)
    assert alike > 0.2


def test_a_paired_difference_has_at_most_half_the_variance(scenario: Scenario) -> None:
    """Over 40 seeds: var(a - b) on the same seed is at most half of var(a) + var(b).

    The pair is one instance with four workers against one with five: queues that see the same
    bursts.  Balancers decorrelate: power of two against random gives a factor of 0.6 only.
    """

    def mean_latency(seed: int, workers: int) -> float:
        pool = {"services.service.instances": 1, "services.service.workers": workers}
        made = run(scenario, seed=seed, set={"duration": "10 s", **pool})
        return float(made.requests.latency.mean())

    four = [mean_latency(seed, 4) for seed in range(40)]
    five = [mean_latency(seed, 5) for seed in range(40)]
    paired = variance(b - a for a, b in zip(five, four, strict=True))
    assert paired <= (variance(four) + variance(five)) / 2
