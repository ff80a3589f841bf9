"""Bars of a sale are as long as the numbers of the summary."""

from dataclasses import replace
from types import ModuleType

import pytest
from matplotlib.figure import Figure

from sim.reports.sale import peak_bars, sale_bars
from sim.results import Comparison, Run


def _run(traces: ModuleType, **sale: int) -> Run:
    changed = replace(traces.small_trace().sale, **sale)
    run: Run = Run.from_trace(traces.small_trace(sale=changed), traces.identity(), 0.0)
    return run


def test_sold_and_unsold_add_up_to_the_stock(traces: ModuleType) -> None:
    """2 of 5 sold: a bar of 2, and one of 3 that begins where it ends."""
    axes = sale_bars({"a": _run(traces, stock=5, sold_out_at=-1)})
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(0, 2), (2, 3)]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["sold", "unsold"]


def test_oversold_is_shown(traces: ModuleType) -> None:
    """Two receipts for a stock of one: a unit beyond it."""
    axes = sale_bars({"a": _run(traces, stock=1)})
    labels = [text.get_text() for text in axes.get_legend().get_texts()]
    assert labels == ["sold", "oversold"]


def test_runs_without_a_sale_are_left_out(traces: ModuleType) -> None:
    """Only variants that sell something have a bar."""
    bare = Run.from_trace(traces.small_trace(sale=None), traces.identity(), 0.0)
    axes = sale_bars({"a": bare, "b": traces.small_run()})
    assert [text.get_text() for text in axes.get_yticklabels()] == ["b"]


def test_peaks_are_labelled(sales: Comparison) -> None:
    """Every variant's peak is a bar with its number, whatever the scale of the axis."""
    axes = peak_bars(sales)
    peaks = [run.summary["data_centre"]["peak_rps"] for run in sales.values()]
    assert [bar.get_width() for bar in axes.patches] == peaks
    assert [text.get_text() for text in axes.texts] == [f"{peak:,.0f}" for peak in peaks]
    assert axes.get_xscale() == "symlog"


def test_similar_peaks_are_on_a_linear_axis(traces: ModuleType) -> None:
    """Where nothing would vanish, lengths are proportional."""
    assert peak_bars({"a": traces.small_run(), "b": traces.small_run()}).get_xscale() == "linear"


@pytest.mark.parametrize("plot", [sale_bars, peak_bars])
def test_draws_on_given_axes(traces: ModuleType, plot: object) -> None:
    """A caller's axes are drawn on and returned."""
    axes = Figure().add_subplot()
    assert callable(plot)
    assert plot({"a": traces.small_run()}, axes) is axes
