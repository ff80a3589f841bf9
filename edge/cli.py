"""``floodgate serve``: the real service's processes."""

import typer

from edge.commands.edge import serve_edge
from edge.commands.origin import serve_origin

serve = typer.Typer(
    help="Start the real service: the origin, or an edge node in front of it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@serve.callback()
def _serve() -> None:
    """Start the real service: the origin, or an edge node in front of it."""


serve.command("edge")(serve_edge)
serve.command("origin")(serve_origin)
