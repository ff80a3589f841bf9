"""``floodgate sweep``: a scenario over one to three dimensions, kept in a ledger as it goes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.errors import RequestError
from sim.cli.grids import check_out, cut, end_as_failed, foretell, made, making, tell_of_plots
from sim.cli.options import (
    Cut,
    Dask,
    DryRun,
    Engine,
    Figures,
    Json,
    Kept,
    Name,
    Over,
    Quiet,
    Seed,
    Set,
    Variant,
    Workers,
    positive,
)
from sim.cli.output import show
from sim.cli.request import Request

if TYPE_CHECKING:
    from sim.experiments.grid import Grid


def sweep(
    scenario: Name,
    over: Over,
    out: Kept = None,
    variant: Variant = None,
    set: Set = None,
    replications: Annotated[
        int, typer.Option(metavar="N", parser=positive, help="Runs a point, with different seeds.")
    ] = 1,
    figure: Figures = None,
    warm_up: Cut = "0",
    seed: Seed = None,
    engine: Engine = "auto",
    workers: Workers = None,
    dask: Dask = None,
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run a scenario at every combination of values, and draw how its figures depend on them.

    Every finished run is kept in DIR/ledger.sqlite at once. However a sweep ends, the same command
    goes on where it was; with more values or replications it makes only what is new. DIR then
    holds points.csv (with intervals), runs.csv, both as Parquet where pyarrow is, and plots.

    A cluster is started with "dask scheduler", and on every machine that has the same Floodgate
    with "dask worker tcp://HOST:8786". Where the compiled engine plays, each of them compiles it
    for itself, once: about 10 s.

    Examples:

    \b
      floodgate sweep flash_sale --variant probability --set crowd.users=20k \\
          --over edge.admission.probability=1e-3..4e-3:7 --replications 5 --out results/admission
      floodgate sweep metastable --over workloads.calls.rate=600/s..900/s:7 \\
          --over services.service.workers=8,10,12 --figure answered --out results/load
      floodgate sweep balancers --over services.service.instances=50..100:6 --dry-run
    """
    from sim.experiments.grid import Grid, How
    from sim.experiments.sweep import sweep_grid
    from sim.reports.sweep import write_plots

    request = Request.read(scenario, seed, set, engine)
    request.check([variant])
    how = How(replications, engine, cut(warm_up, request))
    grid = Grid.of(request.scenario, over, variant, seed, request.how["set"], how)
    _check_figures(grid, figure or [])
    if dry_run:
        foretell(grid, out, workers, as_json, quiet)
        return
    folder = check_out(out)
    with making(grid, folder, dask, workers, quiet) as making_it:
        swept = made(partial(sweep_grid, grid, figure or [], **making_it), grid, folder, as_json)
    show(swept, as_json)
    tell_of_plots(write_plots(swept, folder), folder, quiet)
    end_as_failed(swept, folder)


def _check_figures(grid: Grid, words: list[str]) -> None:
    from sim.results.figures import UnknownFigureError

    try:
        grid.check_figures(words)
    except UnknownFigureError as error:
        raise RequestError(f"--figure: {error}") from None
