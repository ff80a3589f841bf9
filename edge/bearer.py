"""Bearer tokens: who may use the admin interface."""

import hmac
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from edge.answers import problem

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guarded(handler: Handler, tokens: Sequence[bytes]) -> Handler:
    """A handler for those who show one of the tokens: 401 without any, 403 with another."""

    async def guard(request: web.Request) -> web.StreamResponse:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not text:
            refusal = problem(401, "wanted a bearer token, got none")
            refusal.headers["WWW-Authenticate"] = "Bearer"
            return refusal
        shown = text.strip().encode("utf-8", "surrogateescape")
        # Every token is compared: how long this takes says nothing about which one it was.
        known = [hmac.compare_digest(shown, token) for token in tokens]
        if not any(known):
            return problem(403, "wanted the admin token, got another")
        return await handler(request)

    return guard
