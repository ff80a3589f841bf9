"""``floodgate schema``: what may stand in a scenario file, for editors."""

from sim.cli.output import show_json


def schema() -> None:
    """Print the JSON Schema of a scenario file, for editors.

    Examples:

    \b
      floodgate schema > scenario.schema.json
    """
    from sim.model import schema as scenario_schema

    show_json(scenario_schema())
