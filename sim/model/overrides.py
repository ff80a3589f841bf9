"""Overrides: dotted paths and the values that variants and --set put there."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from sim.model.errors import Problem, ScenarioError, hint, refuse, show

Replacements = dict[str, Any]

_NAMED = ("services", "workloads")  # tables whose keys are names, not fields


def parse_assignments(texts: Iterable[str]) -> dict[str, Any]:
    """The replacements that texts such as "crowd.users=1M" say; the last one wins.

    A ``ScenarioError`` says which text is none.
    """
    pairs = [text.partition("=") for text in texts]
    bad = [path for path, equals, _ in pairs if not (path.strip() and equals)]
    if bad:
        raise ScenarioError([f"--set: wanted path=value, got {show(text)}" for text in bad])
    return {path.strip(): parse_value(value.strip()) for path, _, value in pairs}


def parse_value(text: str) -> Any:
    """The value that ``text`` is in TOML; text that is none, or a date, is itself."""
    try:
        table = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    value = table["value"]
    plain = isinstance(value, bool | int | float | str | list | dict)
    return value if plain and len(table) == 1 else text


def format_value(value: Any) -> str:
    """Text that ``parse_value`` reads as ``value``: as bare as it can be."""
    if isinstance(value, str) and parse_value(value) == value:
        return value
    return _toml(value)


def _toml(value: Any) -> str:
    """A value on one line of TOML."""
    if isinstance(value, Mapping):
        pairs = (f"{_toml(key)} = {_toml(item)}" for key, item in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def flatten(variant: Any) -> Any:
    """Nested tables as dotted paths: ``{"crowd": {"users": 5}}`` is ``{"crowd.users": 5}``.

    A table that names its ``kind``, or that stands at a dotted path, is a value and stays whole.
    """
    if not isinstance(variant, Mapping):
        return variant
    return dict(leaf for key, value in variant.items() for leaf in _leaves((str(key),), value))


def replace(mapping: Mapping[str, Any], replacements: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of ``mapping``, a whole scenario, with each value put at its dotted path.

    A table is merged into the one that is there, unless it names its ``kind``: that starts afresh,
    and so does a new value of ``kind`` itself.  Shorter paths go first, so their order does not
    matter.  A new service or workload is given as a whole table at its path.  A
    ``pydantic.ValidationError`` tells which paths lead nowhere; unknown keys at the end of a path
    are found when the result is validated.
    """
    result = deepcopy(dict(mapping))
    found: list[Problem] = []
    for path, value in sorted(replacements.items(), key=_rank):
        found += _put(result, tuple(path.split(".")), value)
    if found:
        refuse("Scenario", found)
    return result


def _leaves(path: tuple[str, ...], value: Any) -> Iterator[tuple[str, Any]]:
    whole = not isinstance(value, Mapping) or not value or "kind" in value or "." in path[-1]
    if whole:
        yield ".".join(path), "none" if value is None else value
        return
    for key, item in value.items():
        yield from _leaves((*path, str(key)), item)


def _rank(replacement: tuple[str, Any]) -> tuple[int, bool]:
    parts = replacement[0].split(".")
    return len(parts), parts[-1] != "kind"


def _put(root: dict[str, Any], path: tuple[str, ...], value: Any) -> list[Problem]:
    if path[0] in ("variants", "baseline", "compared"):
        return [Problem(path, "the variants of a scenario cannot be replaced")]
    node: Any = root
    for depth, key in enumerate(path[:-1]):
        problem = _missing(node, path[: depth + 1])
        if problem:
            return [problem]
        node = node[int(key)] if isinstance(node, list) else node.setdefault(key, {})
    problem = _no_place(node, path)
    if problem:
        return [problem]
    _set(node, path[-1], value)
    return []


def _missing(node: Any, path: tuple[str, ...]) -> Problem | None:
    """Why there is no going on from ``node`` by the last key of ``path``."""
    if path[:-1] in {(name,) for name in _NAMED} and path[-1] not in node:
        return Problem(path, f"unknown name {show(path[-1])}{hint(path[-1], node)}")
    return _no_place(node, path)


def _no_place(node: Any, path: tuple[str, ...]) -> Problem | None:
    if isinstance(node, list):
        inside = path[-1].isdecimal() and len(path[-1]) < 9 and int(path[-1]) < len(node)
        text = f"wanted a number from 0 and below {len(node)}, got {show(path[-1])}"
        return None if inside else Problem(path, text)
    if not isinstance(node, dict):
        return Problem(path[:-1], f"wanted a table for the key {show(path[-1])}, got {show(node)}")
    return None


def _set(node: Any, key: str, value: Any) -> None:
    if isinstance(node, list):
        _merge(node, int(key), node[int(key)], value)
    elif key == "kind" and node.get("kind") != value:
        node.clear()
        node["kind"] = value
    else:
        _merge(node, key, node.get(key), value)


def _merge(node: Any, key: str | int, old: Any, new: Any) -> None:
    if isinstance(new, Mapping) and isinstance(old, dict) and "kind" not in new:
        for name, item in new.items():
            _set(old, name, item)
    else:
        node[key] = "none" if new is None else deepcopy(new)
