"""The world_cup scenario: its invented curve, and the recorded day in its place."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim import load, run
from sim.units import SECOND

ROOT = Path(__file__).parents[2]
RECORDED = ROOT.parent / "shared" / "data" / "worldcup98-1998-06-30.csv"


def test_the_shipped_curve_is_what_its_script_makes() -> None:
    """match_day.csv can be made again from match_day.py, byte for byte."""
    curves = ROOT / "scenarios" / "curves"
    made = subprocess.run(
        [sys.executable, str(curves / "match_day.py")], capture_output=True, text=True, check=True
    )
    assert made.stdout == (curves / "match_day.csv").read_text()


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded day is not beside the project")
def test_the_recorded_day_can_take_the_place_of_the_curve() -> None:
    """With the recorded day as path, arrivals per minute follow its counts."""
    settings = {
        "workloads.visitors.path": str(RECORDED),
        "duration": "2 min",
        "services.pages.instances": 40,
    }
    log = run(load("world_cup"), set=settings).requests
    # 60 times as fast, a hundredth of the requests: minute m of the day is second m of the run.
    counts = np.bincount(log["start"] // SECOND, minlength=120)[:119]
    lines = RECORDED.read_text().splitlines()[1:120]
    expected = np.array([int(line.split(",")[1]) for line in lines]) * 0.01
    # Poisson counts: z of the sum, and chi-square of the bins within 6 of its standard deviations.
    assert abs(counts.sum() - expected.sum()) < 4 * np.sqrt(expected.sum())
    chi_square = float(((counts - expected) ** 2 / expected).sum())
    assert abs(chi_square - 119) < 6 * np.sqrt(2 * 119)
