"""Both services as whoever attacks them sees them: an address, a path to ask, a path to post to."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from edge_node import SALE, edge_node, request
from origins import OriginProcess, sign
from raw import exchange
from stub_origin import stub_origin

FULL = bool(os.environ.get("FLOODGATE_FULL"))
"""Whether attacks have their full size: minutes, for whoever wants to know."""
SERVICES = ("edge", "origin")
HOST = b"Host: edge\r\n"
ASK = b"GET /asked HTTP/1.1\r\n" + HOST
"""The beginning of a request that is answered with 200, once its header has come to its end."""
LAST = ASK + b"Connection: close\r\n\r\n"
POST = b"POST /posted HTTP/1.1\r\n" + HOST
"""The beginning of a request with a body."""


@dataclass(frozen=True)
class Service:
    """A service that runs; ``asked`` is a path to GET, ``posted`` one that wants a body, and
    ``good`` are requests of all kinds, in order as far as whoever has no secret can write them."""

    url: str
    admin: str
    process: "subprocess.Popen[str]"
    asked: bytes
    posted: bytes
    good: tuple[bytes, ...]

    def spelled(self, request: bytes) -> bytes:
        """A request for ``/asked`` or ``/posted``, with the path that this service has for it."""
        return request.replace(b"/asked", self.asked).replace(b"/posted", self.posted)

    def exchange(self, *pieces: bytes) -> bytes:
        """What comes back for such a request in pieces; the last says that it is the last."""
        return exchange(self.url, *map(self.spelled, pieces))

    def is_well(self) -> bool:
        """Whether it is there, and says so."""
        return self.process.poll() is None and request("GET", f"{self.url}/health")[0] == 200

    def files(self) -> int:
        """How many descriptors it has open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def said(self) -> str:
        """What it has said by its end, which comes now."""
        self.process.terminate()
        return self.process.communicate(timeout=60)[1]


def _post(path: bytes, body: bytes, *headers: bytes) -> bytes:
    lines = b"".join((HOST, b"Content-Type: application/json\r\n", *headers))
    length = b"Content-Length: %d\r\n\r\n" % len(body)
    return b"POST " + path + b" HTTP/1.1\r\n" + lines + length + body


CHUNKS = b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"use\r\n6\r\nr": 1}\r\n0\r\n\r\n'
EVERYWHERE = (
    b"GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    b"POST /orders HTTP/1.1\r\n" + HOST + b"X-Ticket: AAAA\r\nIdempotency-Key: a\r\n" + CHUNKS,
    b"PATCH /admin HTTP/1.1\r\n" + HOST + b"Authorization: Bearer a\r\nContent-Length: 2\r\n\r\n{}",
)
AT_THE_EDGE = (
    b"GET /poll?user=12 HTTP/1.1\r\n" + HOST + b"User-Agent: a\r\nAccept: */*\r\n\r\n",
    b"GET /code?user=12 HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"\r\n",
    _post(b"/buy", b'{"user": 1, "challenge": "AAAA", "code": "1"}'),
)


def _at_the_origin() -> tuple[bytes, ...]:
    """With a ticket, so that some get as far as the ledger."""
    ticket = b"X-Ticket: " + sign(1, bytes(16)).encode() + b"\r\n"
    report = b'{"node": "n", "admin": "http://127.0.0.1:1", "waiting": 3, "clicks": 1}'
    return (
        b"GET /metrics HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /orders/" + b"00" * 16 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
        _post(b"/orders", b'{"user": 1}', ticket, b"Idempotency-Key: a\r\n"),
        _post(b"/orders/" + b"00" * 16 + b"/payment", b""),
        _post(b"/census", report, b"Authorization: Bearer a\r\n"),
    )


@contextmanager
def service(name: str, folder: Path) -> Iterator[Service]:
    """The service of a name for the time of a block, with files in a folder."""
    yield from {"edge": _edge, "origin": _origin}[name](folder)


def _edge(folder: Path) -> Iterator[Service]:
    file = folder / "small.toml"
    file.write_text(SALE)
    with stub_origin() as behind, edge_node(file, "--origin", behind.url) as node:
        yield Service(
            node.url, node.admin, node.process, b"/poll", b"/buy", EVERYWHERE + AT_THE_EDGE
        )


def _origin(folder: Path) -> Iterator[Service]:
    shop = OriginProcess("--stock", "1000", "--store", f"sqlite:///{folder / 'orders.db'}")
    good = EVERYWHERE + _at_the_origin()
    try:
        yield Service(shop.url, shop.url, shop.process, b"/health", b"/orders", good)
    finally:
        if shop.process.poll() is None:
            shop.end()
