"""A sample of calibration runs: which clicks it takes, and what it costs to wake a node."""

from dataclasses import replace

import numpy as np
import pytest
from clicks import clicks

from edge.validate.sample import LEAST, Sample, enough
from sim.outcomes import Outcome
from sim.units import MILLISECOND, SECOND

REFUSED, SOLD = Outcome.REFUSED, Outcome.SOLD
ROWS = [(0, 5, REFUSED, 0), (1, 7, REFUSED, 0), (20, 6, SOLD, 0), (40, 6, SOLD, 0)]
"""One found nobody, one somebody; of the admitted ones both met nobody."""


def test_clicks_are_taken_by_what_they_found() -> None:
    """Each latency is where it belongs, and all clicks are counted."""
    found = Sample.of(clicks(*ROWS), cpu=9)
    assert found.alone.tolist() == [5 * MILLISECOND]
    assert found.admitted.tolist() == [6 * MILLISECOND] * 2
    assert found.stretches.lengths.tolist() == [3 * MILLISECOND]
    assert (found.clicks, found.admissions, found.cpu, found.time) == (4, 2, 9, 46 * MILLISECOND)


def test_every_node_is_there_all_the_time() -> None:
    """Two nodes for 46 ms each."""
    rows = [*ROWS[:3], (40, 6, SOLD, 1)]
    assert Sample.of(clicks(*rows), cpu=9).time == 92 * MILLISECOND


def test_two_runs_are_one_sample() -> None:
    """Twice the same is twice as much of everything."""
    once = Sample.of(clicks(*ROWS), cpu=9)
    twice = once + once
    assert twice.alone.tolist() == once.alone.tolist() * 2
    assert twice.admitted.tolist() == once.admitted.tolist() * 2
    assert twice.stretches.lengths.tolist() == once.stretches.lengths.tolist() * 2
    assert (twice.clicks, twice.admissions) == (8, 4)
    assert (twice.cpu, twice.time) == (18, 92 * MILLISECOND)


def test_waking_is_what_nodes_use_beyond_their_work_for_clicks() -> None:
    """100 clicks of 2.8 ms and 25 admissions of 0.8 more, for which a node uses 0.4 s of one: idle
    for 0.6 of the time, it is woken by 60 clicks and 15 answers, for 100 ms together."""
    sample = Sample.of(clicks(*ROWS), cpu=0)
    sample = replace(sample, clicks=100, admissions=25, cpu=400 * MILLISECOND, time=SECOND)
    found = sample.per_wake(2.8 * MILLISECOND, 0.8 * MILLISECOND)
    assert found == pytest.approx(100 * MILLISECOND / 75)


@pytest.mark.parametrize(("cpu", "click"), [(400, 4.1), (1000, 3.0)])
def test_nothing_is_used_to_wake(cpu: int, click: float) -> None:
    """Clicks take more than it used, or it never was idle."""
    sample = replace(Sample.of(clicks(*ROWS), cpu=0), clicks=100, time=SECOND)
    assert replace(sample, cpu=cpu * MILLISECOND).per_wake(click * MILLISECOND, 0) == 0


def test_too_few_of_a_kind_are_refused() -> None:
    """A distribution of fewer says too little about its tail; it is said of which."""
    times = np.arange(LEAST)
    assert enough(times, "clicks that met nobody") is times
    with pytest.raises(ValueError, match=f"wanted >= {LEAST} clicks that met nobody, got 49"):
        enough(times[1:], "clicks that met nobody")


def test_who_is_let_through_in_vain_was_admitted_too() -> None:
    """Sold out at the origin is no refusal of the node's."""
    rows = [*ROWS[:3], (40, 6, Outcome.SOLD_OUT, 0)]
    found = Sample.of(clicks(*rows), cpu=9)
    assert (found.admissions, len(found.admitted)) == (2, 2)
