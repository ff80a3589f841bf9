"""The way to the origin: orders and the census, over connections that are kept."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)

from edge.http import CENSUS, IDEMPOTENCY_KEY, LIMITED, MAX_BODY, ORDERS, RETRY_AFTER, TICKET

CONNECTIONS = 256
TRIES = 2
"""A kept connection may have been closed by the origin just now: one more try, with the same
idempotency key."""


class OriginError(Exception):
    """The origin gave no answer that can be used: ``outcome`` is how the order ended."""

    def __init__(self, outcome: str, problem: str) -> None:
        super().__init__(problem)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Reply:
    """What the origin answered, and what it said in Retry-After, if anything."""

    status: int
    body: dict[str, Any]
    retry_after: str | None


class Upstream:
    """Asks the origin at ``url``; ``seconds``: how long one answer may take.

    ``limited`` names the admission that lets orders through, which the origin is told.
    """

    def __init__(self, url: str, token: bytes, seconds: float, limited: str) -> None:
        self.url = url
        self.limited = limited
        self._admin = {"Authorization": f"Bearer {token.decode()}"}
        self._session = ClientSession(
            connector=TCPConnector(limit=CONNECTIONS),
            cookie_jar=DummyCookieJar(),
            timeout=ClientTimeout(total=seconds),
            auto_decompress=False,
        )

    async def order(self, ticket: str, key: str, user: int) -> Reply:
        """Take an order to the origin; OriginError where it gave no answer."""
        headers = {TICKET: ticket, IDEMPOTENCY_KEY: key, LIMITED: self.limited}
        return await self._post(ORDERS, {"user": user}, headers)

    async def census(self, report: dict[str, Any]) -> Reply:
        """Report to the origin; OriginError where it gave no answer."""
        return await self._post(CENSUS, report, self._admin)

    async def close(self) -> None:
        await self._session.close()

    async def _post(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> Reply:
        for left in reversed(range(TRIES)):
            try:
                return await self._post_once(path, body, headers)
            except TimeoutError:
                raise OriginError("timed_out", "the origin took too long") from None
            except (ClientError, OSError, ValueError):
                if not left:
                    raise OriginError("failed", "the origin cannot be reached") from None
        raise AssertionError

    async def _post_once(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> Reply:
        async with self._session.post(
            self.url + path, json=body, headers=headers, allow_redirects=False
        ) as response:
            said = json.loads(await _whole(response))
            if not isinstance(said, dict):
                raise ValueError("wanted an object")
            return Reply(response.status, said, response.headers.get(RETRY_AFTER))

    def __repr__(self) -> str:
        return f"Upstream({self.url!r})"


async def _whole(response: ClientResponse) -> bytes:
    """A body to its end, in however many pieces it comes; ValueError for a large one."""
    body = b""
    while piece := await response.content.readany():
        body += piece
        if len(body) > MAX_BODY:
            raise ValueError(f"wanted at most {MAX_BODY} bytes")
    return body
