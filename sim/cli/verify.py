"""``floodgate verify``: theory and published results, tried on what is installed."""

import typer

from sim.cli.errors import FAILED, say
from sim.cli.options import Json, Quiet
from sim.cli.output import notes, show
from sim.cli.progress import progress


def verify(as_json: Json = False, quiet: Quiet = False) -> None:
    """Try claims of theory on this installation: expected, observed, interval, verdict.

    Queues whose delays and losses are known, published results, and how often our own confidence
    intervals hold the truth.  It takes about a minute; the status is 1 where a claim is refuted.

    Examples:

    \b
      floodgate verify
      floodgate verify --json > verification.json
    """
    from sim.experiments.verification.verify import verify as execute

    with progress(["verify"], quiet) as tell:
        result = execute(tell, note=notes(quiet))
    show(result, as_json)
    if not result.holds:
        say(f"error: refuted: {'; '.join(result.refuted)}")
        raise typer.Exit(FAILED)
