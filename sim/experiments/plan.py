"""A plan: how much of a resource is enough for every objective, found with few runs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from sim.engines.choose import AUTO, Note, check, say
from sim.experiments.choice import Choice, check_playable
from sim.experiments.figure_names import figure_names
from sim.experiments.parallel import Job, Workers, silent
from sim.experiments.replicate import check_count, check_warm_up
from sim.experiments.search import cheapest, smallest
from sim.experiments.series import PILOTS, Series
from sim.experiments.steady import may_be_steady
from sim.experiments.together import Together
from sim.model.axis import Axis, axes_of
from sim.model.errors import ScenarioError
from sim.model.nearest import nearest
from sim.model.scenario import Scenario
from sim.results.bill import hourly
from sim.results.intervals import CONFIDENCE, check_confidence
from sim.results.objective import Objective
from sim.results.plan import Plan, Trial

LOOKS = (5, 10, 20)
"""After so many replications a value is judged, and no further once it is decided; the risk of
each look is an equal part of what the confidence leaves.  Where a warm-up has to be found first
there is no look before that.  The answer itself always has the last look: a few runs may all have
been spared what happens in one of twenty."""

Tell = Callable[[Trial], None]


def plan(
    scenario: Scenario,
    resources: Mapping[str, Any] | Iterable[str],
    objectives: Sequence[str],
    variant: str | None = None,
    *,
    confidence: float = CONFIDENCE,
    seed: int | None = None,
    set: Mapping[str, Any] | None = None,
    engine: str = AUTO,
    replications: int = LOOKS[-1],
    warm_up: str | int | None = None,
    workers: int | None = None,
    progress: Tell | None = None,
    note: Note = say,
) -> Plan:
    """The smallest value of a resource, or the cheapest pair of two, that meets every objective.

    ``resources`` maps a dotted path, or two, to ascending values or text such as "1..200";
    ``objectives`` are texts such as "buy.p99 <= 250 ms".  A value meets an objective where runs
    say so with ``confidence``; where ``replications`` (20) do not decide, it does not.
    ``progress`` is told of every value that was tried.  The engine is chosen once a value, by what
    the whole search is expected to cost; ``note`` is told of that as in ``run``.  Two resources
    want prices (``cost``).
    ScenarioError, ValueError or UnknownFigureError for what is not in order.
    """
    check(engine)
    base = scenario.resolve(variant, seed, set or {})
    axes = _checked(base, axes_of(resources, "--for", base.whole_path), engine)
    wanted = check_objectives(objectives, base)
    job = Job(scenario, variant, base.seed, dict(set or {}), engine)
    most = check_count(replications, LOOKS[-1])
    choice = Choice.of_all(engine, [base], most * _trials(axes), note)
    cut = check_warm_up(warm_up, base)
    least = PILOTS if cut is None and may_be_steady(base) else 0
    rules = Rules(wanted, check_confidence(confidence), least, most, cut)
    with Workers(workers) as pool:
        planner = _Planner(base, job, axes, rules, choice, pool, progress or (lambda trial: None))
        chosen = planner.search()
    currency = base.cost.currency if base.cost else ""
    tried = tuple(planner.trials.values())
    return Plan(job.name, axes, wanted, confidence, tried, chosen, currency)


def check_objectives(texts: Sequence[str], base: Scenario) -> tuple[Objective, ...]:
    """The objectives that texts say.  ValueError for none, or for text that says none."""
    if not texts:
        raise ValueError("wanted at least 1 objective, got none")
    names = figure_names(base)
    return tuple(Objective.parse(text, names) for text in texts)


@dataclass(frozen=True)
class Rules:
    """When a value meets: the objectives, how sure one has to be, and after how many runs.

    It is judged after ``least`` replications or more, and after ``most`` for the last time;
    ``warm_up`` (ns) of each does not count, None where it has to be found.
    """

    objectives: tuple[Objective, ...]
    confidence: float
    least: int
    most: int
    warm_up: int | None

    @property
    def looks(self) -> tuple[int, ...]:
        """After how many replications a value is judged."""
        return (*(look for look in LOOKS if self.least <= look < self.most), self.most)

    @property
    def risk(self) -> float:
        """How often one look may be wrong."""
        return (1 - self.confidence) / len(self.looks)


class _Planner:
    """Tries values, each once, and searches among them."""

    def __init__(
        self,
        base: Scenario,
        job: Job,
        axes: tuple[Axis, ...],
        rules: Rules,
        choice: Choice,
        pool: Workers,
        tell: Tell,
    ) -> None:
        self._base = base
        self._job = job
        self._axes = axes
        self._rules = rules
        self._choice = choice
        self._pool = pool
        self._tell = tell
        self.trials: dict[tuple[int, ...], Trial] = {}
        self._series: dict[tuple[int, ...], Series] = {}

    def search(self) -> Trial | None:
        """The trial of the answer, with all the runs that it may have; None where there is none.

        What seemed to meet after a few runs and does not after all of them is passed over.
        """
        while (where := self._candidate()) is not None:
            if self._confirmed(where).is_met:
                return self.trials[where]
        return None

    def _candidate(self) -> tuple[int, ...] | None:
        if len(self._axes) == 1:
            index = smallest(len(self._axes[0]), lambda one: self._trial(one).verdicts)
            return None if index is None else (index,)
        counts = len(self._axes[0]), len(self._axes[1])
        return cheapest(counts, lambda *pair: self._trial(*pair).is_met, self._price)

    def _trial(self, *where: int) -> Trial:
        """The trial of a value: as many runs as it takes to see whether it meets."""
        if where not in self.trials:
            series = self._series[where] = Series(self._job_at(where), self._rules.warm_up)
            for look in self._rules.looks:
                trial = self.trials[where] = self._judged(where, series, look)
                if trial.is_decided:
                    break
            if not trial.is_met:
                del self._series[where]
            self._tell(trial)
        return self.trials[where]

    def _confirmed(self, where: tuple[int, ...]) -> Trial:
        """The trial of a value that seemed to meet, with all the runs that it may have."""
        if self.trials[where].runs < self._rules.most:
            self.trials[where] = self._judged(where, self._series[where], self._rules.most)
            self._tell(self.trials[where])
        return self.trials[where]

    def _judged(self, where: tuple[int, ...], series: Series, count: int) -> Trial:
        """What so many replications say."""
        series.grow(count, self._pool, Together(series.job.name, count, silent))
        runs = tuple(series.result(self._rules.confidence))
        judged = tuple(one.judge(runs, self._rules.risk) for one in self._rules.objectives)
        settings = self._settings(where)
        prices = self._base.resolve(set=settings, option="--for")
        return Trial.of(settings, runs, judged, prices)

    def _job_at(self, where: tuple[int, ...]) -> Job:
        settings = self._settings(where)
        engine = self._choice.of(self._base.resolve(set=settings, option="--for"))
        return replace(self._job, set=self._job.set | settings, engine=engine)

    def _price(self, *where: int) -> float:
        return hourly(self._base.resolve(set=self._settings(where), option="--for"))

    def _settings(self, where: tuple[int, ...]) -> dict[str, Any]:
        return {axis.path: axis.values[i] for axis, i in zip(self._axes, where, strict=True)}


def _trials(axes: tuple[Axis, ...]) -> int:
    """About how many values a search looks at: those of a bisection."""
    return sum(len(axis).bit_length() for axis in axes)


def _checked(base: Scenario, axes: tuple[Axis, ...], engine: str) -> tuple[Axis, ...]:
    """The axes, if they are one or two ascending ones that the scenario can take, and priced."""
    if len(axes) > 2:
        raise ScenarioError([f"--for: wanted 1 or 2 paths, got {len(axes)}"])
    if len(axes) == 2 and base.cost is None:
        text = "two resources want prices, to tell which pair is cheaper: a table [cost]"
        raise ScenarioError([f"--for: {text} in the scenario"])
    for axis in axes:
        numbers = axis.numbers
        if numbers is None or any(b <= a for a, b in pairwise(numbers)):
            raise ScenarioError([f"--for: {axis.path}: wanted ascending numbers"])
        for value in (axis.values[0], axis.values[-1]):
            _check_value(base, {axis.path: value}, engine)
    return axes


def _check_value(base: Scenario, settings: dict[str, Any], engine: str) -> None:
    try:
        resolved = base.resolve(set=settings, option="--for")
    except ScenarioError as error:
        raise nearest(base, settings, "--for") or error from None
    check_playable(engine, resolved, "--for")
