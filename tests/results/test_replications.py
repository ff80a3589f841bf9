"""Replications: what many runs say together, shown, saved and loaded."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from sim import replicate
from sim.model import loads
from sim.results import Replications, StorageError, load
from sim.results.figures import UnknownFigureError
from sim.results.intervals import mean_interval
from sim.results.replication import Replication
from sim.results.run import Run
from sim.units import SECOND

SHOP = """
name = "shop"
question = "Does the desk keep up?"
answer = "Yes."
duration = "20 s"

[workloads.visits]
kind = "poisson"
rate = "50/s"
to = "desk"

[services.desk]
service_time = { kind = "exponential", mean = "10 ms" }
"""


@pytest.fixture(scope="module")
def shop() -> Replications:
    """Five replications of a small shop, without a warm-up."""
    return replicate(loads(SHOP), 5, warm_up=0, workers=1)


def test_a_figure_has_the_interval_of_its_replications(shop: Replications) -> None:
    """The mean latency is the mean of five means, with Student's t."""
    values = shop.values("mean")
    assert len(set(values.tolist())) == 5
    assert shop.interval("visits.mean") == mean_interval(values)
    assert shop.interval("visits.mean", confidence=0.5).half < shop.interval("mean").half


def test_a_percentile_is_that_of_all_requests(shop: Replications) -> None:
    """Not a mean of five percentiles, each of which is short of requests."""
    interval = shop.interval("p99")
    assert interval is not None
    assert interval.centre != pytest.approx(shop.values("p99").mean(), rel=1e-6)
    assert interval.low < shop.values("p99").mean() < interval.high


def test_intervals_of_what_cannot_be_negative_are_not(shop: Replications) -> None:
    """In flight at the end: some of five runs have none."""
    assert all(one.low >= 0 for one in shop.intervals.values() if one is not None)


def test_a_figure_that_is_never_there_has_no_interval(shop: Replications) -> None:
    """A workload has no utilisation."""
    assert shop.interval("stations.visits.utilisation") is None
    assert len(shop.values("stations.visits.utilisation")) == 0


def test_an_unknown_figure_is_answered_with_the_nearest(shop: Replications) -> None:
    """As elsewhere."""
    with pytest.raises(UnknownFigureError, match=r'did you mean "visits\.p99"'):
        shop.interval("visits.p98")


def test_the_summary_is_plain_json(shop: Replications) -> None:
    """Who ran, how often, what was cut, and an interval or null for every figure."""
    summary = json.loads(json.dumps(shop.summary, allow_nan=False))
    assert (summary["replications"], summary["confidence"], summary["warm_up_s"]) == (5, 0.95, 0)
    figure = summary["figures"]["latency_ms.visits.mean"]
    assert figure["low"] < figure["centre"] < figure["high"]
    assert summary["figures"]["stations.visits.utilisation"] is None
    assert [run["fingerprint"] for run in summary["runs"]] == [one.fingerprint for one in shop]


def test_text_says_how_many_and_shows_bounds(shop: Replications) -> None:
    """Printed: a headline and a row a figure."""
    text = str(shop)
    assert text.startswith("shop: 5 replications (from seed 1, reference engine, nothing cut)\n")
    assert "visits.p99 (ms)" in text
    assert "outcomes.failed" not in text  # always 0
    assert repr(shop) == "Replications('shop', variant=None, seed=1, n=5, confidence=0.95)"


def test_frames_have_a_row_a_replication_and_a_row_a_figure(shop: Replications) -> None:
    """For whoever goes on with pandas."""
    frame, intervals = shop.to_pandas(), shop.intervals_to_pandas()
    assert frame.index.tolist() == [one.seed for one in shop]
    assert frame["latency_ms.visits.mean"].tolist() == shop.values("mean").tolist()
    assert intervals.loc["latency_ms.visits.mean", "centre"] == shop.interval("mean").centre


def test_the_command_makes_them_again(shop: Replications) -> None:
    """With what was cut, found or given."""
    assert shop.command == (
        "floodgate run shop --replications 5 --confidence 0.95 --warm-up '0 ns' --seed 1 "
        "--engine reference"
    )


def test_saved_and_loaded_they_are_the_same(shop: Replications, tmp_path: Path) -> None:
    """Every figure, every interval, the first run: bit for bit."""
    files = shop.save(tmp_path / "out")
    loaded = load(tmp_path / "out")
    assert isinstance(loaded, Replications)
    assert loaded.summary == shop.summary
    assert loaded.first == shop.first
    assert {file.name for file in files} >= {"run.json", "replications.json"}


def test_a_run_saved_over_them_hides_them(shop: Replications, tmp_path: Path) -> None:
    """A folder has one result."""
    shop.save(tmp_path)
    shop.first.save(tmp_path)
    assert isinstance(load(tmp_path), Run)


def damage_layout(file: Path) -> None:
    file.write_text(file.read_text().replace('"layout": 1', '"layout": 99'))


def damage_text(file: Path) -> None:
    file.write_text(file.read_text()[:-100])


def damage_order(file: Path) -> None:
    saved = json.loads(file.read_text())
    saved["replications"].reverse()
    file.write_text(json.dumps(saved))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (damage_layout, "wanted layout 1, got 99"),
        (damage_text, "replications.json is damaged"),
        (damage_order, "is damaged: wanted replications that begin with"),
    ],
)
def test_damaged_files_are_refused(
    shop: Replications, tmp_path: Path, damage: Callable[[Path], None], said: str
) -> None:
    """One line says which and why."""
    shop.save(tmp_path)
    damage(tmp_path / "replications.json")
    with pytest.raises(StorageError, match=said):
        load(tmp_path)


def test_a_folder_without_any_is_refused(tmp_path: Path) -> None:
    """Nothing is loaded from nothing."""
    with pytest.raises(StorageError, match="wanted the folder of a run"):
        Replications.load(tmp_path)


def test_a_single_run_is_none(shop: Replications, tmp_path: Path) -> None:
    """The folder of a run has no replications."""
    shop.first.save(tmp_path)
    with pytest.raises(StorageError, match=r"wanted replications, found no replications\.json"):
        Replications.load(tmp_path)


def test_they_begin_with_the_first_run(shop: Replications) -> None:
    """Others than those of the run that is shown are refused."""
    with pytest.raises(ValueError, match="wanted replications that begin with Run"):
        Replications(shop.first, shop[1:])


def test_a_warm_up_is_cut_from_requests_only(shop: Replications) -> None:
    """From 15 s on, a quarter of the requests is left; the desk's books are of the whole run."""
    run = shop.first
    late, whole = Replication.of(run, 15 * SECOND), Replication.of(run)
    kept = run.requests.latency[run.requests.start >= 15 * SECOND]
    assert late.latencies["visits"].count == len(kept) < whole.latencies["visits"].count / 3
    assert late.numbers["latency_ms.visits.mean"] == pytest.approx(np.mean(kept) / 1e6)
    assert late.numbers["outcomes.served"] == len(kept)
    assert late.numbers["stations.desk.arrived"] == whole.numbers["stations.desk.arrived"]


def test_latencies_are_those_of_requests_that_were_sent(traces: ModuleType) -> None:
    """A user who left without a click waited for no answer, in a run and in its replication."""
    requests = traces.small_trace().requests
    attempts = requests["attempts"].copy()
    attempts[0] = 0
    trace = traces.small_trace(requests=requests | {"attempts": attempts})
    made = Replication.of(Run.from_trace(trace, traces.identity(), wall_s=0.1))
    assert made.latencies["buy"].count == 2
    assert made.numbers["latency_ms.buy.mean"] == 30.0
