"""A level: both worlds under one load, and how far apart they are."""

import dataclasses
import json
from math import inf

import numpy as np
import pytest
from clicks import clicks
from scipy import stats

from sim.outcomes import Outcome
from sim.results.level import Figures, Level, binomial_interval
from sim.units import SECOND

SOLD, REFUSED, FAILED = Outcome.SOLD, Outcome.REFUSED, Outcome.FAILED


def figures(**changed: object) -> Figures:
    """Ten answers a second, 1, 2 and 3 ms; of 1,000 clicks 200 were admitted and sold to."""
    usual = Figures(1_000, 10.0, 1.2, 1.0, 2.0, 3.0, (1_000,), (200,), 200, 0)
    return dataclasses.replace(usual, **changed)  # type: ignore[arg-type]


def level(**changed: object) -> Level:
    """A level at which both worlds agree."""
    usual = Level(
        name="80 % load",
        share=0.8,
        offered=10.0,
        real=figures(),
        simulated=figures(),
        chances=(figures(p99=2.5), figures(p99=4.0)),
        probability=0.2,
        lag_p99_ms=0.5,
        bounds={"throughput": 0.05, "p99": 0.20},
    )
    return dataclasses.replace(usual, **changed)  # type: ignore[arg-type]


def test_throughput_counts_answers_while_clicks_come() -> None:
    """Three clicks in 2 s, one of which is answered after them: 2 answers in 2 s."""
    log = clicks((0, 10, SOLD, 0), (1_000, 10, SOLD, 0), (1_900, 500, SOLD, 0))
    assert Figures.of(log, 1, 2 * SECOND).throughput == 1.0


def test_percentiles_are_of_all_clicks() -> None:
    """Of latencies 1 to 100 ms the nearest ranks are 50, 90 and 99 ms, whatever the outcome."""
    outcomes = [SOLD, REFUSED, FAILED]
    log = clicks(*((i, i, outcomes[i % 3], 0) for i in range(1, 101)))
    found = Figures.of(log, 1, SECOND)
    assert (found.p50, found.p90, found.p99) == (50.0, 90.0, 99.0)


def test_admission_is_counted_by_edge_node() -> None:
    """Node 0 lets one of two through, node 1 one of one, and node 2 saw nobody."""
    log = clicks((0, 1, SOLD, 0), (1, 1, REFUSED, 0), (2, 1, SOLD, 1))
    found = Figures.of(log, 3, SECOND)
    assert (found.decided, found.admitted) == ((2, 1, 0), (1, 1, 0))


def test_what_failed_was_not_decided_on() -> None:
    """A click that met a dead node says nothing about the share that is admitted."""
    found = Figures.of(clicks((0, 1, FAILED, 0), (1, 1, SOLD, 0)), 1, SECOND)
    assert (found.decided, found.failed, found.sold) == ((1,), 1, 1)


def test_worlds_that_agree_miss_nothing() -> None:
    """No error, and 200 of 1,000 clicks is what a probability of 0.2 expects."""
    assert level().misses() == []


@pytest.mark.parametrize(
    ("measure", "value", "error"), [("throughput", 9.0, -0.1), ("p99", 4.0, 1 / 3)]
)
def test_an_error_is_that_of_the_simulator(measure: str, value: float, error: float) -> None:
    """9 a second where 10 are real is 10 % too few."""
    assert level(simulated=figures(**{measure: value})).error(measure) == pytest.approx(error)


def test_what_lies_outside_its_bound_is_named() -> None:
    """A p99 a third too high misses its 20 %; a p50 without a bound misses nothing."""
    found = level(simulated=figures(p99=4.0, p50=9.0)).misses()
    assert found == ["p99 is +33.3% off, wanted at most 20%"]


def test_nothing_real_is_infinitely_far() -> None:
    """A real service that answered nothing is not agreed with."""
    assert level(real=figures(throughput=0.0)).error("throughput") == inf


def test_an_admitted_share_outside_its_interval_is_named() -> None:
    """Of 1,000 clicks at 0.2 a sound edge admits 159 to 243 with 99.9 %: 300 is too many."""
    found = level(real=figures(admitted=(300,))).misses()
    low, high = stats.binom.interval(0.999, 1_000, 0.2)
    assert found == [f"node 0 admitted 300, wanted {low:.0f} to {high:.0f}"]


@pytest.mark.parametrize("trials", [1, 10, 200, 3_000])
@pytest.mark.parametrize("chance", [0.0, 0.0002, 0.2, 1.0])
def test_the_interval_is_that_of_the_binomial_law(trials: int, chance: float) -> None:
    """The same bounds as SciPy's quantiles, which find them another way."""
    low, high = stats.binom.interval(0.999, trials, chance)
    assert binomial_interval(trials, chance) == (low, high)


def test_chance_has_a_range() -> None:
    """From the smallest to the largest that other seeds gave."""
    assert level().spread("p99") == (2.5, 4.0)


def test_a_level_comes_back_from_json() -> None:
    """Nothing is lost on the way to a file and back."""
    saved = json.loads(json.dumps(dataclasses.asdict(level())))
    assert Level.restore(saved) == level()


def test_an_empty_log_has_no_throughput() -> None:
    """Nobody clicked: zero everywhere, and no division by it."""
    log = clicks((0, 1, SOLD, 0)).since(SECOND)
    found = Figures.of(log, 1, SECOND)
    assert (len(log), found.throughput, found.p99) == (0, 0.0, 0.0)
    assert np.array_equal(found.decided, [0])
