"""A plot of a plan: what every value that was tried gave, and the limit."""

from typing import Any

from matplotlib.axes import Axes

from sim.model.axis import Axis
from sim.model.overrides import format_value
from sim.reports.style import OKABE_ITO, label, legend_below, new_axes, styled
from sim.results.plan import Plan, Trial
from sim.results.replications_table import labelled

LOOKS: dict[str, dict[str, Any]] = {
    "met": {"color": OKABE_ITO["green"], "marker": "o"},
    "not met": {"color": OKABE_ITO["vermillion"], "marker": "X"},
    "not shown": {"color": OKABE_ITO["orange"], "marker": "D"},
}


def trials(plan: Plan, objective: int = 0, ax: Axes | None = None) -> Axes:
    """The figure of one objective at every value that was tried, with interval and limit.

    ValueError for a plan of two resources, which has no line to stand on.
    """
    if len(plan.axes) != 1:
        raise ValueError(f"wanted a plan of one resource, got {plan!r}")
    wanted = plan.objectives[objective]
    with styled():
        ax = new_axes(3.0, [*LOOKS, wanted.text]) if ax is None else ax
        for verdict, look in LOOKS.items():
            chosen = [trial for trial in plan.trials if trial.verdict == verdict]
            _points(ax, plan.axes[0], chosen, objective, verdict, look)
        ax.axhline(wanted.limit, color=OKABE_ITO["black"], linewidth=1.2, label=wanted.text)
        ax.set_xlabel(plan.axes[0].path)
        ax.set_ylabel(labelled(wanted.figure))
        ax.set_title(label(plan.name))
        legend_below(ax, 2)
        return ax


def _points(
    ax: Axes, axis: Axis, chosen: list[Trial], objective: int, verdict: str, look: dict[str, Any]
) -> None:
    where = dict(zip(axis.labels, axis.numbers or (), strict=True))
    for index, trial in enumerate(chosen):
        found = trial.judged[objective].found
        if found is not None:
            x = where[format_value(trial.settings[axis.path])]
            reach = [[found.centre - found.low], [found.high - found.centre]]
            text = "_" if index else verdict  # once in the legend
            ax.errorbar(x, found.centre, reach, label=text, linestyle="none", capsize=3, **look)
