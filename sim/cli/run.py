"""``floodgate run``: one variant of a scenario, once or in replications."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import typer

from sim.cli.errors import INTERRUPTED, hold_interrupts, say
from sim.cli.options import (
    Confidence,
    Engine,
    Format,
    Json,
    Name,
    Out,
    Quiet,
    Replications,
    Seed,
    Set,
    Until,
    Variant,
    WarmUp,
    Workers,
)
from sim.cli.output import hint_at_report, notes, show
from sim.cli.progress import progress
from sim.cli.request import Request, check_folder, check_format
from sim.cli.sampling import Sampling

if TYPE_CHECKING:
    from sim.results import Replications as Replicated
    from sim.results import Run
    from sim.results.files import Format as ColumnFormat

    Results: TypeAlias = Run | Replicated


def run(
    scenario: Name,
    variant: Variant = None,
    set: Set = None,
    seed: Seed = None,
    engine: Engine = "auto",
    replications: Replications = None,
    until: Until = None,
    warm_up: WarmUp = None,
    confidence: Confidence = None,
    workers: Workers = None,
    out: Out = None,
    format: Format = "npz",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run one variant of a scenario once and show what happened, or many times, with intervals.

    One run is an illustration.  With --replications or --until every figure comes with a
    confidence interval.  Ctrl-C keeps the replications that are finished.

    Examples:

    \b
      floodgate run flash_sale --variant probability
      floodgate run flash_sale --set crowd.users=20k --seed 7 --json
      floodgate run flash_sale --variant census --set crowd.users=20k --replications 20
      floodgate run balancers --variant random --until 'p99 +- 2 %' --replications 50
      floodgate run my_sale.toml --out results/my_sale
    """
    sampling = Sampling(replications, until, warm_up, confidence, workers)
    request = Request.read(scenario, seed, set, engine)
    request.check([variant])
    columns = check_format(format)
    sampling.check(request, [variant])
    check_folder(out, "--out")
    keep = partial(_keep, out=out, columns=columns, as_json=as_json)
    if sampling.is_wanted:
        result = _replicate(request, variant, sampling, quiet, keep)
    else:
        result = _once(request, variant, quiet)
    keep(result)
    hint_at_report(out, quiet)
    sampling.tell_if_not_reached(result)


def _once(request: Request, variant: str | None, quiet: bool) -> Run:
    from sim.experiments.run import run as execute

    name = variant or request.scenario.name
    with progress([name], quiet) as tell:
        how: dict[str, Any] = {"progress": partial(tell, name), "note": notes(quiet)}
        return execute(request.scenario, variant, **request.how, **how)


def _replicate(
    request: Request,
    variant: str | None,
    sampling: Sampling,
    quiet: bool,
    keep: Callable[[Results], None],
) -> Results:
    from sim.experiments.interrupted import Interrupted
    from sim.experiments.replicate import replicate

    how = request.how | sampling.how | {"note": notes(quiet)}
    try:
        with progress([variant or request.scenario.name], quiet) as tell:
            return replicate(request.scenario, variant=variant, **how, progress=tell)
    except Interrupted as interrupted:
        if interrupted.finished is None:
            raise
        hold_interrupts()
        keep(interrupted.finished)
        say(f"interrupted: kept the {len(interrupted.finished)} replications that were finished")
        raise typer.Exit(INTERRUPTED) from None


def _keep(result: Results, out: Path | None, columns: ColumnFormat, as_json: bool) -> None:
    """Save a result, if it is to be saved, and show it, even if it cannot be saved."""
    try:
        if out is not None:
            result.save(out, columns)
    finally:
        show(result, as_json)
