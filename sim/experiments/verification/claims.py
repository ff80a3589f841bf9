"""What is claimed: theory of queues, published results, and the coverage of our own intervals."""

from functools import cache
from math import log
from typing import Any

from sim.experiments.verification import coverage
from sim.experiments.verification.claim import CONFIDENCE, Claim
from sim.experiments.verification.closed_forms import (
    attempts,
    erlang_b,
    machine_repair,
    mmc_wait,
    pollaczek_khinchine,
)
from sim.experiments.verification.queues import MEAN
from sim.experiments.verification.systems import (
    SEED,
    admitted,
    closed_queue,
    lossy_link,
    observed,
    open_queue,
    replicated,
)
from sim.results.intervals import CONFIDENCE as USUAL
from sim.results.intervals import Interval, share_interval

MS = 10.0
"""The mean service time."""

LATENCY = "latency_ms.requests.mean"
EXPERIMENTS = 400

TWO_CHOICES = 2.6141 + 3.083 / 100
"""Service times with two choices among 100 servers at 0.9: the limit, and what so few add."""


def claims() -> list[Claim]:
    """Every claim, none of them tried yet."""
    return [*_delays(), *_services(), *_losses(), *_others(), *_coverages()]


def _delays() -> list[Claim]:
    """Open queues: how long a request takes."""
    return [
        _delay("M/M/1 at 0.8: mean time", "Erlang 1917", mmc_wait(1, 0.8), 0.8, 400),
        Claim(
            "M/M/1 at 0.6: p99 time",
            "exponential law",
            "ms",
            log(100) / 0.4 * MS,
            lambda: observed(replicated(open_queue(0.6, 200), 20), "latency_ms.requests.p99"),
        ),
        _delay("M/M/10 at 0.9: mean time", "Erlang 1917", mmc_wait(10, 0.9), 0.9, 40, workers=10),
    ]


def _services() -> list[Claim]:
    """Open queues whose service times or balancers are not those of M/M/c."""
    return [
        _delay(
            "M/D/1 at 0.8: mean time",
            "Pollaczek 1930, Khinchine 1932",
            pollaczek_khinchine(0.8, 1.0),
            0.8,
            200,
            service_time="10 ms",
        ),
        _delay(
            "M/G/1 at 0.7, cv 1.5: mean time",
            "Pollaczek 1930, Khinchine 1932",
            pollaczek_khinchine(0.7, 1 + 1.5**2),
            0.7,
            300,
            service_time={"kind": "lognormal", "mean": "10 ms", "cv": 1.5},
        ),
        _delay(
            "two choices of 100 at 0.9: mean time",
            "Mitzenmacher 1996; Gast, Van Houdt 2017",
            TWO_CHOICES - 1,
            0.9,
            8,
            instances=100,
            balancer="power_of_two",
        ),
    ]


def _losses() -> list[Claim]:
    """Requests that are turned away or lost."""
    return [
        Claim(
            "M/M/5/5, 4 erlangs: share served",
            "Erlang 1917",
            "",
            1 - erlang_b(5, 4.0),
            lambda: observed(replicated(open_queue(0.8, 50, workers=5, queue=0), 10), "answered"),
        ),
        Claim(
            "half of all attempts lost, 4 attempts: share served",
            "geometric law",
            "",
            attempts(0.5, 4)[0],
            lambda: observed(replicated(lossy_link(0.5, 4, 20), 10), "answered"),
        ),
    ]


def _others() -> list[Claim]:
    """Closed users, and the admission of a flash crowd."""
    _, response = machine_repair(20, 25.0, 1)
    return [
        Claim(
            "M/M/1//20 users, 250 ms of thought: mean time",
            "Reiser, Lavenberg 1980",
            "ms",
            response * MS,
            lambda: observed(replicated(closed_queue(20, 250, 100), 10), LATENCY),
        ),
        Claim(
            "10,000 people, 1 % admitted: how many",
            "binomial law",
            "people",
            100.0,
            lambda: admitted(10_000, 0.01, 30),
        ),
    ]


def _coverages() -> list[Claim]:
    """How often intervals of confidence 0.95 hold what is known to be true."""
    wait, p99 = mmc_wait(1, 0.8) * MEAN, coverage.mm1_p99(0.8)
    return [
        Claim("coverage of a mean", "M/M/1, 10 of 10,000", "", USUAL, lambda: _held(wait, 0)),
        Claim("coverage of a p99", "M/M/1, 10 of 10,000", "", USUAL, lambda: _held(p99, 1)),
        Claim("coverage of stopping at 5 %", "M/M/1", "", USUAL, lambda: _stopped(wait)),
    ]


def _delay(name: str, source: str, wait: float, load: float, seconds: int, **service: Any) -> Claim:
    """The mean time in a queue: what a request waits, and one service time."""
    queue = open_queue(load, seconds, **service)
    return Claim(
        name, source, "ms", (wait + 1) * MS, lambda: observed(replicated(queue, 10), LATENCY)
    )


@cache
def _experiments() -> list[tuple[Interval, Interval | None]]:
    """The mean and the p99 of each experiment."""
    queues = map(coverage.settled, coverage.mm1(SEED, 0.8, 10, 10_000, EXPERIMENTS))
    return [(coverage.mean_of(rows), coverage.p99_of(rows)) for rows in queues]


def _held(truth: float, which: int) -> Interval:
    intervals = [experiment[which] for experiment in _experiments()]
    hits = sum(one is not None and truth in one for one in intervals)
    return share_interval(hits, len(intervals), CONFIDENCE)


def _stopped(truth: float) -> Interval:
    found = [coverage.stopped(SEED, experiment, 0.8, 0.05) for experiment in range(EXPERIMENTS)]
    return share_interval(sum(truth in one for _, one in found), EXPERIMENTS, CONFIDENCE)
