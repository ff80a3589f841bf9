"""The result of a sweep: estimates at points, tables for people, for files and for pandas."""

import csv
from pathlib import Path

import pytest
from shops import RATES, WORKERS, shop

from sim.experiments.replicate import replicate
from sim.experiments.sweep import sweep
from sim.model.axis import Axis
from sim.results import StorageError
from sim.results.figures import UnknownFigureError
from sim.results.intervals import mean_interval
from sim.results.point import Point
from sim.results.record import Failure
from sim.results.sweep import Sweep


@pytest.fixture(scope="module")
def swept() -> Sweep:
    """Eight points with three runs each."""
    return sweep(shop(), [RATES, WORKERS], replications=3, workers=1)


def rows(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by the names of its columns."""
    with file.open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_an_estimate_is_that_of_replications(swept):
    """The interval at a point is the one that as many replications there have."""
    there = replicate(shop(), 3, set={"workloads.visits.rate": "50/s"}, warm_up=0, workers=1)
    for name in ("answered", "latency_ms.visits.mean", "latency_ms.visits.p90"):
        assert swept[0].estimates[name] == there.interval(name)


def test_a_failed_run_is_left_out_of_estimates(swept):
    """Two good runs and a failure: the mean of two, and the error beside it."""
    made = list(replicate(shop(), 2, warm_up=0, workers=1))
    point = Point.of({"seed": 1}, [made[0], Failure(2, "it broke"), made[1]])
    served = [one.numbers["outcomes.served"] for one in made]
    assert point.estimates["outcomes.served"] == mean_interval(served)
    assert (point.errors, point.count("outcomes.served")) == (("it broke",), 2)


def test_figures_have_short_names(swept):
    """A figure at every point, under a name as short as it may be; an unknown one is refused."""
    full = [point.estimates["latency_ms.visits.p99"] for point in swept]
    assert swept.estimates("visits.p99") == full
    with pytest.raises(UnknownFigureError, match="did you mean"):
        swept.estimates("visit.p99")


def test_one_axis_can_be_fixed(swept):
    """The points with two workers are a sweep over the rate."""
    two = swept.where("services.desk.workers", 2)
    assert [axis.path for axis in two.axes] == ["workloads.visits.rate"]
    assert list(two) == list(swept)[1::2]
    with pytest.raises(ValueError, match="wanted one of several axes"):
        two.where("workloads.visits.rate", "50/s")


def test_points_are_a_tidy_table(swept, tmp_path):
    """One row a point and figure, with the number of runs, the mean and its bounds."""
    swept.save(tmp_path)
    table = rows(tmp_path / "points.csv")
    assert len(table) == 8 * len(swept.names)
    row = next(one for one in table if one["figure"] == "latency_ms.visits.mean")
    found = swept[0].estimates["latency_ms.visits.mean"]
    assert (row["workloads.visits.rate"], row["services.desk.workers"]) == ("50/s", "1")
    assert row["runs"] == "3"
    bounds = [float(row[key]) for key in ("mean", "low", "high")]
    assert bounds == [found.centre, found.low, found.high]


def test_runs_are_a_tidy_table(swept, tmp_path):
    """One row a run, with its seed, its fingerprint and every figure."""
    swept.save(tmp_path)
    table = rows(tmp_path / "runs.csv")
    assert len(table) == 24
    assert [int(row["seed"]) for row in table[:3]] == [run.seed for run in swept[0].runs]
    assert float(table[0]["answered"]) == swept[0].runs[0].numbers["answered"]


def test_parquet_says_the_same(swept, tmp_path):
    """The tables are there as Parquet as well, with the same columns and numbers."""
    pandas = pytest.importorskip("pandas")
    swept.save(tmp_path)
    for name in ("points", "runs"):
        told = pandas.read_csv(tmp_path / f"{name}.csv")
        there = pandas.read_parquet(tmp_path / f"{name}.parquet")
        assert list(told.columns) == list(there.columns)
        numbers = told.select_dtypes("number").columns.difference(["error"])
        assert told[numbers].astype(float).equals(there[numbers].astype(float))


def test_pandas_has_the_points(swept):
    """The data frame is the table of points."""
    frame = swept.to_pandas()
    assert len(frame) == 8 * len(swept.names)
    assert list(frame.columns[:2]) == ["workloads.visits.rate", "services.desk.workers"]


def test_a_sweep_shows_itself(swept):
    """A headline, the points with the figures one asks for first, and a repr on one line."""
    assert swept.headline == "shop: 8 points, 24 runs"
    assert swept.tables[0].header[:2] == ("workloads.visits.rate", "services.desk.workers")
    assert "visits.mean (ms)" in swept.tables[0].header
    expected = "Sweep('shop', workloads.visits.rate[4] x services.desk.workers[2]: 8 points)"
    assert repr(swept) == expected


def test_a_folder_that_cannot_be_written(swept, tmp_path):
    """A folder that is a file is one line."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(StorageError, match="cannot write to"):
        swept.save(tmp_path / "taken")


def test_a_point_reads_like_what_it_is():
    """The repr tells where it stands."""
    point = Point.of({"crowd.users": "5k"}, [Failure(1, "x")])
    assert repr(point) == "Point(crowd.users=5k: 1 runs)"
    assert repr(Sweep("s", [Axis("a", (1,))], [point])) == "Sweep('s', a[1]: 1 points)"
