"""Latency curves go through values of the sample, up to the last nine that it can tell."""

from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from sim.outcomes import ANSWERS, Outcome
from sim.reports.latency import POINTS, curve, latencies
from sim.results import Comparison
from sim.units import MILLISECOND


def test_curve_of_four_values() -> None:
    """The least of 4 is reached by all (0 nines), the largest by 1 in 4: log10(4) nines."""
    nines, values = curve(np.array([3, 1, 4, 2]) * MILLISECOND)
    assert values.tolist() == [1.0, 2.0, 3.0, 4.0]
    assert nines == pytest.approx([0, np.log10(4 / 3), np.log10(2), np.log10(4)])


def test_curve_of_nothing_is_empty() -> None:
    """Without requests there is nothing to draw."""
    assert [len(part) for part in curve(np.empty(0, dtype=np.int64))] == [0, 0]


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=2000))
def test_curve_is_bounded_and_rises(values: list[int]) -> None:
    """A curve never falls, starts at the least and ends at the largest value, in few points."""
    nines, drawn = curve(np.array(values))
    assert len(nines) == len(drawn) <= POINTS
    assert (np.diff(nines) > 0).all()
    assert (np.diff(drawn) >= 0).all()
    assert (drawn[0], drawn[-1]) == (min(values) / MILLISECOND, max(values) / MILLISECOND)


def test_axis_counts_nines(sales: Comparison) -> None:
    """20,000 requests tell four nines; their ticks are equally far apart."""
    axes = latencies(sales)
    labels = [text.get_text() for text in axes.get_xticklabels()]
    assert labels == ["0", "50", "90", "99", "99.9", "99.99"]
    assert axes.get_xticks()[2:].tolist() == [1, 2, 3, 4]
    assert (axes.get_ylabel(), axes.get_yscale()) == ("latency (ms)", "log")


def test_one_line_a_run(sales: Comparison) -> None:
    """Every variant has its line, in the order of the comparison."""
    assert [line.get_label() for line in latencies(sales).lines] == list(sales)


def test_outcomes_can_be_chosen(traces: ModuleType) -> None:
    """Of the small run only the two sold requests were answered: after 20 and 40 ms."""
    axes = latencies({"a": traces.small_run()}, outcomes=ANSWERS)
    assert axes.lines[0].get_ydata().tolist() == [20.0, 40.0]
    assert axes.get_title(loc="left") == "buy: answered"


def test_chosen_outcomes_are_named(traces: ModuleType) -> None:
    """The title says which requests are in the plot."""
    runs = {"a": traces.small_run()}
    chosen = [Outcome.SOLD_OUT, Outcome.SOLD]
    assert latencies(runs).get_title(loc="left") == "buy: all outcomes"
    assert latencies(runs, outcomes=chosen).get_title(loc="left") == "buy: sold, sold out"


def test_a_few_lucky_ones_do_not_stretch_the_axis(traces: ModuleType) -> None:
    """One answer within a nanosecond among 20,000 of milliseconds leaves the axis as it is."""
    run = traces.flash_sale("quota", users=20_000, nodes=20, stock=100)
    run.trace.requests["latency"][-1] = 1
    assert latencies({"a": run}).get_ylim()[0] > 0.5


def test_a_workload_that_is_not_there_has_no_line(traces: ModuleType) -> None:
    """Variants need not have the same workloads."""
    assert not latencies({"a": traces.small_run()}, "sell").lines


def test_draws_on_given_axes(traces: ModuleType) -> None:
    """A caller's axes are drawn on and returned."""
    axes = Figure().add_subplot()
    assert latencies({"a": traces.small_run()}, ax=axes) is axes


def test_names_are_not_mathematics(traces: ModuleType) -> None:
    """A dollar sign in a variant's name is a dollar sign."""
    axes = latencies({"$x^{$": traces.small_run()})
    axes.figure.draw_without_rendering()
    assert axes.get_legend().get_texts()[0].get_text() == "$x^{$"
