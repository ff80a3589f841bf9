"""``floodgate run``: one variant of a scenario, once."""

from sim.cli.options import Engine, Format, Json, Name, Out, Quiet, Seed, Set, Variant
from sim.cli.output import hint_at_report, show
from sim.cli.progress import progress
from sim.cli.request import check_engine, check_folder, check_format


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
    from sim.model import load, parse_assignments

    loaded, settings = load(scenario), parse_assignments(set or ())
    loaded.resolve(variant, seed, settings)
    check_engine(engine)
    columns = check_format(format)
    if out is not None:
        check_folder(out)
    name = variant or loaded.name
    with progress([name], quiet) as tell:
        result = execute(
            loaded,
            variant,
            seed=seed,
            set=settings,
            engine=engine,
            progress=lambda now, end: tell(name, now, end),
        )
    try:
        if out is not None:
            result.save(out, columns)
    finally:
        show(result, as_json)
    if out is not None and not quiet:
        hint_at_report(out)
