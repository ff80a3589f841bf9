"""Metastability: a dip of ten seconds, and whether goodput comes back from it.

The shipped scenario: capacity 1,000/s, 750/s offered, 400/s from 20 s to 30 s, a timeout of 1 s
and three retries.  Retries make 750/s up to 3,000/s, so a queue that is once longer than the
timeout can feed itself for ever (Bronson et al., HotOS 2021).
"""

import numpy as np
import pytest
from intervals import agree, poisson
from systems import Integers, Play

from sim import Run, load
from sim.outcomes import Outcome
from sim.units import SECOND

OFFERED, DIPPED = 750, 400
DIP, DIP_END, SETTLED, END = 20, 30, 60, 120
LASTING = {"naive": 0.001, "backoff": 0.001, "drop_expired_only": 0.1}
"""What never recovers, and the share of what is offered that its goodput stays below."""
RECOVERY = {"retry_budget": 30, "bounded_queue": 2, "drop_expired": 10}
"""What recovers, and within how many seconds after the dip."""


@pytest.mark.parametrize("variant", LASTING)
def test_never_recovers(play: Play, variant: str) -> None:
    """Without a remedy goodput is next to nothing from the dip to the end of the run.

    Until the dip it is Poisson of 750/s; then every answer comes after its caller has gone.
    Backing off spreads the same retries, and dropping only what has expired already serves the
    rest just too late.
    """
    goodput = answered(play(load("metastable"), variant))
    agree(poisson(int(goodput[1:DIP].sum()), OFFERED * (DIP - 1)))
    assert goodput[DIP_END + 5 :].mean() < LASTING[variant] * OFFERED


@pytest.mark.parametrize("variant", RECOVERY)
def test_remedy_recovers(play: Play, variant: str) -> None:
    """With a remedy goodput is back to 750/s within its noise, and stays.

    After 24 s with a retry budget, at once with a bounded queue, after 6 s where expired work is
    dropped in time.  From 60 s on it is Poisson of 750/s again.
    """
    goodput = answered(play(load("metastable"), variant))
    assert recovered_at(goodput) <= DIP_END + RECOVERY[variant]
    agree(poisson(int(goodput[SETTLED:].sum()), OFFERED * (END - SETTLED)))


def test_bounded_queue_holds_in_the_dip(play: Play) -> None:
    """A bounded queue keeps serving in time while capacity is down, at about 400/s.

    Its ten workers are never idle, so answers come as a Poisson process of that rate.
    """
    goodput = answered(play(load("metastable"), "bounded_queue"))[DIP + 1 : DIP_END]
    agree(poisson(int(goodput.sum()), DIPPED * len(goodput)))


def answered(run: Run) -> Integers:
    """Calls answered in each second of the run, those whose caller had given up not counted."""
    served = run.requests.outcome == Outcome.SERVED
    return np.bincount(run.requests.finished[served] // SECOND, minlength=END)


def recovered_at(goodput: Integers) -> int:
    """The second from which goodput stays within four standard deviations of what is offered."""
    off = np.abs(goodput - OFFERED) > 4 * OFFERED**0.5
    return int(np.flatnonzero(off).max(initial=-1)) + 1
