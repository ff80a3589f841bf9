"""Short paths: as much of the end of a dotted path as tells it from all others of a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

MOST_NAMED = 5
"""Of more paths that a short one may be, so many are named."""


def whole_path(path: str, roots: Iterable[str], known: Iterable[str]) -> str:
    """The one of the ``known`` paths that ends in ``path``, as "sale.stock" in "stock".

    A path that begins at one of the ``roots``, where all begin, is itself, and so is one that no
    path ends in: whoever looks there says what is wrong.  ValueError where several do.
    """
    if path.partition(".")[0] in roots:
        return path
    found = sorted({full for full in known if full.endswith(f".{path}")})
    if len(found) > 1:
        more = f" or {len(found) - MOST_NAMED} others" if len(found) > MOST_NAMED else ""
        raise ValueError(f'"{path}" may be {" or ".join(found[:MOST_NAMED])}{more}')
    return found[0] if found else path


def leaves(value: Any, path: str = "") -> Iterator[str]:
    """The paths of a mapping that lead to values; the tables of a list are numbered from 0."""
    for key, item in _items(value):
        yield from leaves(item, f"{path}.{key}" if path else str(key))
    if not isinstance(value, Mapping):
        yield path


def _items(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, Mapping):
        return value.items()
    if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
        return enumerate(value)
    return ()
