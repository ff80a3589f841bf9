"""Output: results on standard output, hints about them on standard error."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import typer

from sim.cli.errors import say

if TYPE_CHECKING:
    from sim.results.table import Table


class Summarised(Protocol):
    """Anything that a command has made: it prints itself, and has its figures in one object."""

    @property
    def summary(self) -> Mapping[str, Any]:
        """What ``--json`` prints."""


def show(results: Summarised, as_json: bool) -> None:
    """Print results as one JSON object, or as tables as wide as the terminal."""
    if as_json:
        show_json(results.summary)
    elif sys.stdout.isatty():
        from rich.console import Console

        Console().print(results)
    else:
        typer.echo(str(results))


def show_table(table: Table) -> None:
    """Print a table as wide as the terminal, or as text, at once."""
    if sys.stdout.isatty():
        from rich.console import Console

        Console().print(table)
    else:
        typer.echo(f"{table}\n")
        sys.stdout.flush()


def show_json(value: Mapping[str, Any]) -> None:
    """Print one JSON object."""
    typer.echo(json.dumps(value, indent=2, allow_nan=False))


def notes(quiet: bool) -> Callable[[str], None]:
    """Where notes about a run go: to standard error, unless nothing is to be said."""
    return (lambda line: None) if quiet else say


def hint_at_report(folder: Path | None, quiet: bool) -> None:
    """Say where results were saved, if they were, and what can be made of them."""
    if folder is not None and not quiet:
        say(f"saved to {folder}; next: floodgate report {shlex.quote(str(folder))}")
