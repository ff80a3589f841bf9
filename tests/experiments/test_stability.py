"""Stability maps of real runs: kept as a sweep keeps them, the same whoever makes them."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from shops import LOADS, TRIGGERS, frail

from sim import StabilityMap, load, stability
from sim.experiments.interrupted import Interrupted
from sim.experiments.task import Task
from sim.model import ScenarioError
from sim.results import StorageError

HOW: dict[str, Any] = {"replications": 8, "back": 0.8, "risk": 0.45, "workers": 1}
"""0 of 8 has an upper bound of 36.9 %, 8 of 8 a lower bound of 63.1 %."""
SOME = "workloads.visits.rate=150/s,400/s"


def tables(folder: Path) -> list[bytes]:
    """The bytes of the tables that a map saved."""
    return [(folder / name).read_bytes() for name in ("runs.csv", "points.csv")]


def test_every_region_is_found():
    """150/s x 4 drains; 400/s x 4 does not, once many wait; 1,200/s is too much from the start."""
    found = stability(frail(), LOADS, TRIGGERS, **HOW)
    assert [str(found.region(cell)) for cell in found] == [
        *["stable", "stable"],
        *["vulnerable", "metastable"],
        *["overloaded", "overloaded"],
    ]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a map of four cells."""
    folder = tmp_path_factory.mktemp("map")
    stability(frail(), SOME, TRIGGERS, **HOW | {"replications": 2}, out=folder)
    return folder


def test_who_makes_the_runs_changes_no_byte(saved, tmp_path):
    """Two processes, or an executor, make the same tables as this process alone."""
    how = HOW | {"replications": 2}
    stability(frail(), SOME, TRIGGERS, **how | {"workers": 2}, out=tmp_path / "processes")
    with ThreadPoolExecutor(2) as executor:
        stability(frail(), SOME, TRIGGERS, **how, executor=executor, out=tmp_path / "threads")
    assert tables(tmp_path / "processes") == tables(tmp_path / "threads") == tables(saved)


def test_a_map_that_was_stopped_goes_on(saved, tmp_path):
    """Ctrl-C hands over what is finished; started again, only the rest is made."""

    def stop(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    how = HOW | {"replications": 2, "out": tmp_path}
    with pytest.raises(Interrupted) as caught:
        stability(frail(), SOME, TRIGGERS, **how, progress=stop)
    assert isinstance(caught.value.finished, StabilityMap)
    assert len(caught.value.finished) == 1
    told: list[tuple[int, int]] = []
    stability(frail(), SOME, TRIGGERS, **how, progress=lambda *done: told.append(done))
    assert told[-1] == (5, 5)
    assert tables(tmp_path) == tables(saved)


def test_another_risk_makes_no_run(saved, monkeypatch):
    """What counts as no collapse is asked of the runs that there are."""
    monkeypatch.setattr(Task, "__call__", None)
    how = HOW | {"replications": 2, "risk": 0.2, "confidence": 0.8}
    assert stability(frail(), SOME, TRIGGERS, **how, out=saved).risk == 0.2


def test_another_share_is_another_map(saved):
    """When goodput is back was looked for in the runs: for another share they have to be made."""
    with pytest.raises(StorageError, match="wanted a ledger of scenario"):
        stability(frail(), SOME, TRIGGERS, **HOW | {"back": 0.7}, out=saved)


def test_a_run_that_cannot_tell_is_named():
    """20/s for 3 s are too few requests: the point has failed, and says why."""
    found = stability(frail(), "workloads.visits.rate=20/s,400/s", TRIGGERS, **HOW)
    assert [point.name for point in found.failed] == [
        "workloads.visits.rate=20/s, faults.0.lasts=10 ms",
        "workloads.visits.rate=20/s, faults.0.lasts=1 s",
    ]
    assert "wanted 400 requests before the trigger, got " in found.failed[0].errors[0]


BAD: dict[str, dict[str, Any]] = {
    "--load: wanted 1 to 3 paths, got 0": {"load": {}},
    "--load: wanted 1 path, got 2": {"load": {"seed": [1], "workers": [1]}},
    '--load: wanted path=values, got "x"': {"load": "x"},
    '--load, --trigger: unknown path "faults.0.last"': {"trigger": "faults.0.last=1 s"},
    "--trigger: wanted another path than": {"trigger": "rate=1/s"},
    "wanted a trigger within the run of 9 s": {"trigger": "faults.0.lasts=6 s"},
    "wanted a trigger: a fault": {"set": {"faults": []}, "trigger": "workers=1"},
    "wanted a warm-up below the 3 s": {"warm_up": 3_000_000_000},
}
"""What is wrong, and what is given in place of what is right."""


@pytest.mark.parametrize("expected", BAD)
def test_what_is_no_map_is_refused_before_any_run(expected, monkeypatch):
    """One line says which option, and what is wrong with it."""
    monkeypatch.setattr(Task, "__call__", None)
    given = {"load": SOME, "trigger": TRIGGERS} | BAD[expected]
    with pytest.raises(ScenarioError) as caught:
        stability(frail(), **given, **HOW)
    assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"), [("back", 1.0), ("risk", 0.0), ("confidence", 95), ("replications", 0)]
)
def test_shares_and_counts_are_checked(name, value):
    """A share of everything, of nothing or in percent, and no runs at all, make no map."""
    with pytest.raises(ValueError, match=rf"(?i){name[:4]}.* must be|the share that is back"):
        stability(frail(), SOME, TRIGGERS, **HOW | {name: value})


def test_the_shipped_scenario_is_metastable():
    """At 750/s a fault of ten seconds leaves it down; at 300/s there is none that could."""
    fast: dict[str, Any] = {"engine": "compiled", "workers": 1, "replications": 8, "risk": 0.4}
    short = {"duration": "50 s"}
    rates = {"workloads.calls.rate": ["300/s", "750/s"]}
    found = stability(load("metastable"), rates, "faults.0.lasts=10 s", set=short, **fast)
    assert [str(found.region(cell)) for cell in found] == ["stable", "metastable"]
