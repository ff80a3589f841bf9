"""The engine of many runs: chosen once, where they are asked for, by what they cost together."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from sim import compare, load, plan, replicate, sweep
from sim.engines import choose as engines
from sim.engines.execute import Execute
from sim.engines.reference.engine import execute
from sim.experiments import choice, run
from sim.experiments.choice import Choice
from sim.model import Scenario

WORKERS = "services.desk.workers"
UNKNOWN = {"services.desk.link": {"request_size": "600 MB"}}
LINE = (
    "shop: the compiled engine does not know messages of more than 500 MB: "
    "the reference engine plays it"
)
EXPERIMENTS: dict[str, Callable[..., Any]] = {
    "replicate": lambda shop, **how: replicate(shop, 3, warm_up=0, **how),
    "compare": lambda shop, **how: compare(shop, replications=2, warm_up=0, **how),
    "compare runs": compare,
    "sweep": lambda shop, **how: sweep(shop, {WORKERS: [1, 2]}, replications=2, **how),
    "plan": lambda shop, **how: plan(
        shop, {WORKERS: [1, 2]}, ["answered >= 1 %"], replications=2, warm_up=0, **how
    ),
}


@pytest.fixture
def worth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is worth the compiled engine."""
    monkeypatch.setattr(engines, "_is_small", lambda *what: False)


@pytest.fixture
def readied(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, int | None]]:
    """Who had which engine made ready, for so many threads; the reference engine does the work."""
    calls: list[tuple[str, str, int | None]] = []

    def stand_in(who: str) -> Callable[..., Execute]:
        def ready(engine: str, note: object, threads: int | None = None) -> Execute:
            calls.append((who, engine, threads))
            return execute

        return ready

    monkeypatch.setattr(choice, "ready", stand_in("parent"))
    monkeypatch.setattr(run, "ready", stand_in("run"))
    return calls


@pytest.mark.parametrize("kind", EXPERIMENTS)
def test_it_is_chosen_and_made_ready_before_the_first_run(
    shop: Scenario, kind: str, worth: None, readied: list[tuple[str, str, int | None]]
) -> None:
    """Runs get the name of an engine that is ready, and all processors where they are alone."""
    EXPERIMENTS[kind](shop, workers=1)

    assert readied[0] == ("parent", "compiled", None)
    assert {call for call in readied if call[0] == "run"} == {("run", "compiled", os.cpu_count())}


@pytest.mark.parametrize("kind", EXPERIMENTS)
def test_what_the_kernel_does_not_know_is_told_once(
    shop: Scenario, kind: str, worth: None, capfd: pytest.CaptureFixture[str]
) -> None:
    """However many runs, points and worker processes there are, one line says it."""
    notes: list[str] = []
    EXPERIMENTS[kind](shop, set=UNKNOWN, workers=2, note=notes.append)

    assert notes == [LINE]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("runs", "users", "expected"),
    [(1, 1_000, "reference"), (20, 1_000, "compiled"), (10_000, 50, "reference")],
)
def test_auto_looks_at_all_runs_together(
    monkeypatch: pytest.MonkeyPatch, runs: int, users: int, expected: str
) -> None:
    """A run of 0.3 s is no reason to load a kernel, twenty are; those of 17 ms never are."""
    monkeypatch.setattr(engines, "_is_loaded", lambda: False)
    monkeypatch.setattr(engines, "_is_kept", lambda: True)
    monkeypatch.setattr(choice, "ready", lambda engine, note: None)
    sale = load("flash_sale").resolve("no_edge", set={"crowd.users": users})

    assert Choice.of_all("auto", [sale], runs).of(sale) == expected


@pytest.mark.parametrize("engine", ["reference", "compiled"])
def test_a_named_engine_plays_everything(
    shop: Scenario, engine: str, readied: list[tuple[str, str, int | None]]
) -> None:
    """Whoever names an engine gets it, however little there is to do."""
    for experiment in EXPERIMENTS.values():
        experiment(shop, engine=engine, workers=1)

    assert {called for _, called, _ in readied} == {engine}


def test_it_shows_what_it_goes_by() -> None:
    """The repr reads like the constructor."""
    assert repr(Choice("auto", 2_000_000)) == "Choice('auto', 2e+06)"
