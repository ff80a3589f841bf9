"""Replications: the same whoever makes them, enough of them, and no warm-up in them."""

from typing import Any

import pytest

from sim import load, replicate, run
from sim.experiments.interrupted import Interrupted
from sim.experiments.replicate import FIRST
from sim.experiments.seeds import replication_seed
from sim.experiments.series import PILOTS
from sim.experiments.steady import by_start, warm_ups
from sim.model import Scenario, ScenarioError
from sim.results import Replications
from sim.results.figures import UnknownFigureError
from sim.results.replication import Replication
from sim.units import SECOND

SALE = {"crowd.users": 500}


def fingerprints(made: Any) -> list[str]:
    return [one.fingerprint for one in made]


def test_each_is_the_run_with_its_seed(shop: Scenario) -> None:
    """A replication is nothing but a run: in order of the seeds, the first with the own seed."""
    made = replicate(shop, 7, "two", workers=1, warm_up=0)
    runs = [run(shop, "two", seed=replication_seed(1, index)) for index in range(7)]
    assert list(made) == [
        Replication.of(one).__class__(**{**vars(Replication.of(one)), "wall_s": replica.wall_s})
        for one, replica in zip(runs, made, strict=True)
    ]
    assert made.first == runs[0]


@pytest.mark.parametrize("workers", [2, 8])
def test_the_number_of_workers_changes_nothing(shop: Scenario, workers: int) -> None:
    """One process, two or eight: the same figures and histograms, the same warm-up."""
    alone = replicate(shop, 12, workers=1)
    together = replicate(shop, 12, workers=workers)
    assert together.warm_up == alone.warm_up
    assert [{**one.to_json(), "wall_s": 0} for one in together] == [
        {**one.to_json(), "wall_s": 0} for one in alone
    ]
    assert together.summary == alone.summary


def test_more_replications_begin_with_the_fewer(shop: Scenario) -> None:
    """Nothing that was made has to be made again."""
    assert fingerprints(replicate(shop, 9, workers=1))[:4] == fingerprints(
        replicate(shop, 4, workers=1)
    )


def test_the_warm_up_is_cut_where_there_is_a_steady_state(shop: Scenario) -> None:
    """It is found in the first replications: one half of them for the other, and for the rest."""
    busy = {"workloads.visits.rate": "99/s"}
    made = replicate(shop, PILOTS + 1, workers=1, set=busy)
    runs = [run(shop, seed=one.seed, set=busy) for one in made]
    both = warm_ups([by_start(one) for one in runs[:PILOTS]])
    assert both is not None
    assert both[0] != both[1] == made.warm_up > 0
    cuts = [both[0]] * (PILOTS // 2) + [both[1]] * (PILOTS // 2 + 1)
    assert [one.latencies["visits"].count for one in made] == [
        (one.requests.start >= cut).sum() for one, cut in zip(runs, cuts, strict=True)
    ]


def test_a_sale_starts_empty_and_nothing_is_cut() -> None:
    """What happens first is what a sale is about."""
    made = replicate(load("flash_sale"), 3, "census", set=SALE, workers=1)
    assert made.warm_up == 0
    assert made[0].latencies["buy"].count == len(made.first.requests)


def test_where_no_steady_state_shows_nothing_is_cut_and_it_says_so(shop: Scenario) -> None:
    """A queue that only grows has none."""
    made = replicate(shop, 5, set={"workloads.visits.rate": "150/s"}, workers=1)
    assert made.warm_up is None
    assert made[0].latencies["visits"].count == len(made.first.requests)
    assert "no steady state seen, nothing cut" in made.headline


@pytest.mark.parametrize("given", ["5 s", 5 * SECOND])
def test_a_warm_up_may_be_given(shop: Scenario, given: str | int) -> None:
    """As text with a unit, or as ns."""
    made = replicate(shop, 2, warm_up=given, workers=1)
    assert made.warm_up == 5 * SECOND
    assert made[1].latencies["visits"].count < 0.8 * made[1].numbers["data_centre.arrived"]


def test_it_stops_when_it_is_precise_enough(shop: Scenario) -> None:
    """The interval is as narrow as was wanted, which that of the first round was not."""
    made = replicate(shop, until="mean +- 6 %", workers=1)
    interval = made.interval("mean")
    assert made.reached
    assert interval is not None
    assert interval.relative <= 0.06
    first_round = Replications(made.first, made[:FIRST]).interval("mean")
    assert first_round is not None
    assert first_round.relative > 0.06
    assert str(made.until) == "latency_ms.visits.mean +- 6 %"


def test_it_stops_after_the_first_round_where_that_is_enough(shop: Scenario) -> None:
    """A wide precision takes the fewest replications that are looked at."""
    assert len(replicate(shop, until="mean +- 90 %", workers=1)) == FIRST


def test_it_stops_where_it_may_make_no_more(shop: Scenario) -> None:
    """The number is a cap, and what was not reached is not claimed."""
    made = replicate(shop, 17, until="mean +- 0.1 %", workers=1)
    assert len(made) == 17
    assert not made.reached
    assert made.summary["reached"] is False


def test_progress_is_that_of_all(shop: Scenario) -> None:
    """Told under one name, never beyond the whole, and whole at the end."""
    told: list[tuple[str, int, int]] = []
    replicate(shop, 3, "two", workers=1, warm_up=0, progress=lambda *words: told.append(words))
    assert {name for name, _, _ in told} == {"two"}
    assert all(0 <= done <= total for _, done, total in told)
    assert told[-1][1] == told[-1][2]
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


@pytest.mark.parametrize(("stop", "kept"), [(2, None), (3.4, 3)])
def test_an_interruption_keeps_what_is_finished(
    shop: Scenario, stop: float, kept: int | None
) -> None:
    """In unbroken order; before the first run, and the warm-up, there is nothing to keep."""

    def interrupt(name: str, done: int, total: int) -> None:
        if done >= total * stop / 6:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        warm_up = None if kept is None else 0
        replicate(shop, 6, workers=1, warm_up=warm_up, progress=interrupt)
    finished = caught.value.finished
    assert finished is None if kept is None else len(finished) == kept


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"n": 1}, "replications must be >= 2, got 1"),
        ({"workers": 0}, "workers must be >= 1, got 0"),
        ({"confidence": 95}, "confidence must be above 0 and below 1, got 95"),
        ({"engine": "steam"}, "engine must be one of"),
        ({"warm_up": "20 s"}, "warm-up must be >= 0 and below the duration, got 20 s"),
        ({"warm_up": "soon"}, "duration"),
        ({"until": "mean"}, "wanted a figure and a precision"),
    ],
)
def test_what_makes_no_sense_is_refused(
    shop: Scenario, arguments: dict[str, Any], said: str
) -> None:
    """Before anything runs."""
    with pytest.raises(ValueError, match=said):
        replicate(shop, **arguments, progress=lambda *words: pytest.fail("it has begun"))


def test_an_unknown_figure_is_refused(shop: Scenario) -> None:
    """Before anything runs, with the nearest."""
    with pytest.raises(UnknownFigureError, match=r'did you mean "visits\.p99"'):
        replicate(shop, until="visit.p99 +- 2 %", progress=lambda *words: pytest.fail("begun"))


def test_an_unknown_variant_is_refused(shop: Scenario) -> None:
    """As by run."""
    with pytest.raises(ScenarioError, match='unknown variant "tow", did you mean "two"'):
        replicate(shop, 2, "tow")
