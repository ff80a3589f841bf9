"""``floodgate bench``: how fast the engines are on this machine, beside what else there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.errors import RequestError, say
from sim.cli.options import Json, Quiet, Rounds, Share
from sim.cli.output import show_json, show_table

if TYPE_CHECKING:
    from sim.results.table import Table

    Say = Callable[[str], None]
    Section = tuple[Callable[[], Iterable[dict[str, Any]]], Callable[[list[dict[str, Any]]], Table]]

SECTIONS = ("speed", "cost", "threads", "memory", "start")


def bench(
    only: Annotated[
        str | None,
        typer.Option(metavar="A,B,...", help=f"Some of {', '.join(SECTIONS)}; without it, all."),
    ] = None,
    rounds: Rounds = 1,
    size: Share = 1.0,
    full: Annotated[
        bool,
        typer.Option("--full", help="The slow ones in full, and the largest sizes (long)."),
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Measure how fast the engines are on this machine, side by side with hand-written SimPy.

    Ciw and happysim are measured too where they are installed; FLOODGATE_HAPPYSIM may name
    another Python that has happysim.

    Examples:

    \b
      floodgate bench
      floodgate bench --only speed --rounds 5
      floodgate bench --size 0.01 --json
    """
    chosen = _chosen(only)
    tell: Say = (lambda line: None) if quiet else say
    sections = _sections(rounds, size, full, tell)
    measured = {}
    for name in chosen:
        measure, table = sections[name]
        measured[name] = list(measure())
        if not as_json:
            show_table(table(measured[name]))
    if as_json:
        show_json(measured)


def _chosen(only: str | None) -> list[str]:
    names = list(SECTIONS) if only is None else [name.strip() for name in only.split(",")]
    for name in names:
        if name not in SECTIONS:
            raise RequestError(f'--only: wanted some of {", ".join(SECTIONS)}, got "{name}"')
    return list(dict.fromkeys(names))


def _sections(rounds: int, size: float, full: bool, tell: Say) -> dict[str, Section]:
    """How each section is measured, and shown."""
    from sim.benchmarks import memory, scale, speed, start
    from sim.benchmarks.cases import cases
    from sim.engines.compiled.readiness import prepare

    prepare(tell)
    return {
        "speed": (lambda: speed.speed(cases(size, full), rounds, tell), speed.table),
        "cost": (lambda: scale.costs(scale.sizes(size, full), tell), scale.cost_table),
        "threads": (lambda: scale.threads(scale.sizes(size)[-1], tell), scale.thread_table),
        "memory": (lambda: memory.memory(memory.sizes(size, full), tell), memory.table),
        "start": (lambda: start.start(tell), start.table),
    }
