"""Grids of runs: what ``sweep`` and ``stability`` do alike: foretell, play, tell, stop, draw."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from sim.cli.errors import FAILED, INTERRUPTED, RequestError, hold_interrupts, say
from sim.cli.output import notes, show, show_json
from sim.cli.progress import progress, span
from sim.cli.request import Request, check_folder

if TYPE_CHECKING:
    from sim.experiments.grid import Grid
    from sim.results.stability import StabilityMap
    from sim.results.sweep import Sweep

    Result = TypeVar("Result", Sweep, StabilityMap)


def cut(text: str, request: Request) -> int:
    """How much (ns) of each run does not count, as it was typed."""
    from sim.experiments.replicate import check_warm_up

    try:
        return check_warm_up(text, request.scenario) or 0
    except ValueError as error:
        raise RequestError(f"--warm-up: {error}") from None


def check_out(out: Path | None) -> Path:
    """The folder for the runs: they are kept somewhere, or nobody could go on with them."""
    if out is None:
        raise RequestError("--out: wanted a folder to keep the runs in, got none")
    check_folder(out, "--out")
    return out


def foretell(grid: Grid, out: Path | None, workers: int | None, as_json: bool, quiet: bool) -> None:
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


@contextmanager
def making(
    grid: Grid, out: Path, dask: str | None, workers: int | None, quiet: bool
) -> Iterator[dict[str, Any]]:
    """How the runs of a grid are made: by whom, where they are kept, who is told."""
    with progress([grid.name], quiet) as tell, _players(dask, workers) as players:
        yield players | {"out": out, "progress": partial(tell, grid.name), "note": notes(quiet)}


def made(make: Callable[[], Result], grid: Grid, out: Path, as_json: bool) -> Result:
    """The finished result; what there is of it, and the end of the command, where it is stopped."""
    from sim.experiments.interrupted import Interrupted

    try:
        return make()
    except Interrupted as interrupted:
        hold_interrupts()
        if interrupted.finished is not None:
            show(interrupted.finished, as_json)
        finished = len(interrupted.finished or ())
        points = f"{finished} of {_count(len(grid.spots), 'point')}"
        say(f"interrupted: {points} finished; {out} has every run so far: start again to go on")
        raise typer.Exit(INTERRUPTED) from None


def tell_of_plots(plots: list[Path], out: Path, quiet: bool) -> None:
    """Say what was saved, and where."""
    if not quiet:
        say(f"saved to {out}: ledger, tables and {_count(len(plots), 'plot')}")


def end_as_failed(result: Sweep | StabilityMap, out: Path) -> None:
    """End the command as failed where a point did."""
    if result.failed:
        say(f"error: {_count(len(result.failed), 'point')} failed; {out}/runs.csv says why")
        raise typer.Exit(FAILED)


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
