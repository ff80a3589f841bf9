"""``floodgate compare``: variants of a scenario, side by side on the same crowd."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli.errors import INTERRUPTED, RequestError, say
from sim.cli.options import Engine, Format, Json, Name, Out, Quiet, Seed, Set, Variants, Workers
from sim.cli.output import hint_at_report, show
from sim.cli.progress import progress
from sim.cli.request import check_engine, check_folder, check_format

if TYPE_CHECKING:
    from sim.model import Scenario
    from sim.results import Comparison


def compare(
    scenario: Name,
    variants: Variants = None,
    set: Set = None,
    seed: Seed = None,
    engine: Engine = "auto",
    workers: Workers = None,
    out: Out = None,
    format: Format = "npz",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run variants of a scenario on the same crowd, side by side.

    Ctrl-C keeps the variants that are finished.

    Examples:

    \b
      floodgate compare flash_sale --out results/flash_sale
      floodgate compare flash_sale --variants no_edge,census --set crowd.users=20k
      floodgate compare balancers --workers 4 --json
    """
    from sim.experiments.compare import Interrupted
    from sim.experiments.compare import compare as execute
    from sim.model import load, parse_assignments

    loaded, settings = load(scenario), parse_assignments(set or ())
    names = _names(loaded, variants)
    for name in names:
        loaded.resolve(name, seed, settings)
    check_engine(engine)
    columns = check_format(format)
    if out is not None:
        check_folder(out)
    try:
        with progress(names, quiet) as tell:
            results = execute(
                loaded,
                names,
                seed=seed,
                set=settings,
                engine=engine,
                workers=workers,
                out=out,
                format=columns,
                progress=tell,
            )
    except Interrupted as interrupted:
        if interrupted.finished is None:
            raise
        show(interrupted.finished, as_json)
        say(_kept(interrupted.finished, out))
        raise typer.Exit(INTERRUPTED) from None
    show(results, as_json)
    if out is not None and not quiet:
        hint_at_report(out)


def _names(scenario: Scenario, given: str | None) -> list[str]:
    """The variants that were asked for, each once; all of them if none was."""
    if given is None and not scenario.variants:
        raise RequestError(f"{scenario.name}: wanted a scenario with variants to compare, got none")
    names = scenario.variants if given is None else given.split(",")
    if "" in map(str.strip, names):
        raise RequestError(f'--variants: wanted names separated by commas, got "{given}"')
    return list(dict.fromkeys(map(str.strip, names)))


def _kept(finished: Comparison, out: Path | None) -> str:
    where = "was printed, not saved" if out is None else f"is in {out}"
    missing = ", ".join(finished.missing)
    return f"interrupted: {', '.join(finished)} {where}; not finished: {missing}"
