"""Plots of sweeps: every point where it belongs, with its interval."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from shops import RATES, WORKERS, shop

from sim.experiments.sweep import sweep
from sim.reports.sweep import heat_map, lines, write_plots
from sim.results.figures import UnknownFigureError
from sim.results.sweep import Sweep

FIGURE = "visits.mean"
THIRD = "services.desk.queue=5,50"


@pytest.fixture(scope="module")
def one() -> Sweep:
    """A sweep over the rate, with intervals."""
    return sweep(shop(), [RATES], replications=3, workers=1)


@pytest.fixture(scope="module")
def two() -> Sweep:
    """A sweep over rate and workers, of one run a point."""
    return sweep(shop(), [RATES, WORKERS], workers=1, figures=[FIGURE])


def test_a_line_goes_through_its_points(one):
    """Rates of 50, 70, 90 and 110 a second stand at their numbers, at the means."""
    ax = lines(one, FIGURE)
    (drawn,) = ax.containers
    assert drawn.lines[0].get_xdata().tolist() == [50, 70, 90, 110]
    assert drawn.lines[0].get_ydata().tolist() == [e.centre for e in one.estimates(FIGURE)]


def test_a_line_has_its_intervals(one):
    """The bars reach from bound to bound."""
    (drawn,) = lines(one, FIGURE).containers
    (bars,) = drawn.lines[2]
    ends = [segment[:, 1].tolist() for segment in bars.get_segments()]
    wanted = [[found.low, found.high] for found in one.estimates(FIGURE)]
    np.testing.assert_allclose(ends, wanted)


def test_a_second_axis_makes_a_line_a_value(two):
    """One worker and two: two lines, named in the legend."""
    ax = lines(two, FIGURE)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["workers=1", "workers=2"]


def test_ticks_are_in_the_units_that_were_typed(one):
    """The axis says 50/s, as --over did, and which path it is."""
    ax = lines(one, FIGURE)
    assert [text.get_text() for text in ax.get_xticklabels()] == ["50/s", "70/s", "90/s", "110/s"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("workloads.visits.rate", "visits.mean (ms)")


def test_a_heat_map_has_a_cell_a_point(two):
    """Four rates upwards, two numbers of workers across."""
    cells = np.asarray(heat_map(two, FIGURE).images[0].get_array())
    np.testing.assert_array_equal(cells, np.reshape(two.estimates(FIGURE), (4, 2)))


def test_what_is_missing_stays_white(two):
    """An interrupted sweep has a hole where its point was not finished."""
    part = Sweep(two.name, two.axes, list(two)[:-1], [FIGURE])
    cells = np.ma.filled(heat_map(part, FIGURE).images[0].get_array(), np.nan)
    assert np.isnan(cells).tolist() == [[False] * 2] * 3 + [[False, True]]


def test_a_given_ax_is_drawn_on(two):
    """Every plot takes an ax."""
    ax = Figure().add_subplot()
    assert lines(two, FIGURE, ax) is ax
    assert heat_map(two, FIGURE, Figure().add_subplot()) is not ax


def test_axes_are_counted(one, two):
    """A heat map wants two axes; a figure has to be there."""
    with pytest.raises(ValueError, match="wanted a sweep over 2 axes"):
        heat_map(one, FIGURE)
    with pytest.raises(UnknownFigureError):
        lines(two, "visit.mean")


def test_three_axes_are_panels(tmp_path):
    """A third axis is drawn in panels; lines want it to be fixed first."""
    three = sweep(shop(), [RATES, WORKERS, THIRD], workers=1, figures=[FIGURE])
    names = [file.name for file in write_plots(three, tmp_path)]
    assert names == ["lines.latency_ms.visits.mean.png", "heat_map.latency_ms.visits.mean.png"]
    assert all((tmp_path / name).read_bytes()[:4] == b"\x89PNG" for name in names)
    with pytest.raises(ValueError, match="wanted a sweep over 1 or 2 axes"):
        lines(three, FIGURE)
