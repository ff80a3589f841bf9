"""Fairness plots show who got the goods, node by node."""

from types import ModuleType

from matplotlib.figure import Figure

from sim.reports.fairness import goods_by_node, lorenz_curves, sold_by_node
from sim.results import Comparison


def test_lorenz_curves_carry_jains_index(traces: ModuleType) -> None:
    """Goods 2 and 0: the poorer half holds nothing; Jain's index is 0.5."""
    axes = lorenz_curves({"a": traces.small_run()})
    line = axes.lines[1]
    assert line.get_label() == "a (Jain 0.50)"
    assert line.get_xdata().tolist() == [0.0, 0.5, 1.0]
    assert line.get_ydata().tolist() == [0.0, 0.0, 1.0]


def test_a_run_without_edge_has_no_curve(sales: Comparison) -> None:
    """No edge nodes, no division among them; the diagonal is always there."""
    labels = [str(line.get_label()) for line in lorenz_curves(sales).lines]
    assert len(labels) == 6
    assert labels[0] == "all nodes alike"
    assert not any(label.startswith("no_edge") for label in labels)


def test_bars_are_sorted(traces: ModuleType) -> None:
    """The best-off node comes first, and the even share is marked: 2 goods, 2 nodes, 1 each."""
    axes = goods_by_node(traces.small_run())
    assert axes.patches[0].get_data().values.tolist() == [2, 0]
    assert axes.lines[0].get_ydata() == [1.0, 1.0]
    assert axes.get_title(loc="left") == "probability: 1 a node on average (dashed)"


def test_a_run_without_edge_can_be_drawn(sales: Comparison) -> None:
    """Without edge nodes the plot is empty, not an error."""
    assert len(sold_by_node(sales["no_edge"])) == 0
    assert goods_by_node(sales["no_edge"]).get_ylabel() == "goods sold"


def test_draws_on_given_axes(traces: ModuleType) -> None:
    """A caller's axes are drawn on and returned."""
    first, second = Figure().subplots(2, 1)
    assert lorenz_curves({"a": traces.small_run()}, first) is first
    assert goods_by_node(traces.small_run(), second) is second
