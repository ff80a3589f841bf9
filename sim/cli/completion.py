"""Completion: what a shell offers for a scenario, a variant, a path or a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from sim.model import Scenario


def scenarios(incomplete: str) -> list[str]:
    """The shipped scenarios whose names begin so."""
    from sim.model import shipped

    return [name for name in shipped() if name.startswith(incomplete)]


def engines(incomplete: str) -> list[str]:
    """The engines whose names begin so."""
    from sim.engines.choose import AUTO, ENGINES

    return [name for name in (AUTO, *ENGINES) if name.startswith(incomplete)]


def variants(context: typer.Context, incomplete: str) -> list[str]:
    """The variants that the named scenario has, after those that a comma already ends."""
    scenario = _scenario(context)
    done, comma, begun = incomplete.rpartition(",")
    names = [] if scenario is None else scenario.variants
    return [done + comma + name for name in names if name.startswith(begun)]


def paths(context: typer.Context, incomplete: str) -> list[str]:
    """The dotted paths of the named scenario that begin so, up to the sign that follows them."""
    from sim.model.nearest import dotted_paths

    scenario = _scenario(context)
    known = [] if scenario is None else dotted_paths(scenario)
    return [f"{path}=" for path in known if path.startswith(incomplete)]


def figures(context: typer.Context, incomplete: str) -> list[str]:
    """The headline figures that a run of the named scenario has."""
    from sim.experiments.figure_names import figure_names
    from sim.model import ScenarioError
    from sim.results.figures import is_headline, short_name

    scenario = _scenario(context)
    if scenario is None:
        return []
    try:
        names = figure_names(scenario.resolve(context.params.get("variant")))
    except ScenarioError:
        return []
    offered = map(short_name, filter(is_headline, names))
    return [name for name in offered if name.startswith(incomplete)]


def objectives(context: typer.Context, incomplete: str) -> list[str]:
    """The headline figures, each with the sign that most objectives have."""
    return [f"{name} <=" for name in figures(context, incomplete)]


def _scenario(context: typer.Context) -> Scenario | None:
    """The first word that is one; the line may not be understood as a whole yet."""
    from sim.model import ScenarioError, load

    for word in filter(None, (context.params.get("scenario"), *context.args)):
        try:
            return load(word)
        except ScenarioError:
            continue
    return None
