"""The calibration: service times from clicks that found nobody, and from those behind others."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edge.validate.alone import met_nobody
from edge.validate.calibration import Calibration
from edge.validate.sample import Sample
from edge.validate.stretches import Stretches
from sim import load, run
from sim.results import RequestLog, StorageError
from sim.units import MICROSECOND, MILLISECOND, SECOND

COUNT = 50
STRETCHES = Stretches(
    np.array([3500 * MICROSECOND] * COUNT + [7700 * MICROSECOND]),
    np.array([0] * COUNT + [1]),
    np.array([0] * COUNT + [1]),
)
NOTHING = np.empty(0, dtype=np.int64)
MANY = Sample(STRETCHES, NOTHING, NOTHING, 0, 0, 0, 0)
"""3.5 ms behind somebody, 7.7 for two of whom one was admitted."""
FEW = Sample(
    stretches=Stretches(NOTHING, NOTHING, NOTHING),
    alone=np.full(COUNT, 5 * MILLISECOND),
    admitted=np.full(COUNT, 9 * MILLISECOND),
    clicks=100,
    admissions=20,
    cpu=424 * MILLISECOND,
    time=848 * MILLISECOND,
)
"""5 ms where nobody was, 9 for who was admitted there."""


def calibration(stretches: Stretches = STRETCHES, **changes: Any) -> Calibration:
    """Of these samples, or of some that are changed."""
    return Calibration.of(replace(FEW, **changes), replace(MANY, stretches=stretches), work=7)


def test_what_an_idle_node_takes_more_is_waking_and_the_way() -> None:
    """1.5 ms more, of which the way is what is no processor time: of that the node uses 4.24 ms a
    click, 3.64 of them for clicks and admissions, and the rest for those six of ten clicks and
    answers a click that find it idle."""
    found = calibration()
    assert set(found.click) == {3500 * MICROSECOND}
    assert (set(found.wake), found.transport) == ({MILLISECOND}, 500 * MICROSECOND)


def test_an_admission_adds_work_and_a_second_waking() -> None:
    """Two clicks, one of them admitted, take 7.7 ms.  Of the 4 ms that an admitted one takes longer
    0.7 are that work, 1 is the waking, 2.3 the origin."""
    found = calibration()
    assert found.extra == 700 * MICROSECOND
    assert set(found.forward) == {2300 * MICROSECOND}


def test_an_admission_takes_no_work_away() -> None:
    """Two clicks, one of them admitted, seem to take 6 ms, less than two refused ones."""
    lengths = np.array([3500 * MICROSECOND] * COUNT + [6 * MILLISECOND])
    found = calibration(stretches=replace(STRETCHES, lengths=lengths))
    assert found.extra == 0


def test_a_node_cannot_use_more_to_wake_than_it_takes() -> None:
    """It seems to use 3 ms to wake, but takes 1.5 ms longer: nothing is left for the way."""
    found = calibration(cpu=544 * MILLISECOND, time=1088 * MILLISECOND)
    assert (set(found.wake), found.transport) == ({1500 * MICROSECOND}, 0)


@pytest.mark.parametrize(("cpu", "time"), [(364, 728), (424, 424)])
def test_where_no_processor_time_goes_to_waking_it_is_all_the_way(cpu: int, time: int) -> None:
    """It uses no more than clicks and admissions take, or is never idle."""
    found = calibration(cpu=cpu * MILLISECOND, time=time * MILLISECOND)
    assert (set(found.wake), found.transport) == ({0}, 1500 * MICROSECOND)


def test_a_node_that_is_no_slower_when_idle_has_neither() -> None:
    """Clicks that found nobody were over in 3 ms, the others in 3.5."""
    found = calibration(alone=np.full(COUNT, 3 * MILLISECOND))
    assert (set(found.wake), found.transport) == ({0}, 0)


def test_waking_varies_as_much_as_idle_nodes_vary_more() -> None:
    """Behind others 3.5 ms each time; alone 4.8 or 5.2, so that 1 ms to wake is 0.8 or 1.2."""
    found = calibration(alone=np.array([4800, 5200] * (COUNT // 2)) * MICROSECOND)
    assert set(found.wake) == {800 * MICROSECOND, 1200 * MICROSECOND}


def test_nobody_takes_less_than_no_time_to_wake() -> None:
    """Alone 3.6 ms, once 73.6: 1 ms to wake on average, and never less than none."""
    found = calibration(alone=np.array([3600] * (COUNT - 1) + [73600]) * MICROSECOND)
    assert min(found.wake) == 0
    assert np.mean(found.wake) == pytest.approx(MILLISECOND, abs=1)


def test_capacity_follows_from_the_work_of_a_node_that_never_sleeps() -> None:
    """3.5 ms a click, and 0.7 ms more for one in five: 1 / 3.64 ms."""
    assert calibration().capacity(0.2) == pytest.approx(SECOND / (3.64 * MILLISECOND))


def simulated(probability: float, settings: dict[str, Any], **more: Any) -> RequestLog:
    """The log of people at the scenario's edge, which admits so many."""
    changes = {f"crowd.{name}": value for name, value in more.items()}
    admission = {"edge.admission.probability": probability}
    return run(load("edge_validation"), set=admission | changes | settings).requests


@pytest.mark.parametrize(("probability", "latency"), [(0.0, 5_000_000), (1.0, 9_000_000)])
def test_the_simulator_gives_back_what_was_measured(probability: float, latency: int) -> None:
    """Where nobody waits a refusal takes 5 ms, an admission 9."""
    few = {"users": 20, "join_window": "14 s"}
    log = simulated(probability, calibration().settings(), **few)
    assert np.unique(log.latency[met_nobody(log)]).tolist() == [latency]


def test_the_work_of_an_admission_is_done_on_the_answer() -> None:
    """Two click at once, both are admitted.  The node is awake at 1.25 ms, has the first until 4.75
    and the second until 8.25; the answer to the first, there at 7.05, waits for it, and for its own
    0.7 ms.  The other is there at 10.55, and wakes the node: until 12.25."""
    log = simulated(1.0, calibration().settings(), users=2, join_window="0 s")
    assert log.latency.tolist() == [9_200_000, 12_500_000]


TRUTH: dict[str, Any] = {
    "edge.click_time": {"kind": "gamma", "mean": "3.2 ms", "shape": 100.0},
    "edge.wake_time": {"kind": "gamma", "mean": "300 us", "shape": 9.0},
    "edge.answer_time": "150 us",
    "edge.link.latency": "20 us",
    "services.order.service_time": {"kind": "gamma", "mean": "1 ms", "shape": 10.0},
}


def sample(users: int) -> Sample:
    """Of a simulated service, as if it were a real one: its nodes compute while they are busy."""
    model = load("edge_validation").resolve(set={"crowd.users": users})
    played = run(model, set=TRUTH)
    share = played.summary["stations"]["edge"]["utilisation"]
    return Sample.of(played.requests, round(share * model.duration))


def test_the_times_of_a_simulated_service_are_found() -> None:
    """A node that takes 3.2 ms for a click, 0.3 +- 0.1 to wake and 0.15 for an answer, 0.04 away
    from its users, with an origin of 1 ms, is calibrated as a real one: to 0.05 ms."""
    found = Calibration.of(sample(2_000), sample(4_000), work=7)
    times = [np.mean(found.click), np.mean(found.wake), np.std(found.wake)]
    times += [found.extra, found.transport, np.mean(found.forward)]
    assert np.array(times) / 1e6 == pytest.approx([3.2, 0.3, 0.1, 0.15, 0.04, 1.0], abs=0.05)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"stretches": Stretches(*[NOTHING] * 3)}, "refused clicks that found somebody"),
        ({"alone": NOTHING}, "refused clicks that found nobody"),
        ({"admitted": NOTHING}, "admitted clicks that met nobody"),
    ],
)
def test_too_few_of_a_kind_are_refused(changes: dict[str, Any], kind: str) -> None:
    """It is said of which."""
    with pytest.raises(ValueError, match=f"{kind}, got 0"):
        calibration(**changes)


def test_it_is_kept_in_a_file_that_says_where(tmp_path: Path) -> None:
    """What comes back is what was saved, and it names machine, system and day."""
    calibration().save(tmp_path / "calibration.json")
    found = Calibration.load(tmp_path / "calibration.json")
    assert (found.click, found.settings()) == (calibration().click, calibration().settings())
    assert {"machine", "measured", "system"} <= found.where.keys()


@pytest.mark.parametrize("text", ["", "{}", '{"layout": 5}', '{"layout": 4, "click": 3}'])
def test_a_damaged_file_is_one_clear_error(tmp_path: Path, text: str) -> None:
    """It names the file."""
    path = tmp_path / "calibration.json"
    path.write_text(text)
    with pytest.raises(StorageError, match=r"calibration\.json"):
        Calibration.load(path)
