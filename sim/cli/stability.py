"""``floodgate stability``: whether a scenario recovers, over its load and the size of a trigger."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.completion import paths
from sim.cli.errors import RequestError
from sim.cli.grids import check_out, cut, end_as_failed, foretell, made, making, tell_of_plots
from sim.cli.options import (
    Confidence,
    Cut,
    Dask,
    DryRun,
    Engine,
    Json,
    Kept,
    Name,
    Quiet,
    Seed,
    Set,
    Variant,
    Workers,
    positive,
    share,
)
from sim.cli.output import show
from sim.cli.request import Request

if TYPE_CHECKING:
    from sim.experiments.stability import Rules


def stability(
    scenario: Name,
    load: Annotated[
        str,
        typer.Option(
            metavar="PATH=VALUES",
            help="The load: values with commas, or low..high:count.",
            autocompletion=paths,
            show_default=False,
        ),
    ],
    trigger: Annotated[
        str,
        typer.Option(
            metavar="PATH=VALUES",
            help="The size of the trigger, such as how long a fault lasts or how bad it is.",
            autocompletion=paths,
            show_default=False,
        ),
    ],
    out: Kept = None,
    variant: Variant = None,
    set: Set = None,
    replications: Annotated[
        int, typer.Option(metavar="N", parser=positive, help="Runs a point, with different seeds.")
    ] = 40,
    back: Annotated[
        float,
        typer.Option(
            metavar="SHARE",
            parser=share,
            help="The share of the goodput before the trigger that counts as back.",
        ),
    ] = 0.9,
    risk: Annotated[
        float,
        typer.Option(
            metavar="SHARE", parser=share, help="The probability of collapse that counts as none."
        ),
    ] = 0.1,
    confidence: Confidence = None,
    warm_up: Cut = "0",
    seed: Seed = None,
    engine: Engine = "auto",
    workers: Workers = None,
    dask: Dask = None,
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Map where a scenario recovers from a trigger, and where it stays down for good.

    The trigger is what the scenario's faults do, and workloads that start late and stop early. A
    run has collapsed where its goodput (answers a second) does not come back, until the end of the
    run, to 90 % (--back) of what it was before the trigger; the time to recover is from the end of
    the trigger to the first instant from which goodput stays back. In a run that ends too soon a
    slow recovery counts as a collapse. Every point of the map is

    \b
      stable       it recovers from this trigger, and from all others at this load
      vulnerable   it recovers from this trigger, but that is not shown of all at this load
      metastable   it stays down though the trigger has gone
      overloaded   it did not keep up before the trigger came
      undecided    more replications would tell

    where it recovers if the interval of the probability of collapse lies below --risk, and stays
    down if it lies above. Runs are kept in DIR/ledger.sqlite, and the same command goes on where it
    was, as with floodgate sweep. DIR then holds points.csv (P(collapse) and time to recover, with
    intervals), runs.csv, both as Parquet where pyarrow is, and the maps.

    Examples:

    \b
      floodgate stability metastable --load workloads.calls.rate=300/s..900/s:7 \\
          --trigger 'faults.0.lasts=1 s..10 s:5' --out results/metastable
      floodgate stability metastable --variant retry_budget --set 'duration=60 s' \\
          --load workloads.calls.rate=300/s..900/s:7 \\
          --trigger faults.0.factor=1.5,2,2.5,4,10 --replications 60 --out results/budget
      floodgate stability metastable --load workloads.calls.rate=500/s,750/s \\
          --trigger 'faults.0.lasts=1 s,4 s' --dry-run
    """
    from sim.experiments.grid import How
    from sim.experiments.stability import grid_of, stability_of
    from sim.reports.stability import write_maps

    request = Request.read(scenario, seed, set, engine)
    request.check([variant])
    rules = _rules(back, risk, confidence)
    how = How(replications, engine, cut(warm_up, request), rules.back)
    grid = grid_of(request.scenario, load, trigger, variant, seed, request.how["set"], how)
    if dry_run:
        foretell(grid, out, workers, as_json, quiet)
        return
    folder = check_out(out)
    with making(grid, folder, dask, workers, quiet) as making_it:
        found = made(partial(stability_of, grid, rules, **making_it), grid, folder, as_json)
    show(found, as_json)
    tell_of_plots(write_maps(found, folder), folder, quiet)
    end_as_failed(found, folder)


def _rules(back: float, risk: float, confidence: float | None) -> Rules:
    from sim.experiments.stability import Rules
    from sim.results.intervals import CONFIDENCE

    try:
        return Rules(back, risk, confidence or CONFIDENCE)
    except ValueError as error:
        raise RequestError(f"--back, --risk: {error}") from None
