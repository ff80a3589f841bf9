"""The idempotency key: what makes a repeated order the same order."""

from aiohttp.web import BaseRequest

from edge.answer import BadRequestError
from edge.http import IDEMPOTENCY_KEY

LONGEST = 255


def read_key(request: BaseRequest) -> str:
    """The key of a request; BadRequestError where it has none, or one that is none."""
    key = request.headers.get(IDEMPOTENCY_KEY, "")
    if not (0 < len(key) <= LONGEST and key.isascii() and key.isprintable()):
        wanted = f"wanted 1 to {LONGEST} characters of ASCII"
        raise BadRequestError(400, f"{IDEMPOTENCY_KEY}: {wanted}, got {len(key)}")
    return key
