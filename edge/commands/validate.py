"""``floodgate validate``: put the real service and the simulator under the same people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edge.commands.duration import read_duration
from edge.commands.needing import needing
from edge.load.cli import Lag
from edge.load.lag import DEFAULT_LAG
from edge.usual import SHARES, WINDOW, WORK
from sim.cli.errors import FAILED, RequestError, say
from sim.cli.options import Json, Name, Quiet, Seed, Set, positive
from sim.cli.output import show
from sim.cli.request import check_folder
from sim.units import SECOND, format_duration

CALIBRATION = "calibration.json"

validate = typer.Typer(rich_markup_mode=None)


@validate.command()
def _validate(
    scenario: Name = "edge_validation",
    levels: Annotated[
        str, typer.Option(metavar="A,B,...", help="Loads to score, as shares of the capacity.")
    ] = ",".join(map(str, SHARES)),
    window: Annotated[
        str, typer.Option(metavar="TIME", help="How long people click at each level.")
    ] = format_duration(WINDOW),
    calibration: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Service times to use, measured and kept there if there is no such file yet; "
            "without it, DIR/calibration.json.",
        ),
    ] = None,
    work: Annotated[
        str,
        typer.Option(
            metavar="TIME",
            help="Processor time of an edge node for a click, besides what it takes anyhow.",
        ),
    ] = format_duration(WORK),
    processes: Annotated[
        int, typer.Option(metavar="N", parser=positive, help="Processes that make the load.")
    ] = 1,
    lag: Lag = DEFAULT_LAG,
    seed: Seed = None,
    set: Set = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep validation.json and report.html in this folder."),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Start the real service, put it and the simulator under the same load, and tell them apart.

    First the service is calibrated by the scenario's own people, and by twice as many.  Then each
    level is played by both worlds, and nothing is fitted to it; saturation and a burst follow.
    About three and a half minutes, on a machine where nobody else works.
    The status is 1 where the simulator lies outside its bounds.

    Examples:

    \b
      floodgate validate edge_validation --out results/validation
      floodgate validate edge_validation --levels 0.5,0.7 --window '30 s' --json
      floodgate validate edge_validation --calibration here.json --set crowd.users=1000
    """
    with needing("the validation", "edge,load", "aiohttp", "locust"):
        from edge.validate import Rig
        from edge.validate import validate as compare_worlds
    from sim.model import load, parse_assignments

    model = load(scenario).resolve(None, seed, parse_assignments(set or ()))
    check_folder(out, "--out")
    try:
        validation = compare_worlds(
            model,
            shares=_shares(levels),
            window=_window(window),
            calibration=calibration or (out / CALIBRATION if out else None),
            rig=Rig(read_duration("--work", work), processes, lag),
            tell=(lambda text: None) if quiet else say,
        )
    except ValueError as error:
        raise RequestError(f"{scenario}: {error}") from None
    show(validation, as_json)
    if out is not None:
        from sim.reports import write_html

        validation.save(out)
        write_html(validation, out / "report.html")
    if not validation.valid:
        raise typer.Exit(FAILED)


def _shares(text: str) -> tuple[float, ...]:
    try:
        shares = tuple(float(part) for part in text.split(","))
    except ValueError:
        shares = ()
    if not shares or not all(0 < share <= 2 for share in shares):
        raise RequestError(
            f'--levels: wanted shares above 0 and up to 2, such as 0.5,0.8, got "{text}"'
        )
    return shares


def _window(text: str) -> int:
    window = read_duration("--window", text)
    if window < SECOND:
        raise RequestError(f'--window: wanted at least 1 s, got "{text}"')
    return window
