"""Timelines show rates per second, on scales that can be compared."""

from types import ModuleType

import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.reports.timeline import MAX_BINS, rates, timeline, timelines
from sim.results import Comparison
from sim.units import MILLISECOND, SECOND


def test_rates_of_the_small_run(traces: ModuleType) -> None:
    """Offered 2, 1, 1 and served 1, 1, 0 in 1, 1 and 0.5 s; the front saw one in each."""
    drawn = rates(traces.small_run())
    assert drawn.bounds.tolist() == [0.0, 1.0, 2.0, 2.5]
    assert {name: rate.tolist() for name, rate in drawn.series.items()} == {
        "offered": [2.0, 1.0, 2.0],
        "admitted": [1.0, 1.0, 2.0],
        "served": [1.0, 1.0, 0.0],
        "refused, shed": [1.0, 0.0, 0.0],
        "timed out, failed, left": [0.0, 0.0, 0.0],
    }


def test_without_a_front_nothing_is_admitted(traces: ModuleType) -> None:
    """A model without a data centre has no line for what reached it."""
    assert "admitted" not in rates(traces.small_run(front=None)).series


def test_many_intervals_become_means(traces: ModuleType) -> None:
    """2,500 intervals are drawn as at most 240, which together count the same requests."""
    trace = traces.small_trace(
        interval=MILLISECOND,
        timeline={
            name: {
                column: np.bincount([700], weights=[values.sum()], minlength=2500).astype(np.int64)
                for column, values in columns.items()
            }
            for name, columns in traces.small_trace().timeline.items()
        },
    )
    drawn = rates(traces.Run.from_trace(trace, traces.identity(), 0.0))
    assert len(drawn.bounds) - 1 <= MAX_BINS
    assert drawn.series["offered"] @ np.diff(drawn.bounds) == pytest.approx(4)


def test_panels_have_the_same_scales(sales: Comparison) -> None:
    """Small multiples can be compared by eye: one panel a variant, the same limits on all."""
    panels = timelines(sales)
    assert [panel.get_title(loc="left") for panel in panels] == list(sales)
    assert len({(p.get_xlim(), p.get_ylim(), p.get_yscale()) for p in panels}) == 1
    assert len({panel.figure for panel in panels}) == 1


def test_far_apart_rates_are_on_a_log_axis(sales: Comparison, traces: ModuleType) -> None:
    """A hundred admitted beside 20,000 offered would vanish on a linear axis; 1 beside 2 do not."""
    assert timeline(sales["probability"]).get_yscale() == "symlog"
    assert timeline(traces.small_run()).get_yscale() == "linear"


def test_time_is_cut_to_what_happened(sales: Comparison) -> None:
    """Nobody clicks before 1 s, and after 20 s of 30 s everything is over."""
    low, high = timeline(sales["waiting_room"]).get_xlim()
    assert 0 < low < 1.1
    assert 10 < high < 25


def test_draws_on_given_axes(traces: ModuleType) -> None:
    """A caller's axes are drawn on and returned, with units on both."""
    axes = Figure().add_subplot()
    assert timeline(traces.small_run(), axes) is axes
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("virtual time (s)", "requests per second")


def test_a_run_without_requests_can_be_drawn(traces: ModuleType) -> None:
    """Nothing at all is an empty plot, not an error."""
    trace = traces.flash_sale("quota", users=20, nodes=2, stock=2).trace
    for columns in trace.timeline.values():
        for values in columns.values():
            values[:] = 0
    run = traces.Run(trace, traces.identity(front="gateway"), 0.0)
    low, high = timeline(run).get_xlim()
    assert (low < 0, high > 30 * SECOND / SECOND) == (True, True)
