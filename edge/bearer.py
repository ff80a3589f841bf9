"""The bearer of a token: who may change things, and who may not."""

import hmac
from collections.abc import Sequence

from aiohttp.web import BaseRequest

from edge.answer import BadRequestError


def check_bearer(request: BaseRequest, tokens: Sequence[bytes]) -> None:
    """Let a request pass that shows one of the tokens; BadRequestError 401 for one that shows
    none, 403 for another one."""
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise BadRequestError(401, "wanted the admin token, got none")
    token = shown.strip().encode(errors="replace")
    # Every token is tried: how long this takes says nothing about which one it was.
    known = [hmac.compare_digest(token, one) for one in tokens]
    if not any(known):
        raise BadRequestError(403, "wanted the admin token, got another one")
