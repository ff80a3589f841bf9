"""The calibration: service times from clicks that met nobody."""

from pathlib import Path

import numpy as np
import pytest
from clicks import clicks

from edge.validate.calibration import LEAST, Alone, Calibration, found_nobody, met_nobody
from sim import load, run
from sim.outcomes import Outcome
from sim.results import StorageError
from sim.units import MILLISECOND, SECOND

REFUSED = Outcome.REFUSED


def spaced(latency: float, count: int = LEAST) -> Alone:
    """So many clicks, 1 s apart, each of that latency and 4 ms of processor time."""
    log = clicks(*((1_000 * i, latency, REFUSED, 0) for i in range(count)))
    return Alone.of(log, 4 * MILLISECOND * count, found_nobody(log))


def calibration() -> Calibration:
    """4 ms at the node, 1 ms on the way to it, 2 ms to the origin and back, and 1 ms extra."""
    refused = spaced(5)
    admitted = Alone(tuple([8 * MILLISECOND] * LEAST), 5 * MILLISECOND)
    return Calibration.of(refused, admitted, work=7)


def test_only_clicks_that_met_nobody_count() -> None:
    """The second was sent before the first was over: neither was alone; the third was."""
    log = clicks((0, 5, REFUSED, 0), (4, 5, REFUSED, 0), (20, 5, REFUSED, 0))
    assert met_nobody(log).tolist() == [False, False, True]


def test_one_that_outlasts_several_spoils_them_all() -> None:
    """A click of 30 ms overlaps the two within it, and they do not overlap one another."""
    log = clicks((0, 30, REFUSED, 0), (5, 5, REFUSED, 0), (15, 5, REFUSED, 0), (40, 5, REFUSED, 0))
    assert met_nobody(log).tolist() == [False, False, False, True]


def test_who_comes_later_holds_nobody_up() -> None:
    """The first found nobody, though the second came while it was there."""
    log = clicks((0, 5, REFUSED, 0), (4, 5, REFUSED, 0), (20, 5, REFUSED, 0))
    assert found_nobody(log).tolist() == [True, False, True]


def test_the_order_of_the_log_is_nothing_to_it() -> None:
    """A log is in order of completion; what counts is who was sent before whom."""
    log = clicks((20, 5, REFUSED, 0), (4, 5, REFUSED, 0), (0, 5, REFUSED, 0))
    assert met_nobody(log).tolist() == [True, False, False]


def test_too_few_are_refused() -> None:
    """A distribution of fewer clicks says too little about its tail."""
    with pytest.raises(ValueError, match=f"wanted >= {LEAST} clicks that met nobody, got 3"):
        spaced(5, 3)


def test_what_is_no_work_is_transport() -> None:
    """5 ms of which the node worked 4: 1 ms is the way.  An admission adds 3 ms, of which 1 ms is
    the node's work; the origin has the other 2."""
    found = calibration()
    assert found.transport == MILLISECOND
    assert set(found.click) == {4 * MILLISECOND}
    assert set(found.forward) == {2 * MILLISECOND}
    assert found.extra == MILLISECOND


def test_capacity_follows_from_the_work() -> None:
    """4 ms a click, and 1 ms more for one in five: 1 / 4.2 ms."""
    assert calibration().capacity(0.2) == pytest.approx(SECOND / (4.2 * MILLISECOND))


def test_the_simulator_gives_back_what_was_measured() -> None:
    """Where nobody waits a simulated refusal takes 5 ms: the way and the work."""
    model = load("edge_validation")
    few = {"crowd.users": 20, "crowd.join_window": "14 s", "edge.admission.probability": 0.0}
    log = run(model, set=few | calibration().settings()).requests
    assert np.unique(log.latency[met_nobody(log)]).tolist() == [5_000_000]


def test_an_admitted_one_takes_the_way_to_the_origin_too() -> None:
    """3 ms more, 2 of them at the origin: as it was measured."""
    model = load("edge_validation")
    few = {"crowd.users": 20, "crowd.join_window": "14 s", "edge.admission.probability": 1.0}
    log = run(model, set=few | calibration().settings()).requests
    assert np.unique(log.latency[met_nobody(log)]).tolist() == [8_000_000]


def test_the_work_of_an_admission_is_done_on_the_answer() -> None:
    """Two click at once, both are admitted.  The node has the first from 0.5 to 4.5 ms, and the
    second until 8.5; the answer to the first, there at 6.5, waits for it, and for its own 1 ms."""
    model = load("edge_validation")
    two = {"crowd.users": 2, "crowd.join_window": "0 s", "edge.admission.probability": 1.0}
    log = run(model, set=two | calibration().settings()).requests
    assert log.latency.tolist() == [10_000_000, 12_000_000]


def test_it_is_kept_in_a_file_that_says_where(tmp_path: Path) -> None:
    """What comes back is what was saved, and it names machine, system and day."""
    calibration().save(tmp_path / "calibration.json")
    found = Calibration.load(tmp_path / "calibration.json")
    assert (found.click, found.settings()) == (calibration().click, calibration().settings())
    assert {"machine", "measured", "system"} <= found.where.keys()


@pytest.mark.parametrize("text", ["", "{}", '{"layout": 3}', '{"layout": 2, "click": 3}'])
def test_a_damaged_file_is_one_clear_error(tmp_path: Path, text: str) -> None:
    """It names the file."""
    path = tmp_path / "calibration.json"
    path.write_text(text)
    with pytest.raises(StorageError, match=r"calibration\.json"):
        Calibration.load(path)
