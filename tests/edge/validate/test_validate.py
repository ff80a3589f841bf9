"""The validation: real services and the simulator under the same people, for a few seconds."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge.validate import Rig, calibrate, check, validate
from edge.validate.calibration import Calibration
from edge.validate.level import BURST, Level, levels
from edge.validate.play import Played, play_real, play_simulated
from edge.validate.services import away_from
from sim import load
from sim.model import Scenario
from sim.outcomes import Outcome
from sim.results import RequestLog
from sim.units import MILLISECOND, SECOND

PEOPLE = 400
FEW = {
    "crowd.users": PEOPLE,
    "crowd.join_window": "6 s",
    "duration": "7 s",
    "edge.admission.probability": 0.4,
}
RIG = Rig(work=4 * MILLISECOND, lag="p99 <= 2 s")
"""A node that is busy for a quarter of the time, and a load that a busy machine may hold up."""


@pytest.fixture(scope="module")
def model() -> Scenario:
    """The shipped scenario with few people."""
    return load("edge_validation").resolve(set=FEW)


@pytest.fixture(scope="module")
def calibration(model: Scenario) -> Calibration:
    """Measured here."""
    return calibrate(model, RIG)


@pytest.fixture(scope="module")
def played(model: Scenario) -> Played:
    """The real service under the scenario's people."""
    return play_real(model, RIG)


@pytest.fixture(scope="module")
def simulated(model: Scenario, calibration: Calibration) -> RequestLog:
    """The simulator under the same."""
    return play_simulated(model, calibration.settings())


def test_both_worlds_let_the_same_people_in(played: Played, simulated: RequestLog) -> None:
    """The node draws what the simulator draws: who is sold to is the same, person by person."""
    buyers = [
        np.sort(log.user[log.ended_as([Outcome.SOLD])]).tolist() for log in (played.log, simulated)
    ]
    assert buyers[0] == buyers[1]
    assert 0 < len(buyers[0]) < PEOPLE


def test_both_worlds_click_at_the_same_instants(played: Played, simulated: RequestLog) -> None:
    """The intended send times of the real load are the simulator's, to the nanosecond."""
    real, other = (log.start[np.argsort(log.user)] for log in (played.log, simulated))
    assert np.array_equal(real, other)


def test_what_a_node_does_is_measured(model: Scenario, played: Played) -> None:
    """An eighth of the work takes less of its processor."""
    less = play_real(model, replace(RIG, work=RIG.work // 8))
    assert played.cpu > 2 * less.cpu


def test_a_validation_plays_all_levels(
    model: Scenario, calibration: Calibration, tmp_path: Path
) -> None:
    """One steady level, saturation and a burst, with the calibration of a file, told as it goes."""
    calibration.save(tmp_path / "here.json")
    told: list[str] = []
    found = validate(
        model,
        shares=(0.3,),
        window=2 * SECOND,
        calibration=tmp_path / "here.json",
        rig=RIG,
        tell=told.append,
    )
    assert told[-4].endswith("here.json")
    assert told[-3:] == ["level 30% load", "level saturation", "level burst"]
    assert [level.name for level in found.levels] == ["30% load", "saturation", "burst"]
    assert all(level.real.failed == 0 for level in found.levels)
    assert all(level.real.admitted == level.simulated.admitted for level in found.levels)
    json.dumps(found.summary, allow_nan=False)


def test_a_level_is_a_share_of_the_capacity(model: Scenario) -> None:
    """Half of 200 a second for 4 s: 400 people within 4 s."""
    scenario = Level("half", 0.5, 4 * SECOND, {}).scenario(model, 200.0)
    assert scenario.crowd is not None
    assert (scenario.crowd.users, scenario.crowd.join_window) == (400, 4 * SECOND)


def test_the_burst_is_a_second_of_work_in_a_fifth_of_one() -> None:
    """Five times the capacity, for 200 ms."""
    burst = levels([0.5], 10 * SECOND)[-1]
    assert burst.share * burst.window == SECOND
    assert burst.window == BURST


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"edge.admission": {"kind": "quota", "quota": 3}}, "edge.admission: wanted a probability"),
        ({"crowd.poll": {"period": "1 s"}}, "wanted people who click without a poll"),
        ({"sale.opens_at": "1 s"}, "wanted people who click without a poll"),
    ],
)
def test_a_scenario_that_is_no_such_question(
    model: Scenario, changes: dict[str, object], text: str
) -> None:
    """It is refused before anything starts."""
    with pytest.raises(ValueError, match=text):
        check(model.resolve(set=changes))


def test_nodes_that_share_a_processor_are_told_of(
    model: Scenario, calibration: Calibration, tmp_path: Path
) -> None:
    """Before anything starts: more nodes than there are processors left with none for the load."""
    told: list[str] = []
    elsewhere = replace(calibration, work=1)
    elsewhere.save(tmp_path / "here.json")
    many = model.resolve(set={"edge.nodes": 1_000})
    with pytest.raises(ValueError, match="of work"):
        validate(many, calibration=tmp_path / "here.json", rig=RIG, tell=told.append)
    assert told[0].startswith("1000 edge nodes, the origin and the load share ")


def test_a_service_that_does_not_come_up_says_why(
    model: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last thing that it said, in one line."""
    monkeypatch.setattr("edge.validate.services.TICKET_SECRET", "FLOODGATE_NO_SECRET")
    with pytest.raises(OSError, match=r"serve origin did not come up: .*FLOODGATE_TICKET_SECRET"):
        play_real(model, RIG)


def test_other_times_give_another_simulation(model: Scenario, calibration: Calibration) -> None:
    """The check can fail: a click that takes twice as long is seen in the median."""
    once, twice = (replace(calibration, click=(time,) * 50) for time in (4_000_000, 8_000_000))
    medians = [
        float(np.median(play_simulated(model, one.settings()).latency)) for one in (once, twice)
    ]
    assert medians[1] > 1.3 * medians[0]


def test_a_calibration_of_other_work_is_refused(
    model: Scenario, calibration: Calibration, tmp_path: Path
) -> None:
    """Its times say nothing about a node that does more for a click."""
    calibration.save(tmp_path / "here.json")
    rig = replace(RIG, work=9_999_000)
    with pytest.raises(
        ValueError, match=r"here\.json: wanted a calibration of 9,999,000 ns of work"
    ):
        validate(model, calibration=tmp_path / "here.json", rig=rig)


def test_a_calibration_of_another_machine_is_refused(
    model: Scenario, calibration: Calibration, tmp_path: Path
) -> None:
    """Its times say nothing about this one."""
    elsewhere = replace(calibration, where=calibration.where | {"machine": "abacus"})
    elsewhere.save(tmp_path / "there.json")
    with pytest.raises(ValueError, match=r"there\.json: wanted a calibration of this machine"):
        validate(model, calibration=tmp_path / "there.json", rig=RIG)


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="there is one processor to share")
def test_the_load_stays_off_the_processors_of_the_nodes() -> None:
    """A process that is started meanwhile may not run where the first node does; later it may."""
    usable = sorted(os.sched_getaffinity(0))
    code = "import os; print(*sorted(os.sched_getaffinity(0)))"
    with away_from(1):
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (told.stdout.split(), sorted(os.sched_getaffinity(0))) == (
        [str(one).encode() for one in usable[1:]],
        usable,
    )
