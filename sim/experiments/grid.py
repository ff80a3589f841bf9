"""The grid of a sweep: which points it has, which runs they want, and what these said."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from sim.engines.choose import AUTO, Note, check, say
from sim.experiments.choice import Choice, check_playable
from sim.experiments.figure_names import figure_names
from sim.experiments.ledger import Ledger
from sim.experiments.seeds import replication_seed
from sim.experiments.task import Key, Task
from sim.model.axis import Axis, axes_of, product
from sim.model.cost import estimate
from sim.model.digest import digest
from sim.model.errors import ScenarioError
from sim.model.nearest import nearest
from sim.model.scenario import Scenario
from sim.model.trigger import trigger_of
from sim.results.figures import full_name
from sim.results.point import Point
from sim.results.recovery import check_before
from sim.results.sweep import Sweep

OVER = "--over"

MOST_RUNS = 1_000_000
"""More runs than this are a slip of the finger."""


@dataclass(frozen=True)
class Spot:
    """A point of the grid that has been checked: its replacements, the keys of its runs, and about
    how many visits of stations one of them takes."""

    settings: dict[str, Any]
    keys: tuple[Key, ...]
    visits: float


@dataclass(frozen=True)
class How:
    """How runs are made: how many a point, by which engine, and how much (ns) does not count.

    ``back`` is what share of goodput says that it is back after a trigger; None: nobody asks.
    """

    replications: int = 1
    engine: str = AUTO
    warm_up: int = 0
    back: float | None = None

    def __post_init__(self) -> None:
        check(self.engine)
        if self.replications < 1:
            raise ValueError(f"replications must be >= 1, got {self.replications}")


class Grid:
    """All combinations of the values of some axes, on a scenario that is resolved otherwise.

    Every point is checked: ScenarioError names the path that leads nowhere or the value that does
    not fit, and the ``option`` that the axes came from.
    """

    def __init__(
        self, base: Scenario, axes: Sequence[Axis], how: How, name: str, option: str = OVER
    ) -> None:
        self.option = option
        self.base = base
        self.axes = tuple(axes)
        self.how = how
        self.name = name
        self.spots = [self._spot(settings) for settings in self._product()]

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        over: Mapping[str, Any] | Iterable[str],
        variant: str | None = None,
        seed: int | None = None,
        set: Mapping[str, Any] | None = None,
        how: How = How(),
    ) -> Self:
        """The grid over a variant of a scenario, with a seed and replacements."""
        base = scenario.resolve(variant, seed, set or {})
        return cls(base, axes_of(over, OVER, base.whole_path), how, variant or scenario.name)

    @property
    def identity(self) -> str:
        """The digest of what is swept, whatever it is swept over."""
        return digest(self.base, self.how.warm_up, self.how.back)

    @property
    def keys(self) -> dict[Key, Spot]:
        """Every run that is wanted, once, and the first point that wants it."""
        return {key: spot for spot in reversed(self.spots) for key in reversed(spot.keys)}

    def missing(self, ledger: Ledger | None) -> list[Key]:
        """The runs that are still to be made, in the order of the points."""
        keys = [key for spot in self.spots for key in spot.keys]
        return [key for key in dict.fromkeys(keys) if ledger is None or key not in ledger]

    def visits(self, keys: Iterable[Key]) -> list[float]:
        """About how many visits of stations each of these runs takes."""
        spots = self.keys
        return [spots[key].visits for key in keys]

    def tasks(self, keys: Collection[Key], note: Note = say) -> Iterator[Task]:
        """The tasks of these runs, each made when it is asked for: many take much room.

        The engine is chosen once a point, by what all of them cost together.
        """
        spots, engines = self.keys, dict[str, str]()
        choice = Choice(self.how.engine, sum(self.visits(keys)), note)
        for key in keys:
            model = self._resolved(spots[key].settings, key[1])
            if key[0] not in engines:
                engines[key[0]] = choice.of(model)
            yield Task(model, engines[key[0]], self.how.warm_up, key, self.how.back)

    def check_figures(self, words: Iterable[str]) -> None:
        """Refuse, with UnknownFigureError, a figure that runs will not have."""
        names = figure_names(self.base)
        for word in words:
            full_name(word, names)

    def result(self, ledger: Ledger, figures: Sequence[str] = ()) -> Sweep:
        """What the runs in a ledger say, of the points of which all runs are there."""
        points = [
            Point.of(spot.settings, [ledger[key] for key in spot.keys])
            for spot in self.spots
            if all(ledger.has(key) for key in spot.keys)
        ]
        return Sweep(self.name, self.axes, points, figures)

    def _product(self) -> list[dict[str, Any]]:
        runs = self.how.replications
        for axis in self.axes:
            runs *= len(axis)
        if runs > MOST_RUNS:
            raise ScenarioError([f"{self.option}: wanted at most {MOST_RUNS:,} runs, got {runs:,}"])
        return product(self.axes)

    def _spot(self, settings: dict[str, Any]) -> Spot:
        resolved = self._resolved(settings)
        check_playable(self.how.engine, resolved, self.option)
        self._check_trigger(resolved)
        said = digest(resolved, self.how.warm_up, self.how.back)
        seeds = (replication_seed(resolved.seed, i) for i in range(self.how.replications))
        keys = tuple((said, seed) for seed in seeds)
        return Spot(settings, keys, estimate(resolved).visits)

    def _check_trigger(self, resolved: Scenario) -> None:
        """Where runs are asked for their recovery there has to be something to recover from."""
        if self.how.back is None:
            return
        try:
            trigger = trigger_of(resolved)
            check_before(trigger, self.how.back, self.how.warm_up)
        except ValueError as error:
            raise ScenarioError([f"{self.option}: {error}"]) from None

    def _resolved(self, settings: dict[str, Any], seed: int | None = None) -> Scenario:
        """The scenario at a point, without the variants, which are of no use there."""
        try:
            resolved = self.base.resolve(set=settings, option=self.option)
        except ScenarioError as error:
            raise nearest(self.base, settings, self.option) or error from None
        said = {"seed": resolved.seed if seed is None else seed}
        return resolved.model_copy(update=said | {"variants": {}, "baseline": None, "compared": ()})

    def __repr__(self) -> str:
        paths = " x ".join(f"{axis.path}[{len(axis)}]" for axis in self.axes)
        return f"Grid({self.name!r}, {paths}, {self.how!r})"
