"""Limits of the server: how large and how slow a request may be, and how many connections."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp.streams import EMPTY_PAYLOAD
from aiohttp.web import BaseRequest, RequestHandler, Server, StreamResponse

from edge.answer import BadRequestError, problem
from edge.http import MAX_HEADERS

HEADER_SECONDS = 8
"""With a sweep and a loop that is busy, within 10 s."""
KEEP_ALIVE_SECONDS = 75
LINGER_SECONDS = 2
"""How long the rest of a body that nobody wants is thrown away before the connection is cut: a
sender who is cut at once does not see the answer."""
SWEEP_SECONDS = 0.5

TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"Connection: close\r\nContent-Length: 0\r\n\r\n"
)
TOO_MANY = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n"
    b"Connection: close\r\nContent-Length: 0\r\n\r\n"
)

Handler = Callable[[BaseRequest], Awaitable[StreamResponse]]


class Connection(RequestHandler):
    """One connection, which watches its own requests on their way in.

    aiohttp bounds each header and the number of headers, but neither their sum nor the time they
    take.  ``since`` is when the header that is not whole yet began; None where there is none.
    """

    __slots__ = ("_body", "_partial", "headers_suspect", "since")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        server: LimitedServer = self._manager  # type: ignore[assignment]
        self._body = EMPTY_PAYLOAD
        self._partial = 0
        self.headers_suspect = False
        self.since: float | None = self._loop.time()
        full = len(server.connections) >= server.most
        super().connection_made(transport)
        if full:
            server.turned_away += 1
            self.refuse(TOO_MANY)

    def data_received(self, data: bytes) -> None:
        seen, in_header = self._request_count, self._body.is_eof()
        super().data_received(data)
        if self._request_count != seen:
            self._header_came(len(data))
        elif in_header and data:
            self._header_grows(len(data))

    def _header_came(self, size: int) -> None:
        # Its bytes are counted only where they can be too many.
        self.headers_suspect = self._partial + size > MAX_HEADERS
        self._partial, self.since = size, None
        self._body = self._messages[-1][1] if self._messages else EMPTY_PAYLOAD

    def _header_grows(self, size: int) -> None:
        self._partial += size
        if self.since is None:
            self.since = self._loop.time()
        if self._partial > 2 * MAX_HEADERS and self.transport is not None:
            self.refuse(TOO_LARGE)

    def handle_error(
        self,
        request: BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> StreamResponse:
        """Answer a request that cannot be parsed, and close.

        It is counted, not logged: a log that anybody can fill is no log, and whatever was broken
        may have been a secret.
        """
        if status >= 500:
            return super().handle_error(request, status, exc, message)
        server: LimitedServer | None = self._manager  # type: ignore[assignment]
        if server is not None:
            server.malformed += 1
        response = problem(BadRequestError(status, "wanted HTTP/1.1, got something else"))
        response.force_close()
        return response

    def refuse(self, answer: bytes) -> None:
        """Answer without a request, and close."""
        if self.transport is not None:
            self.transport.write(answer)
        self.force_close()


class LimitedServer(Server):
    """An aiohttp server of at most ``most`` connections whose headers take at most 10 s."""

    def __init__(self, handler: Handler, most: int) -> None:
        options: dict[str, Any] = {
            "access_log": None,
            "auto_decompress": False,  # a small body could unpack to a large one
            "keepalive_timeout": KEEP_ALIVE_SECONDS,
            "lingering_time": LINGER_SECONDS,
        }
        super().__init__(handler, handler_cancellation=True, **options)
        self.most = most
        self.turned_away = 0
        self.cut = 0
        self.malformed = 0

    def __call__(self) -> RequestHandler:
        return Connection(self, loop=self._loop, **self._kwargs)

    async def sweep(self) -> None:
        """Close connections whose header takes too long, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            self._cut(loop.time() - HEADER_SECONDS)

    def _cut(self, before: float) -> None:
        for connection in self.connections:
            assert isinstance(connection, Connection)
            if connection.since is not None and connection.since < before:
                self.cut += 1
                connection.refuse(TOO_SLOW)


def too_large(request: BaseRequest) -> bool:
    """Whether the line and headers of a request are larger than 16 KiB together."""
    if not request.protocol.headers_suspect:  # type: ignore[attr-defined]
        return False
    headers = sum(len(name) + len(value) + 4 for name, value in request.raw_headers)
    return len(request.method) + len(request.raw_path) + 12 + headers > MAX_HEADERS
