"""Coverage: of a thousand experiments, how many have an interval that holds the truth?

1,000 intervals of confidence 0.95 hold the truth 950 times, give or take 3 standard
errors of 6.9: from 930 to 970.
"""

from collections.abc import Iterator
from math import log

import numpy as np
import pytest
from closed_forms import mmc_wait
from queues import kiefer_wolfowitz

from sim.experiments.verification.coverage import (
    Queue,
    mean_of,
    mm1,
    mm1_p99,
    p99_of,
    settled,
    stopped,
)
from sim.experiments.verification.queues import MEAN, draws
from sim.results.batch_means import batch_means
from sim.results.intervals import Interval, mean_interval, percentile_interval, share_interval
from sim.results.warm_up import mser5

EXPERIMENTS = 1_000
ENOUGH = range(930, 971)
SEED = 1


def mmc(workers: int, load: float, replications: int, requests: int) -> Iterator[Queue]:
    """Experiments with M/M/c: fifty at once, because each step of the recursion costs the same."""
    for first in range(0, EXPERIMENTS, 50):
        parts = [
            draws(SEED, experiment, load, replications, requests, workers)
            for experiment in range(first, first + 50)
        ]
        arrivals, services = (np.concatenate(part) for part in zip(*parts, strict=True))
        waits = kiefer_wolfowitz(arrivals, services, workers)
        yield from zip(np.split(arrivals, 50), np.split(waits, 50), strict=True)


def held(truth: float, intervals: list[Interval | None]) -> int:
    """How many of the intervals hold the truth; ``pytest -rP`` shows it."""
    count = sum(interval is not None and truth in interval for interval in intervals)
    print(f"{count} of {len(intervals)} intervals hold the truth")
    return count


Found = list[tuple[Interval, Interval | None]]
"""The mean and the p99 of each experiment."""


def estimates(queues: Iterator[Queue]) -> Found:
    """What each experiment says of the mean wait and of its p99."""
    return [(mean_of(rows), p99_of(rows)) for rows in map(settled, queues)]


@pytest.fixture(scope="module")
def ten_at_80() -> Found:
    """M/M/1 at 0.8, ten replications of 10,000."""
    return estimates(mm1(SEED, 0.8, 10, 10_000, EXPERIMENTS))


@pytest.fixture(scope="module")
def twenty_at_90() -> Found:
    """M/M/1 at 0.9, twenty replications of 20,000."""
    return estimates(mm1(SEED, 0.9, 20, 20_000, EXPERIMENTS))


def test_the_mean_wait_of_mm1_at_80(ten_at_80: Found) -> None:
    """Ten replications of 10,000 hold the mean wait of four service times."""
    assert held(mmc_wait(1, 0.8) * MEAN, [mean for mean, _ in ten_at_80]) in ENOUGH


def test_the_p99_wait_of_mm1_at_80(ten_at_80: Found) -> None:
    """Ten replications of 10,000 hold its p99 of 21.9 service times."""
    assert held(mm1_p99(0.8), [p99 for _, p99 in ten_at_80]) in ENOUGH


def test_the_mean_wait_of_mm1_at_90(twenty_at_90: Found) -> None:
    """Twenty replications of 20,000 hold the mean wait of nine service times."""
    assert held(mmc_wait(1, 0.9) * MEAN, [mean for mean, _ in twenty_at_90]) in ENOUGH


def test_the_p99_wait_of_mm1_at_90(twenty_at_90: Found) -> None:
    """Twenty replications of 20,000 hold its p99 of 45.0 service times."""
    assert held(mm1_p99(0.9), [p99 for _, p99 in twenty_at_90]) in ENOUGH


def test_the_p99_wait_of_mm1_at_70() -> None:
    """Ten replications of 10,000 hold its p99 of 14.2 service times."""
    found = [p99_of(settled(queue)) for queue in mm1(SEED, 0.7, 10, 10_000, EXPERIMENTS)]
    assert held(mm1_p99(0.7), found) in ENOUGH


def test_the_mean_wait_of_mm4_at_70() -> None:
    """Ten replications of 10,000 hold Erlang's mean wait."""
    found = [mean_of(settled(queue)) for queue in mmc(4, 0.7, 10, 10_000)]
    assert held(mmc_wait(4, 0.7) * MEAN, found) in ENOUGH


def test_a_naive_design_fails() -> None:
    """Five replications of 2,000 at 0.9, from empty: too few, too short, and biased.

    A check of coverage that lets this pass is none.
    """
    queues = mm1(SEED, 0.9, 5, 2_000, EXPERIMENTS)
    found = [mean_of(list(waits)) for _, waits in queues]
    assert held(mmc_wait(1, 0.9) * MEAN, found) < ENOUGH.start


def test_a_mean_of_percentiles_fails() -> None:
    """What a pooled percentile is for: Student's t of each replication's p99 is biased.

    Twenty replications of 20,000 at 0.9, 200 experiments.
    """
    found = [
        mean_interval(np.quantile(waits, 0.99, axis=1, method="inverted_cdf"))
        for _, waits in mm1(SEED, 0.9, 20, 20_000, 200)
    ]
    assert held(mm1_p99(0.9), found) < 0.9 * 200


def test_stopping_at_a_precision_of_five_percent() -> None:
    """Whoever stops when an interval is narrow stops too early now and then: 92 % is enough.

    M/M/1 at 0.8 in replications of 10,000, as many as ``replicate`` makes, in 1,000 experiments.
    """
    found = [stopped(SEED + 1, experiment, 0.8, 0.05) for experiment in range(EXPERIMENTS)]
    counts = [count for count, _ in found]
    print(f"{min(counts)} to {max(counts)} replications, {np.mean(counts):.1f} in the mean")
    assert all(one.relative <= 0.05 for _, one in found)
    assert held(mmc_wait(1, 0.8) * MEAN, [one for _, one in found]) >= 920


def test_batch_means_of_one_long_run() -> None:
    """Thirty batches of one run of 200,000 at 0.8 hold the mean wait, where they are accepted."""
    found = []
    for _, waits in mm1(SEED, 0.8, 1, 200_000, 300):
        found.append(batch_means(waits[0][mser5(waits[0]) :]))
    assert held(mmc_wait(1, 0.8) * MEAN, found) >= 0.92 * 300


@pytest.mark.parametrize("q", [50, 90])
def test_order_statistics_of_independent_values(q: float) -> None:
    """Between two ranks of 100 exponential values lies the percentile, 950 times or more.

    Ranks are whole, so that coverage is above 0.95: up to 0.97.
    """
    generator = np.random.Generator(np.random.Philox(key=SEED))
    samples = generator.standard_exponential((EXPERIMENTS, 100))
    found = [percentile_interval(sample, q) for sample in samples]
    assert held(-log(1 - q / 100), found) in range(930, 991)


def test_shares_are_held_at_least_as_often_as_stated() -> None:
    """Clopper and Pearson's interval of 50 tries at 5 % is never too narrow."""
    generator = np.random.Generator(np.random.Philox(key=SEED))
    hits = generator.binomial(50, 0.05, EXPERIMENTS)
    assert held(0.05, [share_interval(int(count), 50) for count in hits]) >= 930
