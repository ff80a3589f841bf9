"""A forecast: what a sweep would run, and about how long that takes."""

from dataclasses import dataclass
from time import perf_counter

from sim.engines.choose import Note, ready, say
from sim.experiments.grid import Grid
from sim.experiments.ledger import Ledger
from sim.experiments.parallel import share
from sim.experiments.task import Key, Task

TRIAL_SECONDS = 1.0
"""For so long the first run is played, to see how fast it goes; or until it tells for the first
time how far it has come, which is after a two-hundredth of it."""


@dataclass(frozen=True)
class Forecast:
    """How many points and runs there are, how many are finished, and the seconds of the rest.

    The rest on so many ``workers``; nothing but a guess.
    """

    points: int
    runs: int
    finished: int
    seconds: float
    workers: int


def forecast(grid: Grid, ledger: Ledger | None, workers: int, note: Note = say) -> Forecast:
    """What is left to do.  It goes as fast as what is finished did, or as a trial run does."""
    missing = grid.missing(ledger)
    return Forecast(
        points=len(grid.spots),
        runs=len(grid.keys),
        finished=len(grid.keys) - len(missing),
        seconds=_seconds(grid, ledger, missing, share(workers), note) / workers,
        workers=workers,
    )


def _seconds(
    grid: Grid, ledger: Ledger | None, missing: list[Key], threads: int, note: Note
) -> float:
    """Of wall time, on one worker that has so many threads."""
    if not missing:
        return 0.0
    if ledger is not None and ledger.pace is not None:
        return ledger.pace * len(missing)
    work = grid.visits(missing)
    return _trial(next(grid.tasks(missing, note)), threads) * sum(work) / max(work[0], 1.0)


class _Enough(Exception):  # noqa: N818  # nothing went wrong
    """The trial has seen how fast a run goes; the share of it that was played."""


def _trial(task: Task, threads: int) -> float:
    """About how many seconds a run takes; it is not played to its end where that is long."""
    execute = ready(task.engine, threads=threads)
    began = perf_counter()

    def tell(done: int, expected: int) -> None:
        if done and perf_counter() - began > TRIAL_SECONDS:
            raise _Enough(done / expected)

    try:
        execute(task.scenario, tell)
    except _Enough as enough:
        return (perf_counter() - began) / float(enough.args[0])
    return perf_counter() - began
