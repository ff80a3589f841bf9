"""``floodgate compare``: variants of a scenario, side by side on the same crowd."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sim.cli.errors import INTERRUPTED, RequestError, hold_interrupts, say
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
    Variants,
    WarmUp,
    Workers,
)
from sim.cli.output import hint_at_report, notes, show
from sim.cli.progress import progress
from sim.cli.request import Request, check_folder, check_format
from sim.cli.sampling import Sampling

if TYPE_CHECKING:
    from sim.model import Scenario
    from sim.results import Comparison


def compare(
    scenario: Name,
    variants: Variants = None,
    set: Set = None,
    seed: Seed = None,
    engine: Engine = "auto",
    replications: Replications = None,
    warm_up: WarmUp = None,
    confidence: Confidence = None,
    workers: Workers = None,
    out: Out = None,
    format: Format = "npz",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run variants of a scenario on the same crowd, side by side.

    With --replications each is run on so many crowds, the same for all, and differences to the
    baseline come with intervals: a variant is better only where the interval says so, corrected
    for the number of comparisons.  Ctrl-C keeps the variants that are finished.

    Examples:

    \b
      floodgate compare flash_sale --out results/flash_sale
      floodgate compare flash_sale --variants no_edge,census --set crowd.users=20k
      floodgate compare flash_sale --set crowd.users=20k --replications 10 --out results/sure
      floodgate compare balancers --workers 4 --json
    """
    from sim.experiments.compare import compare as execute
    from sim.experiments.interrupted import Interrupted

    request = Request.read(scenario, seed, set, engine)
    names = _names(request.scenario, variants)
    request.check(names)
    sampling = Sampling(replications, None, warm_up, confidence, None)
    sampling.check(request, names)
    how: dict[str, Any] = {"out": out, "format": check_format(format), "workers": workers}
    how |= {"replications": replications, "note": notes(quiet), **sampling.estimate}
    check_folder(out, "--out")
    try:
        with progress(names, quiet) as tell:
            results = execute(request.scenario, names, **request.how, **how, progress=tell)
    except Interrupted as interrupted:
        if interrupted.finished is None:
            raise
        hold_interrupts()
        show(interrupted.finished, as_json)
        say(_kept(interrupted.finished, out))
        raise typer.Exit(INTERRUPTED) from None
    show(results, as_json)
    hint_at_report(out, quiet)


def _names(scenario: Scenario, given: str | None) -> list[str]:
    """The variants that were asked for, each once; those that the scenario compares if none was."""
    if given is None and not scenario.variants:
        raise RequestError(f"{scenario.name}: wanted a scenario with variants to compare, got none")
    names = scenario.compared or scenario.variants if given is None else given.split(",")
    if "" in map(str.strip, names):
        raise RequestError(f'--variants: wanted names separated by commas, got "{given}"')
    return list(dict.fromkeys(map(str.strip, names)))


def _kept(finished: Comparison, out: Path | None) -> str:
    where = "was printed, not saved" if out is None else f"is in {out}"
    missing = ", ".join(finished.missing)
    return f"interrupted: {', '.join(finished)} {where}; not finished: {missing}"
