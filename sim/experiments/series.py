"""A series: the replications of one variant, made round by round."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.experiments.parallel import Job, Tell, Workers
from sim.experiments.seeds import replication_seed
from sim.experiments.steady import by_start, may_be_steady, warm_ups
from sim.experiments.together import Together
from sim.results.precision import Precision
from sim.results.replication import Replication
from sim.results.replications import Replications
from sim.results.run import Run

PILOTS = 10
"""So many replications tell when the steady state begins, each half for the other."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """A task: the run of a job, whole."""

    job: Job

    def execute(self, tell: Tell, threads: int) -> Run:
        return self.job.execute(_keyed(tell, self.job), threads)


@dataclass(frozen=True, slots=True)
class _Reduced:
    """A task: what is left of the run of a job, so that little has to travel or be kept."""

    job: Job
    warm_up: int

    def execute(self, tell: Tell, threads: int) -> Replication:
        return Replication.of(self.job.execute(_keyed(tell, self.job), threads), self.warm_up)


class Series:
    """Replications of a job, in the order of their seeds; whoever executes them changes nothing.

    ``warm_up`` (ns) is given or, where it is None, found in the first replications of a scenario
    that may have a steady state; of any other nothing is cut.
    """

    def __init__(self, job: Job, warm_up: int | None = None) -> None:
        resolved = job.scenario.resolve(job.variant, job.seed, job.set)
        self.job = job
        self.seed = resolved.seed
        self.given = warm_up
        self.warm_up: int | None = warm_up or 0
        self._looks = warm_up is None and may_be_steady(resolved)
        self._first: Run | None = None
        self._made: list[Replication] = []

    @property
    def has_begun(self) -> bool:
        """Whether there is a replication."""
        return self._first is not None

    def grow(self, count: int, workers: Workers, tell: Together) -> None:
        """Make replications until there are ``count``; an interruption keeps those in unbroken
        order."""
        if self._first is None:
            self._begin(count, workers, tell)
        self._extend(count, workers, tell)

    def result(self, confidence: float, until: Precision | None = None) -> Replications:
        """The replications so far.  ValueError where there is none."""
        if self._first is None:
            raise ValueError("wanted a series of at least 1 replication, got none")
        return Replications(
            self._first,
            self._made,
            warm_up=self.warm_up,
            given=self.given is not None,
            confidence=confidence,
            until=until,
        )

    def _begin(self, count: int, workers: Workers, tell: Together) -> None:
        """Make the first replications, whole: one to keep, or enough to see the warm-up end."""
        tasks = [_Whole(job) for job in self._jobs(0, min(PILOTS if self._looks else 1, count))]
        runs: dict[int | None, Run] = {}
        for run in workers.play(tasks, tell):
            runs[run.identity.seed] = run
            tell.finish(str(run.identity.seed))
        pilots = [runs[task.job.seed] for task in tasks]
        self._made = [
            Replication.of(run, cut) for run, cut in zip(pilots, self._cuts(pilots), strict=True)
        ]
        self._first = pilots[0]

    def _cuts(self, pilots: Sequence[Run]) -> Sequence[int]:
        """The warm-up of each of the first runs; that of all later ones is noted."""
        half = len(pilots) // 2
        first = others = self.warm_up
        if self._looks:
            first, others = warm_ups([by_start(run) for run in pilots]) or (None, None)
        self.warm_up = others
        return [first or 0] * half + [others or 0] * (len(pilots) - half)

    def _extend(self, count: int, workers: Workers, tell: Together) -> None:
        jobs = self._jobs(len(self._made), count)
        made: dict[int | None, Replication] = {}
        try:
            for one in workers.play([_Reduced(job, self.warm_up or 0) for job in jobs], tell):
                made[one.seed] = one
                tell.finish(str(one.seed))
        finally:
            for job in jobs:
                if job.seed not in made:
                    break
                self._made.append(made[job.seed])

    def _jobs(self, begin: int, end: int) -> Sequence[Job]:
        seeds = (replication_seed(self.seed, index) for index in range(begin, end))
        return [replace(self.job, seed=seed) for seed in seeds]


def _keyed(tell: Tell, job: Job) -> Tell:
    """Tells of a run by its seed: the variant is the same for all."""
    return lambda name, done, expected: tell(str(job.seed), done, expected)
