"""Stability maps against fluid queues: when retries keep a system down, and how long a backlog is.

The shipped scenario: capacity C = 1,000/s, 400/s while the fault lasts (D), a timeout of 1 s, four
attempts.  Calls that have timed out stay in the queue.  Calls come at a rate of L.
"""

import pytest

from sim import StabilityMap, load, stability
from sim.results.intervals import mean_interval
from sim.results.recovery import BACK, TIME, answers_wanted

CAPACITY, DIPPED, TIMEOUT, ATTEMPTS = 1_000, 400, 1, 4
RUNS = 12


def map_of(rate: int, lasts: list[float], runs: int = RUNS, **changes: object) -> StabilityMap:
    """The map of one load, for faults that last so many seconds."""
    return stability(
        load("metastable"),
        {"workloads.calls.rate": [f"{rate}/s"]},
        {"faults.0.lasts": [f"{seconds:.3f} s" for seconds in lasts]},
        set={"duration": "60 s"} | changes,
        replications=runs,
        confidence=0.99,
        workers=1,
        engine="compiled",
    )


@pytest.mark.parametrize(("rate", "collapses"), [(200, False), (320, True)])
def test_retries_keep_it_down_only_beyond_capacity(rate, collapses):
    """With everybody timed out the load is L x 4: 800/s drains, however bad it was; 1,280/s grows.

    The trigger is as large as it may be: for ten seconds nothing but 100/s is served, which makes
    a queue of several thousand where calls wait for no less than four seconds.
    """
    assert (rate * ATTEMPTS > CAPACITY) is collapses
    (cell,) = map_of(rate, [10], **{"faults.0.factor": 10})
    assert cell.collapsed == (RUNS if collapses else 0)
    assert cell.count == RUNS


def test_a_retry_budget_of_a_tenth_recovers_from_anything():
    """Retries are a tenth of the calls at most: 800/s x 1.1 is below capacity, and it comes back.

    Without the budget it is 3,200/s, and stays down.
    """
    budget = {"workloads.calls.retry.budget": {"ratio": 0.1}}
    (with_it,), (without,) = map_of(800, [5], **budget), map_of(800, [5])
    assert (with_it.collapsed, without.collapsed) == (0, RUNS)


@pytest.mark.parametrize("rate", [500, 750])
def test_the_border_between_vulnerable_and_metastable(rate):
    """How long the fault may last, from a fluid queue.

    It fills at L - 400 until a call waits for as long as its patience (400 are waiting), at
    t = 400 / (L - 400).  The first retries come when that one gives up, at t + 1; from then on it
    fills at 2 L - 400.  A fault that is over before has no consequence; one that lasts until 1,000
    are waiting, more than are served within the patience when all is well again, has no end.
    """
    first = DIPPED * TIMEOUT / (rate - DIPPED) + TIMEOUT
    waiting = (rate - DIPPED) * first
    full = first + (CAPACITY * TIMEOUT - waiting) / (2 * rate - DIPPED)
    short, long = map_of(rate, [0.8 * first, 1.3 * full])
    assert (short.collapsed, long.collapsed) == (0, RUNS)


@pytest.mark.parametrize("lasts", [6, 10])
def test_the_time_to_recover_from_a_backlog_is_its_drain_time(lasts):
    """Without retries the backlog B = (L - 400) D drains at C - L, and the interval holds that.

    A call that finds less than 1,000 waiting is answered in time: the first one comes after
    (B - 1000) / (C - L), and is answered one second later.  From then on answers come at C, faster
    than before the fault, so that a window that begins (1 - 0.9 L / C) of its width earlier has
    nine tenths of what it had.  With D = 10 s: 2500 / 250 + 1 - 0.325 x 2.13 = 10.31 s.
    """
    rate = 750
    backlog = (rate - DIPPED) * lasts
    window = answers_wanted(BACK) / rate
    drained = (backlog - CAPACITY * TIMEOUT) / (CAPACITY - rate)
    expected = drained + TIMEOUT - (1 - BACK * rate / CAPACITY) * window
    (cell,) = map_of(rate, [lasts], 20, **{"workloads.calls.retry": "none"})
    times = [run.numbers[TIME] for run in cell.point.runs]
    interval = mean_interval(times, 0.99)
    print(f"expected {expected:.2f} s, observed {interval} s")
    assert expected in interval
    assert interval.half < 0.1 * expected
    assert cell.time is not None
    assert cell.time.low is not None
    assert cell.time.high is not None
    assert cell.time.low < expected < cell.time.high
