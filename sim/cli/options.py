"""The arguments and options that commands share."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.completion import engines, figures, paths, scenarios, variants


def seed(text: str) -> int:
    """The seed that was typed; its range is the scenario's to check."""
    return _whole(text, "a whole number")


def positive(text: str) -> int:
    """The number that was typed, of workers, rounds or runs."""
    return _at_least(1, text)


def replications(text: str) -> int:
    """The number of replications that was typed: of one run nobody can tell the scatter."""
    return _at_least(2, text)


def confidence(text: str) -> float:
    """The confidence that was typed, as a share or in percent."""
    from sim.results.intervals import check_confidence
    from sim.units import parse_share

    try:
        return check_confidence(parse_share(text if "%" in text else float(text)))
    except ValueError:
        wanted = 'a confidence such as 0.95 or "95 %"'
        raise typer.BadParameter(f'wanted {wanted}, got "{text}"') from None


def share(text: str) -> float:
    """A share of the full size, up to all of it."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 1:
        raise typer.BadParameter(f'wanted a number > 0 and <= 1, got "{text}"')
    return value


def _at_least(least: int, text: str) -> int:
    wanted = f"a whole number >= {least}"
    number = _whole(text, wanted)
    if number < least:
        raise typer.BadParameter(f"wanted {wanted}, got {number}")
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
Over = Annotated[
    list[str],
    typer.Option(
        "--over",
        metavar="PATH=VALUES",
        help="What to go over: values with commas, or low..high:count; up to three times.",
        autocompletion=paths,
        show_default=False,
    ),
]
Figures = Annotated[
    list[str] | None,
    typer.Option(
        "--figure",
        metavar="NAME",
        help="A figure to show and draw, such as buy.p99; may be given again and again.",
        autocompletion=figures,
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
        metavar="N", parser=positive, help="Runs side by side; without it, one a processor."
    ),
]
Kept = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Keep the ledger, tables and plots in this folder."),
]
Cut = Annotated[
    str,
    typer.Option(
        "--warm-up", metavar="TIME", help="What does not count at the beginning of each run."
    ),
]
Dask = Annotated[
    str | None,
    typer.Option(
        "--dask",
        metavar="ADDRESS",
        help="Run on the Dask cluster of this scheduler: tcp://host:8786.",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would run, and about how long; run nothing.")
]
Rounds = Annotated[
    int, typer.Option(metavar="N", parser=positive, help="How often each is measured.")
]
Share = Annotated[
    float, typer.Option(metavar="SHARE", parser=share, help="A share of the full sizes.")
]
Replications = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        parser=replications,
        help="Run with so many independent seeds and show intervals; beside --until, at most so "
        "many (without it 200).",
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        metavar="'FIGURE +- P %'",
        help="Replicate until this figure's interval is so narrow, such as 'buy.p99 +- 2 %'.",
        autocompletion=figures,
    ),
]
WarmUp = Annotated[
    str | None,
    typer.Option(
        metavar="TIME",
        help="What does not count at the beginning of each replication; without it, it is looked "
        "for where the scenario may have a steady state.",
    ),
]
Confidence = Annotated[
    float | None,
    typer.Option(
        metavar="SHARE", parser=confidence, help="The confidence of intervals: 0.95 unless given."
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
