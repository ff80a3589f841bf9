"""A choice of the engine for many runs that are asked for together."""

from collections.abc import Collection
from typing import Self

from sim.engines.choose import Note, choose, ready, say
from sim.model.cost import estimate
from sim.model.errors import ScenarioError
from sim.model.scenario import Scenario


class Choice:
    """Chooses the engine of each model among many runs, in the process that asks for them.

    "auto" is decided by how many ``visits`` of stations all the runs take together: many runs that
    are worth the compiled engine's beginning them may be worth its loading, too.  The engine is
    made ready here: worker processes get its name, and load what was compiled once.  ``note`` is
    told the same only once, however many models it is true of.
    """

    def __init__(self, engine: str, visits: float, note: Note = say) -> None:
        self.engine = engine
        self.visits = visits
        self._tell = note
        self._told: set[str] = set()

    @classmethod
    def of_all(
        cls, engine: str, models: Collection[Scenario], runs: float, note: Note = say
    ) -> Self:
        """The choice for so many runs of each of some (resolved) models."""
        return cls(engine, runs * sum(estimate(model).visits for model in models), note)

    def of(self, model: Scenario) -> str:
        """The name of the engine for a (resolved) model; it is ready to start.

        UnsupportedError (a ValueError) where the one that was asked for does not know the model.
        """
        name = choose(self.engine, model, self._note, self.visits)
        ready(name, self._note)
        return name

    def _note(self, line: str) -> None:
        if line not in self._told:
            self._told.add(line)
            self._tell(line)

    def __repr__(self) -> str:
        return f"Choice({self.engine!r}, {self.visits:.4g})"


def check_playable(engine: str, model: Scenario, option: str) -> None:
    """Refuse, with ScenarioError, a (resolved) model that the engine of that name cannot play.

    ``option`` is the one that made the model what it is.
    """
    if engine != "compiled":
        return
    try:
        choose(engine, model)
    except ValueError as error:
        raise ScenarioError([f"{option}: {error}"]) from None
