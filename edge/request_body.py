"""Bodies of requests: bounded in bytes and in time, and read as one JSON object."""

import asyncio
import json
from typing import Any

from aiohttp import ClientPayloadError
from aiohttp.web import BaseRequest, RequestPayloadError

from edge.answer import BadRequestError
from edge.http import MAX_BODY

BODY_SECONDS = 26
"""With the time that the rest of it is thrown away, the connection is closed within 30 s."""
MOST = 2**63 - 1


async def read_object(request: BaseRequest) -> dict[str, Any]:
    """The JSON object in the body of a request.

    BadRequestError where there is none, where it is larger than 64 KiB (refused before it is
    read, if it says so) or where it is not here after 26 s.
    """
    length = request.content_length
    if length is not None and length > MAX_BODY:
        raise BadRequestError(413, f"wanted a body of at most {MAX_BODY} bytes, got {length}")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return _parse(await _read(request))
    except TimeoutError:
        raise BadRequestError(
            408, f"wanted the body within {BODY_SECONDS} s, got part of it"
        ) from None
    except (RequestPayloadError, ClientPayloadError):
        raise BadRequestError(400, "wanted a whole body, got a broken one") from None


def whole(body: dict[str, Any], name: str, default: int | None = None, most: int = MOST) -> int:
    """A whole number of a body; BadRequestError where it is none or out of range."""
    value = body.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise BadRequestError(
            400, f"{name}: wanted a whole number from 0 to {most}, got {_show(value)}"
        )
    return value


def text(body: dict[str, Any], name: str) -> str:
    """A text of a body; BadRequestError where it is none."""
    value = body.get(name)
    if not isinstance(value, str):
        raise BadRequestError(400, f"{name}: wanted text, got {_show(value)}")
    return value


async def _read(request: BaseRequest) -> bytes:
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0
    body = b""
    while chunk := await request.content.readany():
        body += chunk
        if len(body) > MAX_BODY:
            raise BadRequestError(413, f"wanted a body of at most {MAX_BODY} bytes, got more")
    return body


def _parse(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequestError(400, "wanted a body in JSON, got something else") from None
    if not isinstance(value, dict):
        raise BadRequestError(400, f"wanted an object, got {_show(value)}")
    return value


def _show(value: object) -> str:
    """What came, cut short: whoever sent it knows the rest."""
    kind = "nothing" if value is None else type(value).__name__
    return repr(value)[:40] if isinstance(value, int | float) and abs(value) < 2**70 else kind
