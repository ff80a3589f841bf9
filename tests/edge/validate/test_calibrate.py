"""How the real service is calibrated: how often, under whom, and which share it admits."""

import pytest
from clicks import clicks

import edge.validate
from edge.validate import RUNS, Rig, calibrate
from edge.validate.level import admitted_share
from edge.validate.play import Played
from sim import load
from sim.model import Scenario
from sim.outcomes import Outcome
from sim.units import MILLISECOND

REFUSED, SOLD = Outcome.REFUSED, Outcome.SOLD
RIG = Rig(work=7)
EVERY_SECOND = ((0, 5, REFUSED, 0), (1, 7, REFUSED, 0), (20, 6, SOLD, 0))


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Scenario]:
    """The scenarios that were played to a service which does the same twenty times."""
    rows = [(start + 1_000 * i, *rest) for i in range(20) for start, *rest in EVERY_SECOND]
    played: list[Scenario] = []

    def play(scenario: Scenario, rig: Rig) -> Played:
        assert rig == RIG
        played.append(scenario)
        return Played(clicks(*rows), lag_p99=0, cpu=400 * MILLISECOND)

    monkeypatch.setattr(edge.validate, "play_real", play)
    return played


def test_several_runs_are_one_calibration(runs: list[Scenario]) -> None:
    """One of twenty clicks of a kind were too few; three are enough, and it is told which is on."""
    told: list[str] = []
    found = calibrate(load("edge_validation"), RIG, told.append)
    assert (len(runs), len(found.click), len(found.forward)) == (RUNS, 20 * RUNS, 20 * RUNS)
    assert told == ["calibrating, 1 of 3", "calibrating, 2 of 3", "calibrating, 3 of 3"]


def test_each_run_has_people_of_its_own(runs: list[Scenario]) -> None:
    """Drawn by a seed that no level is played with."""
    calibrate(load("edge_validation").resolve(seed=5), RIG)
    assert [scenario.seed for scenario in runs] == [6, 7, 8]


@pytest.mark.parametrize(("share", "played"), [(0.2, 0.2), (0.0, 0.1), (1.0, 0.5)])
def test_the_share_is_the_scenarios_where_it_can_be(
    runs: list[Scenario], share: float, played: float
) -> None:
    """Where nobody or everybody is admitted there would be nothing to compare."""
    model = load("edge_validation").resolve(set={"edge.admission.probability": share})
    calibrate(model, RIG)
    assert set(map(admitted_share, runs)) == {played}
