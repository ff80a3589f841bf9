"""``floodgate run``: one variant of a scenario, once."""

from functools import partial
from typing import Any

from sim.cli.options import Engine, Format, Json, Name, Out, Quiet, Seed, Set, Variant
from sim.cli.output import hint_at_report, notes, show
from sim.cli.progress import progress
from sim.cli.request import Request, check_folder, check_format


def run(
    scenario: Name,
    variant: Variant = None,
    set: Set = None,
    seed: Seed = None,
    engine: Engine = "auto",
    out: Out = None,
    format: Format = "npz",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run one variant of a scenario once and show what happened.

    Examples:

    \b
      floodgate run flash_sale --variant probability
      floodgate run flash_sale --set crowd.users=20k --seed 7 --json
      floodgate run my_sale.toml --out results/my_sale
    """
    from sim.experiments.run import run as execute

    request = Request.read(scenario, seed, set, engine)
    request.check([variant])
    columns = check_format(format)
    check_folder(out, "--out")
    name = variant or request.scenario.name
    with progress([name], quiet) as tell:
        how: dict[str, Any] = {"progress": partial(tell, name), "note": notes(quiet)}
        result = execute(request.scenario, variant, **request.how, **how)
    try:
        if out is not None:
            result.save(out, columns)
    finally:
        show(result, as_json)
    hint_at_report(out, quiet)
