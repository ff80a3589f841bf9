"""A stability map: a sweep over a load and the size of a trigger, asked whether goodput is back."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.engines.choose import AUTO, Note, say
from sim.experiments.grid import Grid, How
from sim.experiments.interrupted import Interrupted
from sim.experiments.sweep import Progress, played
from sim.model.axis import Axis, axes_of
from sim.model.errors import ScenarioError
from sim.model.scenario import Scenario
from sim.results.intervals import CONFIDENCE, check_confidence
from sim.results.recovery import BACK, answers_wanted
from sim.results.stability import RISK, StabilityMap, check_risk

REPLICATIONS = 40
"""Runs a point unless told other: of so many without a collapse, 0.088 is the upper bound of its
probability, with a confidence of 0.95."""

Along = str | Mapping[str, Any]
"""A path and its values: text such as "workloads.calls.rate=500/s..900/s:9", or a mapping."""


@dataclass(frozen=True)
class Rules:
    """What counts: the share of goodput that is back, the probability of collapse that is none,
    and how sure one has to be."""

    back: float = BACK
    risk: float = RISK
    confidence: float = CONFIDENCE

    def __post_init__(self) -> None:
        answers_wanted(self.back)
        check_risk(self.risk)
        check_confidence(self.confidence)


def stability(
    scenario: Scenario,
    load: Along,
    trigger: Along,
    variant: str | None = None,
    *,
    back: float = BACK,
    risk: float = RISK,
    confidence: float = CONFIDENCE,
    replications: int = REPLICATIONS,
    seed: int | None = None,
    set: Mapping[str, Any] | None = None,
    engine: str = AUTO,
    warm_up: int = 0,
    workers: int | None = None,
    executor: Executor | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
    note: Note = say,
) -> StabilityMap:
    """Whether a scenario recovers from its trigger, at every load and for every size of it.

    ``load`` and ``trigger`` are one path each with its values, such as
    "workloads.calls.rate=500/s..900/s:9" and "faults.0.lasts=1 s..10 s:7".  The trigger is the
    faults of the scenario, and workloads that start late and stop early.  A run collapses where
    its goodput does not come back to ``back`` of what it was before (``recovery``); ``risk`` and
    ``confidence`` say what counts as no collapse (``StabilityMap``).  All else is as in ``sweep``:
    the runs are kept in a ledger in ``out``, and the same map goes on where it ended.
    """
    rules = Rules(back, risk, confidence)
    how = How(replications, engine, warm_up, back)
    grid = grid_of(scenario, load, trigger, variant, seed, set or {}, how)
    who: dict[str, Any] = {"workers": workers, "executor": executor}
    return stability_of(grid, rules, **who, out=out, progress=progress, note=note)


def grid_of(
    scenario: Scenario,
    load: Along,
    trigger: Along,
    variant: str | None,
    seed: int | None,
    set: Mapping[str, Any],
    how: How,
) -> Grid:
    """The grid of a map.  ScenarioError for what is not one path each, or leads to no trigger."""
    base = scenario.resolve(variant, seed, set)
    axes = (_axis(load, "--load", base), _axis(trigger, "--trigger", base))
    if axes[0].path == axes[1].path:
        raise ScenarioError(
            [f"--trigger: wanted another path than that of the load, {axes[0].path}"]
        )
    return Grid(base, axes, how, variant or scenario.name, "--load, --trigger")


def stability_of(
    grid: Grid, rules: Rules, out: str | Path | None = None, **how: Any
) -> StabilityMap:
    """The map of a grid that has been checked; ``how`` and all else are as in ``stability``."""
    told = (rules.back, rules.risk, rules.confidence)
    try:
        found = StabilityMap(played(grid, out=out, **how), *told)
    except Interrupted as interrupted:
        finished = interrupted.finished and StabilityMap(interrupted.finished, *told)
        raise Interrupted(finished) from None
    if out is not None:
        found.save(out)
    return found


def _axis(along: Along, option: str, base: Scenario) -> Axis:
    axes = axes_of([along] if isinstance(along, str) else along, option, base.whole_path)
    if len(axes) != 1:
        raise ScenarioError([f"{option}: wanted 1 path, got {len(axes)}"])
    return axes[0]
