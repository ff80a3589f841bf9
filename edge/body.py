"""Bodies: what came with a request, and what is wrong with it."""

import hashlib
import json
from typing import Any, TypeAlias

from aiohttp import web

Body: TypeAlias = dict[str, Any]

LONGEST_TEXT = 255


class MalformedError(ValueError):
    """A request that is none; ``str`` says what was wanted and what came."""


async def read_body(request: web.Request) -> Body:
    """The JSON object that came with a request."""
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError):
        raise MalformedError("wanted a body in JSON, got something else") from None
    if not isinstance(body, dict):
        raise MalformedError(f"wanted a JSON object, got {type(body).__name__}")
    return body


def whole(body: Body, name: str, most: int) -> int:
    """A whole number from 0 to ``most`` under a name."""
    value = body.get(name)
    if type(value) is not int or not 0 <= value <= most:
        raise MalformedError(f"{name}: wanted a whole number from 0 to {most}, got {_show(value)}")
    return value


def text(body: Body, name: str) -> str:
    """Some text under a name."""
    value = body.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TEXT:
        wanted = f"wanted text of 1 to {LONGEST_TEXT} characters"
        raise MalformedError(f"{name}: {wanted}, got {_show(value)}")
    return value


def digest(body: Body) -> str:
    """The same for bodies that say the same, however they are spelled."""
    spelled = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


def _show(value: object) -> str:
    return "nothing" if value is None else ascii(value)[:40]
