"""Answers that wait at the edge: a node that each admitted click passes twice, as theory has it.

Clicks come at random to one worker, go on to an origin where nobody waits, and come back to the
same worker.  With exponential times of one mean for both this is an open network of one FIFO queue
and one of infinitely many servers, which has a product form: F. Baskett, K. M. Chandy, R. R. Muntz,
F. G. Palacios, "Open, closed, and mixed networks of queues with different classes of customers",
Journal of the ACM 22 (1975).  The node is as M/M/1 with twice the arrivals, whatever the origin
does and although a click comes back when others are there.
"""

import numpy as np
import pytest
from intervals import agree, batch_means
from systems import DRAIN, EXPONENTIAL, MEAN_MS, PER_SECOND, UNIT, Integers, Play, scenario

from sim import Run, Scenario

LOAD = 0.7
CLICKS = 70_000
SECONDS = round(CLICKS * 2 / (LOAD * PER_SECOND))
AWAY = 3
"""The mean time at the origin, in those of a click or an answer."""
INSIDE = LOAD / (1 - LOAD)
OUTSIDE = LOAD / 2 * AWAY
WARM_UP = 1_000


def system() -> Scenario:
    """Clicks at 35 a second, each 10 ms at the node, 30 ms at the origin, 10 ms at the node again.

    The clicks of so many people at independent instants are Poisson to a part in as many.
    """
    times = {"click_time": EXPONENTIAL, "answer_time": EXPONENTIAL, "poll_time": "0 s"}
    away = {"kind": "exponential", "mean": f"{AWAY * MEAN_MS} ms"}
    return scenario(
        {"origin": {"workers": CLICKS, "service_time": away}},
        {},
        SECONDS + DRAIN,
        interval="50 ms",
        crowd={"users": CLICKS, "join_window": f"{SECONDS} s"},
        sale={"stock": 0, "opens_at": "0 s", "update_time": "0 s"},
        edge={"nodes": 1, "workers": 1, "admission": "open", "origin": "origin", **times},
        seed=5,
    )


def inside(run: Run, station: str) -> Integers:
    """How many wait or are served at a station, each 50 ms while people click."""
    columns = run.timeline[station]
    return np.asarray((columns["queue"] + columns["busy"])[WARM_UP : SECONDS * 20])


@pytest.mark.parametrize("number", [1, 2, 4, 8])
def test_the_number_at_the_node_is_geometric(play: Play, number: int) -> None:
    """At least k clicks and answers are at the node for a share 0.7^k of the time."""
    there = inside(play(system()), "edge") >= number
    agree(batch_means(there).against(LOAD**number))


def test_mean_number_at_the_node(play: Play) -> None:
    """0.7 / 0.3 = 2.333 on average; were answers passed on at once, 0.35 / 0.65 = 0.538."""
    agree(batch_means(inside(play(system()), "edge")).against(INSIDE))


def test_the_node_knows_nothing_of_the_origin(play: Play) -> None:
    """The numbers at both, at the same instant, are independent: their product has the mean
    2.333 * 1.05."""
    run = play(system())
    both = inside(run, "edge") * inside(run, "origin")
    agree(batch_means(both).against(INSIDE * OUTSIDE))


def test_time_until_the_answer(play: Play) -> None:
    """Two passages of 1 / 0.3 and 3 away: 9.667 mean times, by Little's law."""
    log = play(system()).requests
    latency = log.latency[np.argsort(log.start)] / UNIT
    agree(batch_means(latency).against(2 / (1 - LOAD) + AWAY))
