"""``floodgate list``: which scenarios there are, and what each one asks."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import typer

from sim.cli.options import Json
from sim.cli.output import show_json

if TYPE_CHECKING:
    from sim.model import Scenario


def list_(as_json: Json = False) -> None:
    """List the shipped scenarios: their questions and variants.

    Examples:

    \b
      floodgate list
      floodgate list --json
    """
    from sim.model import load, shipped

    found = [load(name) for name in shipped()]
    if as_json:
        show_json({"scenarios": [_object(scenario) for scenario in found]})
    else:
        typer.echo("\n\n".join(map(_text, found)))


def _object(scenario: Scenario) -> dict[str, object]:
    return {
        "name": scenario.name,
        "question": scenario.question,
        "answer": scenario.answer,
        "variants": list(scenario.variants),
        "baseline": scenario.baseline,
    }


def _text(scenario: Scenario) -> str:
    variants = f"variants: {', '.join(scenario.variants)}"
    return "\n".join([scenario.name, *map(_indented, (scenario.question, variants))])


def _indented(text: str) -> str:
    return fill(text, 100, initial_indent="    ", subsequent_indent="    ")
