"""A task: one run of a sweep, made wherever it is sent, of which only the figures come back."""

from dataclasses import dataclass, replace

from sim.experiments.run import front, made
from sim.model.scenario import Scenario
from sim.model.trigger import trigger_of
from sim.results.identity import Identity
from sim.results.record import Failure, Record
from sim.results.recovery import recovery
from sim.results.replication import Replication
from sim.results.run import Run
from sim.version import __version__

Key = tuple[str, int]
"""What tells one run from all others of this version: the scenario's digest, and its seed."""

Reply = tuple[str, Record]
"""The version of Floodgate that played a task, and what came of it."""


@dataclass(frozen=True, eq=False)
class Task:
    """A resolved scenario with its seed, the name of the engine that was chosen for it, how much
    (ns) does not count, and what share of goodput says that it is back (None: nobody asks).

    All that the run needs travels with it: no file is read where it is played.
    """

    scenario: Scenario
    engine: str
    warm_up: int
    key: Key
    back: float | None = None

    def __call__(self, threads: int = 1) -> Reply:
        """Play it here, on up to so many threads.

        Whatever goes wrong is told in the record, so that other tasks go on.
        """
        try:
            return __version__, self._reduced(self._run(threads))
        except Exception as error:
            return __version__, Failure(self.scenario.seed, reason(error))

    def _reduced(self, run: Run) -> Replication:
        """What is left of the run, with its recovery where that is asked for."""
        left = Replication.of(run, self.warm_up)
        if self.back is None:
            return left
        told = recovery(run, trigger_of(self.scenario), self.back, self.warm_up)
        return replace(left, numbers=left.numbers | dict(told))

    def _run(self, threads: int) -> Run:
        who = Identity(
            scenario=self.scenario.name,
            seed=self.scenario.seed,
            engine=self.engine,
            version=__version__,
            front=front(self.scenario),
        )
        return made(self.scenario, who, threads=threads)


def reason(error: BaseException) -> str:
    """An error in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())
