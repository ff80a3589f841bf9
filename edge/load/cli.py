"""``floodgate load``: send a scenario's own people and arrivals to real edge nodes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from edge.commands.needing import needing
from edge.commands.secrets import secrets
from edge.load.lag import DEFAULT_LAG
from edge.secrets import ADMIN_TOKEN
from sim.cli.errors import FAILED, INTERRUPTED, RequestError, hold_interrupts, say
from sim.cli.options import Format, Json, Name, Out, Quiet, Seed, Set, Variant, positive
from sim.cli.output import notes, show_json, show_table
from sim.cli.progress import progress
from sim.cli.request import Request, check_folder, check_format

if TYPE_CHECKING:
    from edge.load.result import LoadResult
    from sim.model import Scenario
    from sim.results.files import Format as ColumnFormat

load = typer.Typer(rich_markup_mode=None)

Edges = Annotated[
    list[str],
    typer.Option(
        "--edge",
        metavar="URL",
        help="An edge node; may be given again and again, once for each of the scenario's.",
        show_default=False,
    ),
]
Admins = Annotated[
    list[str] | None,
    typer.Option(
        "--admin",
        metavar="URL",
        help="The admin interface of a node, to tell it when to open; the token comes from "
        f"{ADMIN_TOKEN}.",
    ),
]
Processes = Annotated[
    int,
    typer.Option(metavar="N", parser=positive, help="Locust processes that share the people."),
]
Lag = Annotated[
    str,
    typer.Option(metavar="BOUND", help="How late requests may be sent before it is invalid."),
]


@load.command("load")
def command(
    scenario: Name,
    edge: Edges,
    admin: Admins = None,
    variant: Variant = None,
    set: Set = None,
    seed: Seed = None,
    processes: Processes = 1,
    lag: Lag = DEFAULT_LAG,
    out: Out = None,
    format: Format = "npz",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Send a scenario's own people and arrivals to real edge nodes, and show what they got.

    Latencies count from the instant at which a request was to be sent.  If too many were sent
    late, the load is invalid and the command fails.  Ctrl-C keeps what is finished.

    Examples:

    \b
      floodgate load flash_sale --set crowd.users=2k --set edge.nodes=1 --edge http://127.0.0.1:8080
      floodgate load my_sale.toml --edge http://127.0.0.1:8080 --processes 2 --out results/load
    """
    request = Request.read(scenario, seed, set, "auto")
    request.check([variant])
    resolved = request.scenario.resolve(variant, seed, request.how["set"])
    columns = check_format(format)
    check_folder(out, "--out")
    how = {"admins": admin or (), "processes": processes, "lag": lag, "token": _token(admin)}
    try:
        result = _run(resolved, edge, how, quiet, as_json)
    except KeyboardInterrupt as interrupted:
        _keep_finished(interrupted, out, columns, as_json)
        raise
    _keep(result, out, columns, as_json)
    if result.problem:
        say(f"error: {result.problem}")
        raise typer.Exit(FAILED)


def _token(admins: list[str] | None) -> str:
    """What opens the admin interfaces, if there are any to open."""
    return secrets(ADMIN_TOKEN)[0].decode() if admins else ""


def _run(
    scenario: Scenario, edges: list[str], how: dict[str, Any], quiet: bool, as_json: bool
) -> LoadResult:
    from edge.load.launch import run

    try:
        with (
            needing("the load", "load", "locust"),
            progress([scenario.name], quiet or as_json) as tell,
        ):
            told = partial(tell, scenario.name)
            return run(scenario, edges, progress=told, note=notes(quiet), **how)
    except ValueError as error:
        raise RequestError(str(error)) from None


def _keep(result: LoadResult, out: Path | None, columns: ColumnFormat, as_json: bool) -> None:
    """Save a result, if it is to be saved, and show it, even if it cannot be saved."""
    try:
        if out is not None:
            result.save(out, columns)
    finally:
        show_json(result.summary) if as_json else show_table(result.table)


def _keep_finished(
    interrupted: KeyboardInterrupt, out: Path | None, columns: ColumnFormat, as_json: bool
) -> None:
    """Keep what was finished before Ctrl-C, if anything was."""
    from edge.load.launch import Interrupted

    if isinstance(interrupted, Interrupted):
        hold_interrupts()
        _keep(interrupted.finished, out, columns, as_json)
        say(f"interrupted: kept the {len(interrupted.finished.requests)} requests that were over")
        raise typer.Exit(INTERRUPTED) from None
