"""Little's law: what is counted inside is what arrives times how long it stays."""

import numpy as np
import pytest
from intervals import Estimate, agree, batch_means
from systems import DRAIN, UNIT, Play, passages, queue

from sim import Run, Scenario

LOAD = 0.8
REQUESTS = 120_000
SEED = 7
SECONDS = REQUESTS // 160
WARM_UP = 1_000


def system() -> Scenario:
    """M/M/2 at 0.8, looked into every 50 ms, five service times."""
    return queue(LOAD, REQUESTS, workers=2, interval="50 ms", seed=SEED)


def inside(run: Run) -> np.ndarray:
    """The readings of the timeline while requests arrive: how many wait or are served."""
    columns = run.timeline["service"]
    return (columns["queue"] + columns["busy"])[: SECONDS * 20]


def test_timeline_counts_what_the_log_says(play: Play) -> None:
    """Just before each reading as many are inside as arrived before it and had not left."""
    run = play(system())
    starts, ends = passages(run)
    times = run.timeline.bounds[1:]
    logged = np.searchsorted(starts, times) - np.searchsorted(np.sort(ends), times)
    columns = run.timeline["service"]
    assert (columns["queue"] + columns["busy"] == logged).all()


def test_mean_number_in_mm2(play: Play) -> None:
    """The mean number in M/M/2 at 0.8 is 2 r / (1 - r^2) = 4.4444."""
    agree(batch_means(inside(play(system()))[WARM_UP:]).against(2 * LOAD / (1 - LOAD**2)))


def test_littles_law(play: Play) -> None:
    """The number inside, averaged over readings, is the arrival rate times the mean stay.

    Both sides come from the run, batch by batch of the same time, and differ by nothing but what
    happens between two readings.
    """
    run = play(system())
    starts, ends = passages(run)
    readings = inside(run)[WARM_UP:]
    batches = 30
    bounds = np.linspace(WARM_UP / 20, SECONDS, batches + 1) * 1e9
    stays = np.histogram(starts, bounds, weights=ends - starts)[0] / np.diff(bounds)
    means = readings[: len(readings) // batches * batches].reshape(batches, -1).mean(axis=1)
    agree(batch_means(means - stays, batches).against(0.0))


def test_utilisation_law(play: Play) -> None:
    """Workers are busy for the load: the arrival rate times the mean service time, over both.

    The busy time of a run has standard deviation sqrt(2 n) service times: n = 120,000 Poisson
    arrivals of exponential work.
    """
    run = play(system())
    busy = run.summary["stations"]["service"]["utilisation"] * 2 * (SECONDS + DRAIN) * 1e9 / UNIT
    expected = LOAD * 2 * SECONDS * 1e9 / UNIT
    assert busy == pytest.approx(run.trace.totals["service"].busy_ns / UNIT)
    agree(Estimate(busy, (2 * expected) ** 0.5).against(expected))
