"""The options of the commands that start the real service."""

from typing import Annotated

import typer


def port(help: str) -> object:
    """The option of a port that a service listens at."""
    return typer.Option(min=0, max=65535, metavar="N", help=f"{help}; 0: any free one.")


Origin = Annotated[str, typer.Option(metavar="URL", help="Where the origin listens.")]
Host = Annotated[str, typer.Option(metavar="IP", help="The address for users.")]
Port = Annotated[int, port("The port for users")]
AdminHost = Annotated[str, typer.Option(metavar="IP", help="The admin interface's address.")]
AdminPort = Annotated[int, port("The admin interface's port")]
Beside = Annotated[
    bool,
    typer.Option("--beside", help="Listen beside the node that is there already, to take over."),
]
OpensAt = Annotated[
    str | None,
    typer.Option(
        metavar="TIME",
        help="When the sale opens: 2026-11-27T20:00:00+01:00, or '10 s' from now; without it, as "
        "the scenario says, from now.",
    ),
]
TicketLife = Annotated[str, typer.Option(metavar="TIME", help="How long a ticket is valid.")]
Grace = Annotated[
    str, typer.Option(metavar="TIME", help="How long it still answers after SIGTERM.")
]
MaxConnections = Annotated[
    int, typer.Option(min=1, metavar="N", help="Connections of users at the same time.")
]
DrawSeed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        min=0,
        metavar="N",
        help="Draw as the simulator does with this seed; without it nobody can foretell.",
    ),
]
ClickWork = Annotated[
    str,
    typer.Option(
        "--work",
        metavar="TIME",
        help="Processor time for a click: what it costs beyond this minimal node.",
    ),
]
Event = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="What tickets are for; without it, the scenario's name."),
]
