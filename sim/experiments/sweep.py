"""A sweep: a scenario over one to three dimensions, kept in a ledger as it goes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from pathlib import Path
from typing import Any

from sim.engines.choose import AUTO, Note, say
from sim.experiments.dispatch import dispatch
from sim.experiments.grid import Grid, How
from sim.experiments.interrupted import Interrupted
from sim.experiments.ledger import FILE, Ledger
from sim.experiments.pool import Pool, pool_of
from sim.model.scenario import Scenario
from sim.results.files import writing
from sim.results.sweep import Sweep

Progress = Callable[[int, int], None]
"""Told how many of the runs that are to be made are finished, and how many they are."""


def sweep(
    scenario: Scenario,
    over: Mapping[str, Any] | Iterable[str],
    variant: str | None = None,
    *,
    replications: int = 1,
    seed: int | None = None,
    set: Mapping[str, Any] | None = None,
    engine: str = AUTO,
    warm_up: int = 0,
    figures: Sequence[str] = (),
    workers: int | None = None,
    executor: Executor | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
    note: Note = say,
) -> Sweep:
    """Run a scenario at every combination of the values that paths take, and set them side by side.

    ``over`` maps dotted paths to values, or to text such as "10 ms..50 ms:5"; or it is texts such
    as "crowd.users=1k,2k".  Every point has the same ``replications`` seeds.  ``warm_up`` is how
    much (ns) of each run does not count.  The runs are made by ``workers`` processes (None: one a
    processor), which share its threads, or by any ``executor``, a thread each; neither changes a
    result.  The engine is chosen once a point, by what all runs cost together; ``note`` is told of
    that as in ``run``.  With ``out`` they are kept in a
    ledger there: the same sweep goes on where it ended, however that was (Interrupted for
    Ctrl-C).  All points are checked before the first one runs: ScenarioError, ValueError,
    UnknownFigureError (``figures``) or StorageError says what is not in order.  A run that fails
    is kept in ``failed`` of the result.
    """
    how = How(replications, engine, warm_up)
    grid = Grid.of(scenario, over, variant, seed, set or {}, how)
    grid.check_figures(figures)
    who: dict[str, Any] = {"workers": workers, "executor": executor}
    return sweep_grid(grid, figures, **who, out=out, progress=progress, note=note)


def sweep_grid(
    grid: Grid,
    figures: Sequence[str] = (),
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
    note: Note = say,
) -> Sweep:
    """The sweep of a grid that has been checked; as ``sweep`` otherwise."""
    who: dict[str, Any] = {"workers": workers, "executor": executor}
    swept = played(grid, figures, **who, out=out, progress=progress, note=note)
    if out is not None:
        swept.save(out)
    return swept


def played(
    grid: Grid,
    figures: Sequence[str] = (),
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
    note: Note = say,
) -> Sweep:
    """The sweep of a grid, with nothing but the ledger in ``out``; as ``sweep`` otherwise."""
    folder = None if out is None else Path(out)
    with ledger_in(folder, grid) as ledger, pool_of(workers, executor) as pool:
        try:
            _fill(ledger, grid, pool, progress or _silent, note)
        except KeyboardInterrupt:
            raise Interrupted(_finished(ledger, grid, figures)) from None
        return grid.result(ledger, figures)


def ledger_in(folder: Path | None, grid: Grid) -> Ledger:
    """The ledger of a folder, made if need be; None: one in memory."""
    if folder is None:
        return Ledger(None, grid.identity)
    with writing(folder):
        return Ledger(folder / FILE, grid.identity)


def _fill(ledger: Ledger, grid: Grid, pool: Pool, progress: Progress, note: Note = say) -> None:
    """Make the runs that are missing, and keep each as soon as it is made."""
    missing = grid.missing(ledger)
    with closing(dispatch(grid.tasks(missing, note), pool)) as made:
        for done, (task, record) in enumerate(made, 1):
            ledger.add(task.key, record)
            progress(done, len(missing))


def _finished(ledger: Ledger, grid: Grid, figures: Sequence[str]) -> Sweep | None:
    swept = grid.result(ledger, figures)
    return swept if len(swept) else None


def _silent(done: int, total: int) -> None:
    """Where nobody wants to know about progress."""
