"""The arguments and options that commands share."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.completion import engines, scenarios, variants


def seed(text: str) -> int:
    """The seed that was typed; its range is the scenario's to check."""
    return _whole(text, "a whole number")


def workers(text: str) -> int:
    """The number of workers that was typed."""
    number = _whole(text, "a whole number >= 1")
    if number < 1:
        raise typer.BadParameter(f"wanted a whole number >= 1, got {number}")
    return number


def _whole(text: str, wanted: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise typer.BadParameter(f'wanted {wanted}, got "{text}"') from None


Name = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="The name of a shipped scenario (see floodgate list), or the path of a .toml file.",
        autocompletion=scenarios,
        show_default=False,
    ),
]
Variant = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="One of the scenario's variants; without it, the scenario as the file has it.",
        autocompletion=variants,
    ),
]
Variants = Annotated[
    str | None,
    typer.Option(
        metavar="A,B,...",
        help="The variants to compare; without it, those that the scenario says, or all.",
        autocompletion=variants,
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Replace a value of the scenario; may be given again and again.",
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        parser=seed,
        help="What all random draws derive from; without it, the scenario's own.",
    ),
]
Engine = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="The engine: compiled, reference, or auto for the fastest that fits.",
        autocompletion=engines,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        metavar="N", parser=workers, help="Runs side by side; without it, one a processor."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Save everything to this folder, for floodgate report."),
]
Format = Annotated[
    str,
    typer.Option(metavar="NAME", help="How --out stores columns: npz or parquet."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress and no hints.")]
