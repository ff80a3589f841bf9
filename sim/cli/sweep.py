"""``floodgate sweep``: a scenario over one to three dimensions, kept in a ledger as it goes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.errors import FAILED, INTERRUPTED, RequestError, hold_interrupts, say
from sim.cli.options import (
    Engine,
    Figures,
    Json,
    Name,
    Over,
    Quiet,
    Seed,
    Set,
    Variant,
    Workers,
    positive,
)
from sim.cli.output import notes, show, show_json
from sim.cli.progress import progress, span
from sim.cli.request import Request, check_folder

if TYPE_CHECKING:
    from sim.experiments.grid import Grid
    from sim.results.sweep import Sweep


def sweep(
    scenario: Name,
    over: Over,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep the ledger, tables and plots in this folder."),
    ] = None,
    variant: Variant = None,
    set: Set = None,
    replications: Annotated[
        int, typer.Option(metavar="N", parser=positive, help="Runs a point, with different seeds.")
    ] = 1,
    figure: Figures = None,
    warm_up: Annotated[
        str, typer.Option(metavar="TIME", help="What does not count at the beginning of each run.")
    ] = "0",
    seed: Seed = None,
    engine: Engine = "auto",
    workers: Workers = None,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Run on the Dask cluster of this scheduler: tcp://host:8786."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would run, and about how long; run nothing.")
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run a scenario at every combination of values, and draw how its figures depend on them.

    Every finished run is kept in DIR/ledger.sqlite at once. However a sweep ends, the same command
    goes on where it was; with more values or replications it makes only what is new. DIR then
    holds points.csv (with intervals), runs.csv, both as Parquet where pyarrow is, and plots.

    A cluster is started with "dask scheduler", and on every machine that has the same Floodgate
    with "dask worker tcp://HOST:8786". Where the compiled engine plays, each of them compiles it
    for itself, once: about 15 s.

    Examples:

    \b
      floodgate sweep flash_sale --variant probability --set crowd.users=20k \\
          --over edge.admission.probability=1e-3..4e-3:7 --replications 5 --out results/admission
      floodgate sweep metastable --over workloads.calls.rate=600/s..900/s:7 \\
          --over services.service.workers=8,10,12 --figure answered --out results/load
      floodgate sweep balancers --over services.service.instances=50..100:6 --dry-run
    """
    from sim.experiments.grid import Grid, How

    request = Request.read(scenario, seed, set, engine)
    request.check([variant])
    how = How(replications, engine, _warm_up(warm_up, request))
    grid = Grid.of(request.scenario, over, variant, seed, request.how["set"], how)
    _check_figures(grid, figure or [])
    if dry_run:
        _foretell(grid, out, workers, as_json, quiet)
        return
    if out is None:
        raise RequestError("--out: wanted a folder to keep the runs in, got none")
    check_folder(out, "--out")
    with _told(grid.name, quiet) as tell, _players(dask, workers) as players:
        making = players | {"out": out, "progress": tell, "note": notes(quiet)}
        swept = _sweep(grid, figure or [], making, as_json)
    show(swept, as_json)
    _draw(swept, out, quiet)
    if swept.failed:
        say(f"error: {_count(len(swept.failed), 'point')} failed; {out}/runs.csv says why")
        raise typer.Exit(FAILED)


def _warm_up(text: str, request: Request) -> int:
    from sim.experiments.replicate import check_warm_up

    try:
        return check_warm_up(text, request.scenario) or 0
    except ValueError as error:
        raise RequestError(f"--warm-up: {error}") from None


def _check_figures(grid: Grid, words: list[str]) -> None:
    from sim.results.figures import UnknownFigureError

    try:
        grid.check_figures(words)
    except UnknownFigureError as error:
        raise RequestError(f"--figure: {error}") from None


def _sweep(grid: Grid, figures: list[str], how: dict[str, Any], as_json: bool) -> Sweep:
    """The finished sweep; what there is of it, and the end of the command, where it is stopped."""
    from sim.experiments.interrupted import Interrupted
    from sim.experiments.sweep import sweep_grid

    try:
        return sweep_grid(grid, figures, **how)
    except Interrupted as interrupted:
        hold_interrupts()
        if interrupted.finished is not None:
            show(interrupted.finished, as_json)
        finished, out = len(interrupted.finished or ()), how["out"]
        points = f"{finished} of {_count(len(grid.spots), 'point')}"
        say(f"interrupted: {points} finished; {out} has every run so far: start again to go on")
        raise typer.Exit(INTERRUPTED) from None


def _foretell(
    grid: Grid, out: Path | None, workers: int | None, as_json: bool, quiet: bool
) -> None:
    """Say what would run; a ledger that is there already is looked at, none is made."""
    from sim.experiments.forecast import forecast
    from sim.experiments.ledger import FILE, Ledger

    there = out is not None and (out / FILE).is_file()
    ledger = Ledger(out / FILE, grid.identity) if out is not None and there else None
    with ledger or nullcontext():
        told = forecast(grid, ledger, workers or os.cpu_count() or 1, notes(quiet))
    if as_json:
        show_json(asdict(told))
        return
    left = told.runs - told.finished
    runs = f"{_count(told.points, 'point')}, {_count(told.runs, 'run')}, {told.finished} finished"
    by = _count(told.workers, "worker")
    typer.echo(f"{grid.name}: {runs}; the other {left} take about {span(told.seconds)} on {by}")


def _draw(swept: Sweep, out: Path, quiet: bool) -> None:
    from sim.reports.sweep import write_plots

    plots = write_plots(swept, out)
    if not quiet:
        say(f"saved to {out}: ledger, tables and {_count(len(plots), 'plot')}")


@contextmanager
def _told(name: str, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Progress in finished runs."""
    with progress([name], quiet) as tell:
        yield partial(tell, name)


@contextmanager
def _players(dask: str | None, workers: int | None) -> Iterator[dict[str, Any]]:
    """Who makes the runs: processes of this machine, or a cluster."""
    from sim.experiments.cluster import cluster

    if dask is None:
        yield {"workers": workers}
        return
    try:
        with cluster(dask) as (executor, threads):
            yield {"executor": executor, "workers": threads}
    except ModuleNotFoundError as error:
        raise RequestError(f"--dask: {error}") from None


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
