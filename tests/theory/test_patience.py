"""Patience: M/M/1 whose users leave before their service begins, by dropping expired work."""

from math import exp

import pytest
from closed_forms import impatient
from intervals import agree, batch_means
from systems import PER_SECOND, Play, queue, settled

from sim import Scenario
from sim.outcomes import Outcome

REQUESTS = 150_000
PATIENCE = 5
SEED = 13
LOADS = [0.8, 1.2]


@pytest.mark.parametrize("load", LOADS)
def test_expired_work_is_dropped(play: Play, load: float) -> None:
    """Dropping expired work when its turn comes is M/M/1+D: those leave whose wait would be long.

    The service drops a share P(V >= 5) of what arrives: 0.0770 at load 0.8, 0.2239 at 1.2.
    """
    dropped = settled(play(system(load)).timeline["service"]["timed_out"][: seconds(load)])
    expected = impatient(load, PATIENCE) * load * PER_SECOND
    agree(batch_means(dropped).against(expected))


@pytest.mark.parametrize("load", LOADS)
def test_answers_in_time(play: Play, load: float) -> None:
    """Goodput is the share whose wait and service together are shorter than their patience."""
    log = play(system(load)).requests
    served = (log.outcome == Outcome.SERVED)[log.request.argsort()]
    agree(batch_means(settled(served)).against(in_time(load)))


def in_time(load: float) -> float:
    """P(V + S <= patience), where V has an atom P0 at 0 and density P0 load e^{-(1 - load) x}."""
    slack, patience = 1 - load, PATIENCE
    nothing = impatient(load, patience) / (load * exp(-slack * patience))  # P0
    waits = load * (1 - exp(-slack * patience)) / slack
    too_late = exp(-slack * patience) - exp(-patience)
    return nothing * (1 - exp(-patience) + waits - too_late)


def seconds(load: float) -> int:
    """How long requests arrive."""
    return REQUESTS // round(load * PER_SECOND)


def system(load: float) -> Scenario:
    """M/M/1 with users who wait for 50 ms, five service times."""
    return queue(load, REQUESTS, drop_expired=True, call={"timeout": "50 ms"}, seed=SEED)
