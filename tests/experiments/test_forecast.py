"""Forecasts: what is left, and how long it takes at the pace of what was seen."""

from time import perf_counter

import pytest
from shops import RATES, shop

from sim.experiments import forecast as module
from sim.experiments.forecast import forecast
from sim.experiments.grid import Grid, How
from sim.experiments.ledger import FILE, Ledger
from sim.experiments.sweep import sweep


def test_nothing_is_finished_without_a_ledger():
    """Four points three times are twelve runs; a trial says how long they take."""
    told = forecast(Grid.of(shop(), [RATES], how=How(3)), None, 2)
    assert (told.points, told.runs, told.finished, told.workers) == (4, 12, 0, 2)
    assert 0 < told.seconds < 60


def test_what_is_finished_sets_the_pace(tmp_path):
    """Four of twelve runs are there: the other eight take eight times their mean."""
    sweep(shop(), [RATES], workers=1, out=tmp_path)
    grid = Grid.of(shop(), [RATES], how=How(3))
    with Ledger(tmp_path / FILE, grid.identity) as ledger:
        told = forecast(grid, ledger, 2)
        assert told.seconds == pytest.approx(8 * ledger.pace / 2)
    assert told.finished == 4


def test_a_long_run_is_not_played_to_its_end(monkeypatch):
    """A trial stops once it has seen enough, and reckons with the rest."""
    monkeypatch.setattr(module, "TRIAL_SECONDS", 0.0)
    grid = Grid.of(shop(), ["duration=20000 s"], set={"interval": "100 s"})
    forecast(grid, None, 1)  # loads the kernel
    told, took = _timed(lambda: forecast(grid, None, 1).seconds)
    assert told > 5 * took


def test_more_visits_take_longer():
    """Ten times the requests at a point count ten times: 1 + 10 of them."""
    one = forecast(Grid.of(shop(), ["duration=20 s"]), None, 1).seconds
    eleven = forecast(Grid.of(shop(), ["duration=20 s,200 s"]), None, 1).seconds
    assert 4 < eleven / one < 30


def _timed(ask):
    """An answer, and the seconds until it came."""
    began = perf_counter()
    return ask(), perf_counter() - began
