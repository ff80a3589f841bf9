"""The commands that the real service adds to floodgate: serve, load and validate."""

import typer

serve = typer.Typer(
    help="Start the real service: the origin, or an edge node in front of it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
