"""``floodgate serve``: start the real service: the origin, or an edge node in front of it."""

import typer

from edge.commands.edge import serve_edge
from edge.commands.origin import serve_origin

serve = typer.Typer(
    help="Start the real service: the origin, or an edge node in front of it.",
    rich_markup_mode=None,
)


@serve.callback(invoke_without_command=True)
def _serve(context: typer.Context) -> None:
    """Start the real service: the origin, or an edge node in front of it."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


serve.command("edge")(serve_edge)
serve.command("origin")(serve_origin)
