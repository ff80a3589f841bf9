"""Stability maps: from the fates of runs to probabilities, times and regions."""

import csv
from math import inf
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import beta

from sim.model.axis import Axis
from sim.results.cell import Cell, RecoveryTime
from sim.results.point import Point, RunOfPoint
from sim.results.recovery import COLLAPSED, OVERLOADED, TIME
from sim.results.stability import Region, StabilityMap
from sim.results.sweep import Sweep

LOAD, TRIGGER = Axis("load", ("1/s", "2/s")), Axis("trigger", (1, 2))
RUNS = 40


def run_of(seed: int, overloaded: bool, collapsed: bool) -> RunOfPoint:
    """A run that was overloaded, or collapsed, or came back after as many seconds as its seed."""
    fate = None if overloaded else float(collapsed)
    time = None if overloaded or collapsed else float(seed)
    return RunOfPoint(seed, {OVERLOADED: float(overloaded), COLLAPSED: fate, TIME: time})


def point_of(load: str, trigger: int, collapsed: int, overloaded: int = 0) -> Point:
    """Forty runs, of which so many were overloaded, and so many others collapsed."""
    runs = [
        run_of(seed, seed < overloaded, overloaded <= seed < overloaded + collapsed)
        for seed in range(RUNS)
    ]
    return Point({"load": load, "trigger": trigger}, tuple(runs), {})


def map_of(*collapsed: int, overloaded: int = 0, **how: Any) -> StabilityMap:
    """The map of two loads and two triggers with so many collapses each."""
    places = [(load, trigger) for load in LOAD.values for trigger in TRIGGER.values]
    points = [
        point_of(load, trigger, count, overloaded)
        for (load, trigger), count in zip(places, collapsed, strict=False)
    ]
    return StabilityMap(Sweep("made up", (LOAD, TRIGGER), points), **how)


def regions(found: StabilityMap) -> list[str]:
    """The regions of the cells, in order."""
    return [str(found.region(cell)) for cell in found]


def test_the_interval_of_a_collapse_is_exact():
    """Nine of forty: Clopper and Pearson's bounds, from quantiles of the beta distribution."""
    collapse = Cell.of(point_of("1/s", 1, collapsed=9)).collapse
    assert collapse is not None
    assert collapse.centre == 9 / 40
    assert collapse.low == pytest.approx(beta.ppf(0.025, 9, 32))
    assert collapse.high == pytest.approx(beta.ppf(0.975, 10, 31))


def test_overloaded_runs_are_not_counted():
    """What was down before the trigger is neither a collapse nor a recovery."""
    cell = Cell.of(point_of("1/s", 1, collapsed=3, overloaded=10))
    assert (cell.count, cell.collapsed) == (30, 3)
    assert cell.overloaded is not None
    assert cell.overloaded.centre == 10 / 40


def test_the_median_of_times_some_of_which_are_never():
    """Of 1, 2, 3, never, never the third is the median; with three nevers it is never."""
    assert RecoveryTime.of([inf, 1, 2, inf, 3]).median == 3
    assert RecoveryTime.of([inf, 1, 2, inf, inf]).median == inf
    assert str(RecoveryTime.of([inf, 1, 2, inf, inf])) == "never"


def test_the_bounds_of_a_median_are_order_statistics():
    """Of twenty times the 6th and the 15th: Binomial(20, 1/2) lies outside with 4.1 %."""
    time = RecoveryTime.of([*range(1, 15), *[inf] * 6])
    assert (time.median, time.low, time.high) == (10, 6, inf)
    assert str(time) == "10.0 s [6.00 s, never]"


def test_few_runs_have_a_median_without_bounds():
    """Between the smallest and the largest of five lies the median with 93.75 % only."""
    assert RecoveryTime.of([1, 2, 3, 4, 5]) == RecoveryTime(3, None, None)
    assert RecoveryTime.of([1, 2, 3, 4, 5, 6]) == RecoveryTime(3, 1, 6)


def test_stable_is_what_recovers_from_every_trigger():
    """0 of 40 has an upper bound of 8.8 %, below the risk of 10 %: both loads recover from all."""
    assert regions(map_of(0, 0, 0, 0)) == ["stable"] * 4


def test_vulnerable_is_what_recovers_from_some():
    """At the second load the larger trigger is one too much: the smaller one is survived."""
    expected = ["stable", "stable", "vulnerable", "metastable"]
    assert regions(map_of(0, 0, 0, 40)) == expected


def test_collapsing_now_and_then_is_metastable():
    """11 of 40 has a lower bound of 14.6 %: it is shown to collapse more often than the risk."""
    assert regions(map_of(0, 0, 11, 40)) == ["stable", "stable", "metastable", "metastable"]


def test_between_the_bounds_is_undecided():
    """4 of 40 has 2.8 % to 23.7 %: neither is shown, and so the load is not shown to be stable."""
    assert regions(map_of(0, 4, 0, 0)) == ["vulnerable", "undecided", "stable", "stable"]


def test_overloaded_is_what_was_down_before():
    """Twenty of forty runs did not keep up before the trigger: the trigger has no say."""
    assert regions(map_of(0, 20, 0, 20, overloaded=20)) == ["overloaded"] * 4


def test_a_load_of_which_triggers_are_missing_is_not_stable():
    """An interrupted map has not shown the larger trigger of the second load."""
    assert regions(map_of(0, 0, 0)) == ["stable", "stable", "vulnerable"]


def test_risk_and_confidence_are_the_readers():
    """0 of 40 is stable at a risk of 10 % with 95 %, not with 99.9 %, nor at a risk of 5 %."""
    assert regions(map_of(0, 0, 0, 0, confidence=0.999)) == ["undecided"] * 4
    assert regions(map_of(0, 0, 0, 0, risk=0.05)) == ["undecided"] * 4


@pytest.mark.parametrize("risk", [0, 1, 10])
def test_a_risk_is_a_share(risk):
    """Nothing, everything and percent are refused."""
    with pytest.raises(ValueError, match="risk must be above 0 and below 1, got"):
        map_of(0, 0, 0, 0, risk=risk)


def test_a_map_has_two_axes():
    """A sweep over one path is no map."""
    with pytest.raises(ValueError, match="wanted a sweep over a load and a trigger"):
        StabilityMap(Sweep("made up", (LOAD,), []))


def test_it_shows_every_cell():
    """A line a cell, with region, probability and time, under a headline that counts regions."""
    text = str(map_of(0, 0, 0, 40))
    assert text.startswith("made up: 4 points, 160 runs: 2 stable, 1 vulnerable, 1 metastable\n")
    (line,) = (line for line in text.splitlines() if "metastable   " in line)
    assert line.split() == ["2/s", "2", "metastable", "1.00", "[0.91,", "1.00]", "never"]


def test_the_json_object_has_no_infinity():
    """A time that is never is said in a word; the rest is numbers."""
    told = map_of(0, 0, 0, 40).summary
    assert told["points"][3]["recovery_s"] == dict.fromkeys(("low", "median", "high"), "never")
    assert told["points"][0]["recovery_s"]["median"] == 19
    assert told["points"][3]["p_collapse"]["mean"] == 1
    assert (told["back"], told["risk"], told["confidence"]) == (0.9, 0.1, 0.95)


def test_tables_are_tidy(tmp_path: Path):
    """points.csv has a row a cell, inf for never; runs.csv has a row a run."""
    found = map_of(0, 0, 0, 40)
    names = [file.name for file in found.save(tmp_path)]
    assert names == ["runs.csv", "points.csv", "runs.parquet", "points.parquet"]
    with (tmp_path / "points.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["region"] for row in rows] == regions(found)
    assert (rows[3]["recovery_s"], rows[0]["recovery_s"]) == ("inf", "19.0")
    assert float(rows[0]["p_collapse_high"]) == pytest.approx(beta.ppf(0.975, 1, 40))
    assert len((tmp_path / "runs.csv").read_text().splitlines()) == 4 * RUNS + 1
    assert list(found.to_pandas().columns) == list(rows[0])


def test_regions_go_from_good_to_bad():
    """The order of legends and headlines."""
    assert list(Region)[:4] == ["stable", "vulnerable", "metastable", "overloaded"]
