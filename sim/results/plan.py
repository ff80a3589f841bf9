"""A plan: what was tried, what is enough, at what price, and what gives way next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.model.axis import Axis
from sim.model.overrides import format_value
from sim.model.scenario import Scenario
from sim.results.bill import by_use, hourly
from sim.results.intervals import Interval
from sim.results.objective import Judgement, Objective
from sim.results.replication import Replication
from sim.results.replications_table import labelled
from sim.results.shown import Shown
from sim.results.summary import Summary
from sim.results.table import NOTHING, Table, figures, number, share


@dataclass(frozen=True)
class Trial:
    """A value that was tried: the runs it took, what they say of each objective, what it costs.

    ``hourly`` and ``by_use`` are prices for an hour, None without prices; ``utilisation`` is the
    mean of each station that has workers.
    """

    settings: Mapping[str, Any]
    runs: int
    judged: tuple[Judgement, ...]
    utilisation: Mapping[str, float]
    hourly: float | None
    by_use: float | None

    @classmethod
    def of(
        cls,
        settings: Mapping[str, Any],
        runs: Sequence[Replication],
        judged: tuple[Judgement, ...],
        scenario: Scenario,
    ) -> "Trial":
        """The trial of these runs of a scenario that has the settings."""
        has_prices = scenario.cost is not None
        return cls(
            settings,
            len(runs),
            judged,
            _utilisations(runs),
            hourly(scenario) if has_prices else None,
            by_use(scenario, lambda name: _arrived(runs, name)) if has_prices else None,
        )

    @property
    def verdicts(self) -> tuple[bool | None, ...]:
        """Whether each objective is met; None where that was not decided."""
        return tuple(one.met for one in self.judged)

    @property
    def is_met(self) -> bool:
        """Whether every objective is met."""
        return all(self.verdicts)

    @property
    def is_decided(self) -> bool:
        """Whether more runs would change nothing: all are met, or one is not."""
        return self.is_met or False in self.verdicts

    @property
    def bottleneck(self) -> tuple[str, float] | None:
        """The busiest station and its utilisation; None where nothing has workers."""
        return max(self.utilisation.items(), key=lambda item: item[1], default=None)

    @property
    def name(self) -> str:
        """The value in words."""
        pairs = self.settings.items()
        return " and ".join(f"{path} = {format_value(value)}" for path, value in pairs)

    @property
    def verdict(self) -> str:
        """Met, not met, or not shown."""
        if self.is_met:
            return "met"
        return "not met" if self.is_decided else "not shown"

    def __str__(self) -> str:
        missed = [str(one) for one in self.judged if not one.met]
        why = "; ".join(missed or map(str, self.judged))
        return f"{self.name}: {self.verdict} after {self.runs} runs: {why}"


class Plan(Shown):
    """The answer (``chosen``; None: it cannot be met), and all the ``trials`` that led to it."""

    def __init__(
        self,
        name: str,
        axes: Sequence[Axis],
        objectives: Sequence[Objective],
        confidence: float,
        trials: Sequence[Trial],
        chosen: Trial | None,
        currency: str = "",
    ) -> None:
        self.name = name
        self.axes = tuple(axes)
        self.objectives = tuple(objectives)
        self.confidence = confidence
        self.trials = tuple(trials)
        self.chosen = chosen
        self.currency = currency

    @property
    def runs(self) -> int:
        """How many runs it took."""
        return sum(trial.runs for trial in self.trials)

    @property
    def best(self) -> Trial:
        """The answer, or else the trial with the most of everything."""
        return self.chosen or max(self.trials, key=self._rank)

    @property
    def headline(self) -> str:
        if self.chosen is None:
            return f"{self.name}: it cannot be met, because {self.reason}"
        what = "the smallest value" if len(self.axes) == 1 else "the cheapest pair"
        sure = f"with {share(self.confidence)} confidence"
        tried = f"{len(self.trials)} tried, {self.runs} runs"
        return f"{self.name}: {self.chosen.name} is {what} that meets all, {sure} ({tried})"

    @property
    def reason(self) -> str:
        """Why it cannot be met: what is missed with the most of everything, and what is busy."""
        missed = "; ".join(str(one) for one in self.best.judged if not one.met)
        return f"with {self.best.name}, the most that was allowed, {missed}; {self._next()}"

    @property
    def tables(self) -> list[Table]:
        """The objectives at the answer, what it costs, and everything that was tried."""
        cost = [] if self.best.hourly is None else [self._cost_table()]
        return [self._objective_table(), *cost, self._next_table(), self._trial_table()]

    @cached_property
    def summary(self) -> Summary:
        """The JSON object of the plan."""
        return {
            "name": self.name,
            "objectives": [objective.text for objective in self.objectives],
            "confidence": self.confidence,
            "chosen": None if self.chosen is None else dict(self.chosen.settings),
            "reason": None if self.chosen else self.reason,
            "runs": self.runs,
            "trials": [_object(trial) for trial in self.trials],
            "bottleneck": None if self.best.bottleneck is None else self.best.bottleneck[0],
        }

    def to_pandas(self) -> Any:
        """One row a trial: its settings, runs, verdict, the objectives' figures, its cost."""
        import pandas as pd

        return pd.DataFrame([_row(trial) for trial in self.trials])

    def _rank(self, trial: Trial) -> tuple[int, ...]:
        return tuple(axis.values.index(trial.settings[axis.path]) for axis in self.axes)

    def _next(self) -> str:
        if self.best.bottleneck is None:
            return "nothing in it has workers that could be busy"
        station, busy = self.best.bottleneck
        return f"the busiest station is {station}, at {share(busy)}"

    def _objective_table(self) -> Table:
        rows = tuple(
            (one.objective.text, *_bounds(one.found), _share(one.margin), _word(one.met))
            for one in self.best.judged
        )
        header = ("objective", "estimate", "from", "to", "margin", "met")
        return Table(f"At {self.best.name}", header, rows)

    def _cost_table(self) -> Table:
        fixed, used = self.best.hourly or 0.0, self.best.by_use or 0.0
        row = tuple(map(figures, (fixed, used, fixed + used)))
        return Table(f"Cost an hour ({self.currency})", ("instances", "requests", "all"), (row,))

    def _next_table(self) -> Table:
        busy = sorted(self.best.utilisation.items(), key=lambda item: -item[1])
        rows = tuple((name, share(use), figures(1 / use if use else None)) for name, use in busy)
        header = ("station", "utilisation", "full at times the load")
        return Table("The next bottleneck first", header, rows)

    def _trial_table(self) -> Table:
        ordered = sorted(self.trials, key=self._rank)
        figure_names = [labelled(objective.figure) for objective in self.objectives]
        header = (*(axis.path for axis in self.axes), "runs", "verdict", *figure_names)
        rows = tuple(
            (
                *map(format_value, trial.settings.values()),
                number(trial.runs),
                trial.verdict,
                *(NOTHING if one.found is None else str(one.found) for one in trial.judged),
            )
            for trial in ordered
        )
        return Table("Tried", header, rows)

    def __repr__(self) -> str:
        chosen = "None" if self.chosen is None else f"'{self.chosen.name}'"
        return f"Plan({self.name!r}, chosen={chosen}, {len(self.trials)} trials, {self.runs} runs)"


def _utilisations(runs: Sequence[Replication]) -> dict[str, float]:
    names = [name for name in runs[0].numbers if name.endswith(".utilisation")]
    found = {name.split(".")[1]: _mean(runs, name) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _arrived(runs: Sequence[Replication], station: str) -> float:
    return _mean(runs, f"stations.{station}.arrived") or 0.0


def _mean(runs: Sequence[Replication], name: str) -> float | None:
    values = [value for run in runs if (value := run.numbers.get(name)) is not None]
    return sum(values) / len(values) if values else None


def _bounds(found: Interval | None) -> tuple[str, str, str]:
    if found is None:
        return NOTHING, NOTHING, NOTHING
    return found.rounded(found.centre), found.rounded(found.low), found.rounded(found.high)


def _share(margin: float | None) -> str:
    return NOTHING if margin is None else share(margin)


def _word(met: bool | None) -> str:
    return "not shown" if met is None else ("yes" if met else "no")


def _object(trial: Trial) -> Summary:
    return _row(trial) | {"utilisation": dict(trial.utilisation)}


def _row(trial: Trial) -> Summary:
    found = {one.objective.figure: one.found for one in trial.judged}
    return {
        **trial.settings,
        "runs": trial.runs,
        "verdict": trial.verdict,
        **{name: None if one is None else one.centre for name, one in found.items()},
        "cost_per_hour": None if trial.hourly is None else trial.hourly + (trial.by_use or 0.0),
    }
