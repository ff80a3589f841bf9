"""The options of ``floodgate serve origin``."""

from typing import Annotated

import typer

from edge.options import port

Scenario = Annotated[
    str | None,
    typer.Argument(
        metavar="SCENARIO",
        help="Where stock, limiter, admission and intervals come from; without it, --stock.",
        show_default=False,
    ),
]
Stock = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=0, max=10**12, help="Units for sale; without it, the scenario's."
    ),
]
StoreURL = Annotated[
    str,
    typer.Option(
        metavar="URL",
        help="Where stock and orders are kept: sqlite:///PATH, postgresql://USER@HOST/DATABASE, "
        "or redis://HOST:PORT/0+ and one of them.",
    ),
]
Limit = Annotated[
    str | None,
    typer.Option(metavar="LIMITER", help="What refuses orders, as a scenario says it."),
]
ReserveFor = Annotated[
    str | None,
    typer.Option(
        metavar="TIME",
        help="How long a unit waits to be paid for; without it, as the scenario says, or 15 min.",
    ),
]
OnePerUser = Annotated[bool, typer.Option(help="Whether a user may hold one unit only.")]
Host = Annotated[str, typer.Option(metavar="IP", help="The address to listen at.")]
Port = Annotated[int, port("The port")]
