"""Completion: what a shell offers for a scenario or a variant."""

import typer


def scenarios(incomplete: str) -> list[str]:
    """The shipped scenarios whose names begin so."""
    from sim.model.shipped import shipped

    return [name for name in shipped() if name.startswith(incomplete)]


def variants(context: typer.Context, incomplete: str) -> list[str]:
    """The variants that the named scenario has, after those that a comma already ends."""
    done, comma, begun = incomplete.rpartition(",")
    return [done + comma + name for name in _variants(context) if name.startswith(begun)]


def _variants(context: typer.Context) -> list[str]:
    from sim.model import ScenarioError, load

    try:
        return list(load(context.params.get("scenario") or "").variants)
    except ScenarioError:
        return []  # nothing to offer; the command itself will say what is wrong
