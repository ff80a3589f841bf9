"""The recursions that stand in for the engine: with the same draws, the same queue to the ns."""

import numpy as np
import pytest
from queues import engine_draws, kiefer_wolfowitz
from systems import PER_SECOND, Play, queue

from sim.experiments.verification.queues import MEAN, Times, draws, lindley
from sim.units import SECOND, Rate

REQUESTS = 3_000


def engine(play: Play, load: float, workers: int, seed: int) -> tuple[Times, Times]:
    """Arrivals and latencies of a queue as an engine plays it, by the number of the request."""
    log = play(queue(load, REQUESTS, workers=workers, seed=seed)).requests
    order = np.argsort(log.request)
    return log.start[order], log.latency[order]


@pytest.mark.parametrize(("load", "workers"), [(0.8, 1), (0.95, 1), (0.7, 4), (0.9, 3)])
@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_the_queue_that_an_engine_plays(
    play: Play, load: float, workers: int, seed: int
) -> None:
    """Every request comes in the same nanosecond and takes as many, whichever plays it."""
    starts, latencies = engine(play, load, workers, seed)
    rate = Rate.of(round(load * workers * PER_SECOND), SECOND)
    arrivals, services = engine_draws(seed, rate, len(starts), "requests", "service")
    waits = kiefer_wolfowitz(arrivals, services, workers)
    assert arrivals[0].tolist() == starts.tolist()
    assert (waits + services)[0].tolist() == latencies.tolist()
    assert len(starts) > 0.9 * REQUESTS


def test_one_worker_is_a_special_case_of_several() -> None:
    """Lindley's recursion and Kiefer and Wolfowitz's agree, in every row."""
    arrivals, services = draws(1, 0, 0.9, replications=5, requests=2_000)
    assert (lindley(arrivals, services) == kiefer_wolfowitz(arrivals, services, 1)).all()


def test_draws_are_keyed() -> None:
    """The same experiment has the same draws, and another one has others."""
    first, again, other = (draws(1, experiment, 0.5, 2, 10)[0] for experiment in (0, 0, 1))
    assert (first == again).all()
    assert not (first == other).any()


def test_draws_have_their_means() -> None:
    """A million services of 10 ms and gaps of 12.5 ms at load 0.8, each within 4 / 1000."""
    arrivals, services = draws(1, 0, 0.8, replications=10, requests=100_000)
    assert abs(services.mean() / MEAN - 1) < 0.004
    assert abs(np.diff(arrivals, axis=1).mean() / (MEAN / 0.8) - 1) < 0.004
