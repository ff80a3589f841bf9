"""Sweeps: every point once, the same whoever makes it, and no trouble at one point for another."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from shops import RATES, WORKERS, shop

from sim import run
from sim.experiments.interrupted import Interrupted
from sim.experiments.ledger import FILE
from sim.experiments.seeds import replication_seed
from sim.experiments.sweep import sweep
from sim.experiments.task import Task
from sim.model import ScenarioError
from sim.results import StorageError
from sim.results.figures import UnknownFigureError, numbers

TABLES = ("runs.csv", "points.csv", "runs.parquet", "points.parquet")


def tables(folder: Path) -> list[bytes]:
    """The bytes of all tables that a sweep saved."""
    return [(folder / name).read_bytes() for name in TABLES]


@pytest.fixture
def played(monkeypatch) -> list[tuple[str, int]]:
    """The keys of the runs that are made in this process, one entry each time."""
    keys: list[tuple[str, int]] = []
    play = Task.__call__

    def noted(task: Task, threads: int):
        keys.append(task.key)
        return play(task, threads)

    monkeypatch.setattr(Task, "__call__", noted)
    return keys


def test_a_point_is_what_a_run_there_shows():
    """The figures of a point are those of the run with the same replacements and seed."""
    swept = sweep(shop(), [RATES], "fast", seed=3, workers=1)
    there = run(shop(), "fast", seed=3, set={"workloads.visits.rate": "90/s"})
    assert swept[2].settings == {"workloads.visits.rate": "90/s"}
    assert swept[2].runs[0].fingerprint == there.fingerprint
    assert swept[2].runs[0].numbers == numbers(there.summary)


def test_every_point_meets_the_same_seeds():
    """Replications differ in their seeds, points do not: what differs between them is the point."""
    swept = sweep(shop(), [RATES], replications=3, workers=1)
    seeds = [replication_seed(1, index) for index in range(3)]
    assert [[one.seed for one in point.runs] for point in swept] == [seeds] * 4


@pytest.mark.parametrize("workers", [2, 8])
def test_the_number_of_workers_changes_no_byte(tmp_path, workers):
    """One process or several: the same tables, byte for byte."""
    for count, folder in ((1, tmp_path / "one"), (workers, tmp_path / "many")):
        sweep(shop(), [RATES, WORKERS], replications=2, workers=count, out=folder)
    assert tables(tmp_path / "one") == tables(tmp_path / "many")


def test_the_engine_changes_no_byte(tmp_path):
    """One engine or the other, or one that goes on where the other ended: the same tables."""
    for engines in (["reference"], ["compiled"], ["compiled", "reference"]):
        for replications, engine in enumerate(engines, 3 - len(engines)):
            how = {"replications": replications, "engine": engine, "workers": 1}
            sweep(shop(), [RATES], **how, out=tmp_path / "-".join(engines))
    first, *others = (tables(folder) for folder in tmp_path.iterdir())
    assert others == [first, first]


def test_any_executor_will_do(tmp_path):
    """A sweep runs on whatever is a concurrent.futures.Executor, and leaves it open."""
    sweep(shop(), [RATES], workers=1, out=tmp_path / "one")
    with ThreadPoolExecutor(2) as executor:
        sweep(shop(), [RATES], executor=executor, workers=2, out=tmp_path / "threads")
        assert executor.submit(int).result() == 0
    assert tables(tmp_path / "one") == tables(tmp_path / "threads")


def test_a_sweep_that_is_finished_runs_nothing(tmp_path, played):
    """The same sweep again makes no run and the same tables."""
    sweep(shop(), [RATES], workers=1, out=tmp_path)
    first = tables(tmp_path)
    played.clear()
    sweep(shop(), [RATES], workers=1, out=tmp_path)
    assert (played, tables(tmp_path)) == ([], first)


def test_more_points_and_replications_run_only_what_is_new(tmp_path, played):
    """Four points once, then five points three times: 15 runs, of which 4 are there."""
    sweep(shop(), [RATES], workers=1, out=tmp_path / "grown")
    wider = ["workloads.visits.rate=50/s,70/s,90/s,110/s,120/s"]
    sweep(shop(), wider, replications=3, workers=1, out=tmp_path / "grown")
    assert (len(played), len(set(played))) == (15, 15)
    sweep(shop(), wider, replications=3, workers=1, out=tmp_path / "at_once")
    assert tables(tmp_path / "grown") == tables(tmp_path / "at_once")


def test_equal_points_are_run_once(played):
    """Two spellings of one value are two points and one run."""
    swept = sweep(shop(), {"workloads.visits.rate": ["50/s", "3000/min"]}, workers=1)
    assert (len(swept), len(played)) == (2, 1)
    assert swept[0].estimates == swept[1].estimates


def test_progress_counts_runs(tmp_path):
    """Told how many of the runs that are to be made are finished; those that were there are not."""
    told: list[tuple[int, int]] = []
    half = ["workloads.visits.rate=50/s,70/s"]
    sweep(shop(), half, workers=1, out=tmp_path)
    sweep(shop(), [RATES], workers=1, out=tmp_path, progress=lambda *done: told.append(done))
    assert told == [(1, 2), (2, 2)]


def test_a_run_that_fails_is_named_and_tried_again(tmp_path, monkeypatch):
    """One point breaks, the others are there; once it is mended only that one is made."""

    def broken(task: Task, threads: int):
        if task.scenario.workloads["visits"].rate.per_second == 70:
            raise RuntimeError("no such luck")
        return made(task, threads)

    made = Task._run
    with monkeypatch.context() as patch:
        patch.setattr(Task, "_run", broken)
        swept = sweep(shop(), [RATES], workers=1, out=tmp_path)
    assert [point.name for point in swept.failed] == ["workloads.visits.rate=70/s"]
    assert swept.failed[0].errors == ("RuntimeError: no such luck",)
    assert "no such luck" in (tmp_path / "runs.csv").read_text()
    assert "1 points failed" in str(swept)
    assert sweep(shop(), [RATES], workers=1, out=tmp_path).failed == []


def test_an_interruption_keeps_what_is_finished(tmp_path):
    """Ctrl-C hands over the points that are finished; started again, the sweep goes on."""

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        sweep(shop(), [RATES], workers=1, out=tmp_path / "stopped", progress=stop)
    assert len(caught.value.finished) == 2
    for folder in ("stopped", "undisturbed"):
        sweep(shop(), [RATES], workers=1, out=tmp_path / folder)
    assert tables(tmp_path / "stopped") == tables(tmp_path / "undisturbed")


def test_warm_up_is_left_out():
    """What is asked to be left out of each run is not in its figures."""
    whole, rest = (sweep(shop(), [RATES], warm_up=cut, workers=1) for cut in (0, 1_000_000_000))
    assert rest[0].estimates["outcomes.served"] < whole[0].estimates["outcomes.served"]


def test_another_scenario_in_the_folder_is_refused(tmp_path):
    """A folder holds the sweep of one scenario: another one is told to go elsewhere."""
    sweep(shop(), [RATES], workers=1, out=tmp_path)
    with pytest.raises(StorageError, match=r"wanted a ledger of scenario"):
        sweep(shop(), [RATES], set={"services.desk.queue": 5}, workers=1, out=tmp_path)
    assert (tmp_path / FILE).is_file()


def test_every_point_is_checked_before_the_first_run(played):
    """A value that does not fit is found before anything runs."""
    with pytest.raises(ScenarioError, match=r"--over: services.desk.workers: must be >= 1, got 0"):
        sweep(shop(), ["services.desk.workers=1,0"], workers=1)
    assert played == []


def test_a_point_that_the_engine_cannot_play_is_found_before_the_first_run(played):
    """Whoever asks for the compiled engine is told which option leads to what it does not know."""
    sizes = {"services.desk.link": [{"request_size": "1 MB"}, {"request_size": "600 MB"}]}
    with pytest.raises(ScenarioError, match=r"--over: shop: the compiled engine does not know"):
        sweep(shop(), sizes, engine="compiled", workers=1)
    assert played == []


def test_an_unknown_figure_is_found_before_the_first_run(played):
    """A figure that no run will have is answered with the nearest one."""
    with pytest.raises(UnknownFigureError, match=r'did you mean "visits.p99"'):
        sweep(shop(), [RATES], figures=["visit.p99"], workers=1)
    assert played == []


@pytest.mark.parametrize(("name", "value"), [("replications", 0), ("workers", 0)])
def test_counts_are_at_least_one(name, value):
    """No replications and no workers make no sweep."""
    with pytest.raises(ValueError, match=f"{name} must be >= 1, got 0"):
        sweep(shop(), [RATES], **({"workers": 1} | {name: value}))


def test_a_grid_beyond_measure_is_refused():
    """A slip of the finger is found before anything is set aside for it."""
    over = {"seed": range(1_000), "duration": range(1_000)}
    with pytest.raises(ScenarioError, match="wanted at most 1,000,000 runs, got 2,000,000"):
        sweep(shop(), over, replications=2)
