"""``floodgate schema``."""

import json

from sim.model import schema


def test_prints_the_schema(floodgate):
    """The schema is one JSON object, the model's own."""
    result = floodgate("schema")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == schema()
