"""Connections that take their time: they are closed, and nobody else notices."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from edge_node import eventually
from raw import address, trickle
from services import ASK, FULL, POST, Service, service

MANY = 1_000
"""Slow headers, and as many slow bodies."""
AT_ADMIN = 10
"""Slow headers at the admin interface besides."""

PATIENCE = 60
"""Seconds for connections that are never cut."""


@dataclass(frozen=True)
class Siege:
    """Seconds after which slow headers and slow bodies were cut, how many honest requests were
    answered meanwhile, and whether as few files were open afterwards as before."""

    headers: list[float]
    bodies: list[float]
    answered: int
    tidy: bool


def test_slow_headers_and_bodies_are_cut(tmp_path: Path) -> None:
    """1,000 slow headers within 10 s, 1,000 slow bodies within 30 s, and honest people are served.

    Afterwards as few descriptors are open as before.  Both services are besieged at the same time,
    since it takes half a minute; the origin by fewer unless the full size is wanted.
    """
    with service("edge", tmp_path) as edge, service("origin", tmp_path) as origin:
        for siege in asyncio.run(_besiege_both(edge, origin)):
            assert max(siege.headers) <= 10
            assert max(siege.bodies) <= 30
            assert siege.answered > 0
            assert siege.tidy


async def _besiege_both(edge: Service, origin: Service) -> list[Siege]:
    sieges = _besiege(edge, MANY), _besiege(origin, MANY if FULL else MANY // 10)
    return await asyncio.gather(*sieges)


async def _besiege(service: Service, many: int) -> Siege:
    """So many slow headers, so many slow bodies, and somebody who means well.

    The admin interface is besieged too: it is a server of its own.
    """
    over, before = asyncio.Event(), service.files() + 1
    honest = asyncio.create_task(_honest(service, over))
    header = service.spelled(ASK) + b"X-A: "
    body = service.spelled(POST) + b"Content-Length: 1000\r\n\r\n"
    urls = [service.url] * many + [service.admin] * AT_ADMIN
    headers = [trickle(url, header, b"a", 2) for url in urls]
    bodies = [trickle(service.url, body, b" ", 4) for _ in range(many)]
    async with asyncio.timeout(PATIENCE):
        took = await asyncio.gather(*headers, *bodies)
    over.set()
    tidy = await asyncio.to_thread(eventually, lambda: service.files() <= before)
    return Siege(took[: len(headers)], took[len(headers) :], await honest, tidy)


async def _honest(service: Service, until: asyncio.Event) -> int:
    """Ask over one connection until told to stop: how often there was an answer."""
    reader, writer = await asyncio.open_connection(*address(service.url))
    answered = 0
    while not until.is_set():
        writer.write(service.spelled(ASK) + b"\r\n")
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200")
        length = head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]
        await reader.readexactly(int(length))
        answered += 1
        await asyncio.sleep(0.1)
    writer.close()
    return answered
