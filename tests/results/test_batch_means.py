"""Batch means: the interval of one long run, refused where the run is too short for one."""

import numpy as np
import pytest

from sim import run
from sim.model import loads
from sim.results.batch_means import batch_means, neighbours
from sim.results.intervals import mean_interval
from sim.results.warm_up import mser5


def test_batches_are_means_of_what_follows_the_rest() -> None:
    """Of 7 values in 3 batches the first is left out: (1 3), (9 7), (2 4) have means 2, 8, 3."""
    found = batch_means([100.0, 1.0, 3.0, 9.0, 7.0, 2.0, 4.0], batches=3)
    assert found == mean_interval([2.0, 8.0, 3.0])


def test_independent_values_are_accepted() -> None:
    """White noise has the interval of its mean, within what batches lose: 2.045 / 1.96."""
    values = np.random.default_rng(1).normal(5.0, 1.0, 30_000)
    assert batch_means(values).half == pytest.approx(1.96 / 30_000**0.5, rel=0.35)


def test_a_series_that_drifts_is_too_short() -> None:
    """Batches of a walk resemble their neighbours: an interval of them would be too narrow."""
    walk = np.random.default_rng(1).normal(size=3_000).cumsum()
    with pytest.raises(ValueError, match="wanted a series long enough for 30 independent batches"):
        batch_means(walk)


def test_fewer_values_than_batches_are_refused() -> None:
    """A batch has at least one value."""
    with pytest.raises(ValueError, match="wanted at least 30 values in a row, got 29"):
        batch_means(range(29))


def test_neighbours_of_a_seesaw_are_opposed() -> None:
    """1 -1 1 -1: (-1 -1 -1) / 4 = -0.75; a series that never changes has no correlation."""
    assert neighbours(np.array([1.0, -1.0, 1.0, -1.0])) == -0.75
    assert neighbours(np.array([2.0, 2.0])) == 0.0


SHOP = """
name = "shop"
question = "How long does it take?"
answer = "50 ms on average."
duration = "1000 s"
interval = "10 s"

[workloads.visits]
kind = "poisson"
rate = "80/s"
to = "desk"

[services.desk]
service_time = { kind = "exponential", mean = "10 ms" }
"""


def test_one_long_run_has_an_interval() -> None:
    """80,000 requests of M/M/1 at 0.8 take 50 ms on average, within their interval."""
    interval = run(loads(SHOP)).steady_latency("visits")
    assert 50.0 in interval
    assert interval.relative < 0.15


def test_the_interval_is_that_of_its_requests_in_order() -> None:
    """In milliseconds, in order of their starts, without the warm-up."""
    made = run(loads(SHOP), set={"duration": "300 s"})
    order = np.argsort(made.requests.start)
    latencies = made.requests.latency[order] / 1e6
    assert made.steady_latency("visits", 0.9) == batch_means(latencies[mser5(latencies) :], 0.9)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"duration": "100 ms"}, "wanted at least"),
        ({"workloads.visits.rate": "150/s", "duration": "50 s"}, "wanted a series longer than"),
    ],
)
def test_a_run_that_is_too_short_has_none(change: dict[str, str], said: str) -> None:
    """Eight requests are no batches, and a queue that only grows has no steady state."""
    with pytest.raises(ValueError, match=said):
        run(loads(SHOP), set=change).steady_latency("visits")
