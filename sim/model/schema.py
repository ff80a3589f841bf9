"""The JSON Schema of a scenario, for editors."""

from __future__ import annotations

from typing import Any

from sim.model.scenario import Scenario


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a scenario file, each section described once."""
    whole = Scenario.model_json_schema()
    sections: dict[str, Any] = {}
    for name, section in whole.pop("$defs").items():
        sections[name] = _shared_within(section, sections)
    root = _shared_within(whole, sections)
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **root, "$defs": dict(sorted(sections.items()))}


def _shared(node: Any, sections: dict[str, Any]) -> Any:
    """The node with each section in it moved to ``sections`` and referred to by its title."""
    if isinstance(node, dict) and "properties" in node and "title" in node:
        title = node["title"]
        if title not in sections:
            sections[title] = _shared_within(node, sections)
        return {"$ref": f"#/$defs/{title}"}
    return _shared_within(node, sections)


def _shared_within(node: Any, sections: dict[str, Any]) -> Any:
    if isinstance(node, dict):
        return {key: _shared(item, sections) for key, item in node.items()}
    if isinstance(node, list):
        return [_shared(item, sections) for item in node]
    return node
