"""Completion: what a shell offers for a scenario or a variant."""

import typer


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
    done, comma, begun = incomplete.rpartition(",")
    return [done + comma + name for name in _variants(context) if name.startswith(begun)]


def _variants(context: typer.Context) -> list[str]:
    """Those of the first word that is a scenario; the line may not be understood as a whole yet."""
    from sim.model import ScenarioError, load

    for word in filter(None, (context.params.get("scenario"), *context.args)):
        try:
            return list(load(word).variants)
        except ScenarioError:
            continue
    return []
