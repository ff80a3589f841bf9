"""How the real service is calibrated: how often, under whom, and which share it admits."""

import numpy as np
import pytest
from clicks import Click, clicks

import edge.validate
from edge.validate import Rig, calibrate
from edge.validate.level import admitted_share
from edge.validate.play import Played
from sim import load
from sim.model import Scenario
from sim.outcomes import Outcome
from sim.units import MILLISECOND

REFUSED, SOLD = Outcome.REFUSED, Outcome.SOLD
RIG = Rig(work=7)
FEW = load("edge_validation").resolve(set={"crowd.users": 300})


def every_second(users: int) -> list[Click]:
    """One click that finds nobody, one behind it, and an admitted one; all are a hundredth of a ms
    longer for every person there is."""
    more = users / 100
    return [(0, 15 + more, REFUSED, 0), (1, 17 + 2 * more, REFUSED, 0), (90, 6 + more, SOLD, 0)]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Scenario]:
    """The scenarios that were played to a service which does the same thirty times."""
    played: list[Scenario] = []

    def play(scenario: Scenario, rig: Rig) -> Played:
        assert rig == RIG and scenario.crowd is not None
        played.append(scenario)
        clicks_a_second = every_second(scenario.crowd.users)
        rows = [(start + 1_000 * i, *rest) for i in range(30) for start, *rest in clicks_a_second]
        return Played(clicks(*rows), lag_p99=0, cpu=600 * MILLISECOND)

    monkeypatch.setattr(edge.validate, "play_real", play)
    return played


def test_several_runs_are_one_calibration(runs: list[Scenario]) -> None:
    """One of thirty clicks of a kind were too few; two are enough."""
    found = calibrate(FEW, RIG)
    assert (len(found.click), len(found.wake), len(found.forward)) == (60, 60, 60)


def test_work_is_that_under_many_and_waking_that_under_few(runs: list[Scenario]) -> None:
    """Of 600 people a click takes 9 ms behind another; of 300 one that finds nobody 18."""
    found = calibrate(FEW, RIG)
    assert set(found.click) == {9 * MILLISECOND}
    assert found.transport + np.mean(found.wake) == pytest.approx(9 * MILLISECOND)


def test_twice_as_many_people_come_every_other_time(runs: list[Scenario]) -> None:
    """In turn, so that neither has the better hours of a machine; it is told which are on."""
    told: list[str] = []
    calibrate(FEW, RIG, told.append)
    assert [one.crowd.users for one in runs if one.crowd is not None] == [300, 600, 300, 600]
    assert told[1:3] == [
        "calibrating, 1 of 2, 2 x the people",
        "calibrating, 2 of 2, 1 x the people",
    ]


def test_each_run_has_people_of_its_own(runs: list[Scenario]) -> None:
    """Drawn by a seed that no level is played with."""
    calibrate(FEW.resolve(seed=5), RIG)
    assert [scenario.seed for scenario in runs] == [6, 6, 7, 7]


@pytest.mark.parametrize(("share", "played"), [(0.2, 0.2), (0.0, 0.1), (1.0, 0.5)])
def test_the_share_is_the_scenarios_where_it_can_be(
    runs: list[Scenario], share: float, played: float
) -> None:
    """Where nobody or everybody is admitted there would be nothing to compare."""
    calibrate(FEW.resolve(set={"edge.admission.probability": share}), RIG)
    assert set(map(admitted_share, runs)) == {played}
