"""Bounded room: M/M/c/K, and Erlang's loss formula, which knows only the mean service time."""

from typing import Any

import numpy as np
import pytest
from closed_forms import erlang_b, mmck
from intervals import Estimate, agree, batch_means
from numpy.typing import NDArray
from systems import EXPONENTIAL, Play, queue, settled, sojourns

from sim import Run
from sim.outcomes import Outcome

REQUESTS = 150_000
SEED = 3
LOGNORMAL = {"kind": "lognormal", "mean": "10 ms", "cv": 1.5}


@pytest.mark.parametrize(("workers", "room", "load"), [(1, 4, 0.9), (2, 3, 1.2), (10, 5, 0.9)])
def test_mmck(play: Play, workers: int, room: int, load: float) -> None:
    """M/M/c/K sheds as often as its last state says, and the rest stays as long as Little says."""
    run = play(queue(load, REQUESTS, workers=workers, queue=room, seed=SEED))
    offered = load * workers
    law = mmck(workers, room, offered)
    agree(lost(run, Outcome.SHED).against(law[-1]))
    inside = float(law @ np.arange(len(law)))
    agree(batch_means(settled(sojourns(run))).against(inside / (offered * (1 - law[-1]))))


@pytest.mark.parametrize("service_time", [EXPONENTIAL, LOGNORMAL, "10 ms"])
def test_erlang_b(play: Play, service_time: Any) -> None:
    """M/G/c/c loses by Erlang's formula, whatever the law of its service times: 5 for 4 erlangs.

    E_B(5, 4) = 0.199067.
    """
    run = play(queue(0.8, REQUESTS, workers=5, queue=0, service_time=service_time, seed=SEED))
    agree(lost(run, Outcome.SHED).against(erlang_b(5, 4.0)))


def test_concurrency_limit_is_erlang_b(play: Play) -> None:
    """A concurrency limit of 5 before plenty of workers refuses what 5 servers would lose."""
    limiter = {"kind": "concurrency", "limit": 5}
    run = play(queue(0.08, REQUESTS, workers=50, limiter=limiter, seed=SEED))
    agree(lost(run, Outcome.REFUSED).against(erlang_b(5, 4.0)))


def lost(run: Run, outcome: Outcome) -> Estimate:
    """The share of arrivals that ended like this."""
    log = run.requests
    by_arrival: NDArray[np.bool_] = (log.outcome == outcome)[np.argsort(log.request)]
    return batch_means(settled(by_arrival))
