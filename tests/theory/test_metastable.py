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
DIP, DIP_END, END = 20, 30, 120
LASTING = {"naive": 0.001, "backoff": 0.001, "drop_expired_only": 0.1}
"""What never recovers, and the share of what is offered that its goodput stays below."""
RECOVERY = {"retry_budget": 30, "bounded_queue": 2, "drop_expired": 10}
"""What recovers, and within how many seconds after the dip."""


@pytest.mark.parametrize("variant", [*LASTING, *RECOVERY])
def test_before_the_dip(play: Play, variant: str) -> None:
    """Until the dip every call is answered: goodput is Poisson of 750/s."""
    agree(poisson(int(goodput(play, variant)[1:DIP].sum()), OFFERED * (DIP - 1)))


@pytest.mark.parametrize("variant", LASTING)
def test_never_recovers(play: Play, variant: str) -> None:
    """Without a remedy goodput is next to nothing from the dip to the end of the run.

    Every answer comes after its caller has gone.  Backing off spreads the same retries, and
    dropping only what has expired already serves the rest just too late.
    """
    after = goodput(play, variant)[DIP_END + 5 :]
    assert after.mean() < LASTING[variant] * OFFERED


@pytest.mark.parametrize("variant", RECOVERY)
def test_remedy_recovers(play: Play, variant: str) -> None:
    """With a remedy goodput is back to 750/s within its noise: after 24 s with a retry budget,
    at once with a bounded queue, after 6 s where expired work is dropped in time."""
    answered = goodput(play, variant)
    assert recovered_at(answered) <= DIP_END + RECOVERY[variant]
    agree(poisson(int(answered[60:].sum()), OFFERED * (END - 60)))


def test_bounded_queue_holds_in_the_dip(play: Play) -> None:
    """A bounded queue keeps serving in time while capacity is down: Poisson of about 400/s.

    The ten workers are never idle, so answers come as ten renewal processes of exponential gaps.
    """
    answered = goodput(play, "bounded_queue")[DIP + 1 : DIP_END]
    agree(poisson(int(answered.sum()), DIPPED * len(answered)))


def goodput(play: Play, variant: str) -> Integers:
    """Calls answered in each second of the run, those who had given up not counted."""
    return answered(play(load("metastable"), variant))


def answered(run: Run) -> Integers:
    served = run.requests.outcome == Outcome.SERVED
    return np.bincount(run.requests.finished[served] // SECOND, minlength=END)


def recovered_at(goodput: Integers) -> int:
    """The second from which goodput stays within four standard deviations of what is offered."""
    off = np.abs(goodput - OFFERED) > 4 * OFFERED**0.5
    return int(np.flatnonzero(off).max(initial=-1)) + 1
