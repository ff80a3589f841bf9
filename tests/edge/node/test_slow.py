"""Connections that take their time: they are closed, and nobody else notices."""

import asyncio

from edge_node import edge_node, eventually
from raw import address, exchange, status, trickle

MANY = 1_000
POLL = b"GET /poll HTTP/1.1\r\nHost: edge\r\n\r\n"
LAST = b"GET /poll HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n\r\n"
BUY = b"POST /buy HTTP/1.1\r\nHost: edge\r\nContent-Length: 1000\r\n\r\n"


async def honest(url: str, until: asyncio.Event) -> int:
    """Poll over one connection until told to stop: how many polls were answered."""
    reader, writer = await asyncio.open_connection(*address(url))
    answered = 0
    while not until.is_set():
        writer.write(POLL)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200")
        length = head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]
        await reader.readexactly(int(length))
        answered += 1
        await asyncio.sleep(0.1)
    writer.close()
    return answered


async def besiege(url: str) -> tuple[list[float], list[float], int]:
    """A thousand slow headers, a thousand slow bodies, and somebody who polls."""
    over = asyncio.Event()
    polls = asyncio.create_task(honest(url, over))
    headers = [trickle(url, b"GET /poll HTTP/1.1\r\nX-A: ", b"a", 2) for _ in range(MANY)]
    bodies = [trickle(url, BUY, b" ", 4) for _ in range(MANY)]
    took = await asyncio.gather(*headers, *bodies)
    over.set()
    return took[:MANY], took[MANY:], await polls


def test_slow_headers_and_bodies_are_cut(sale, origin):
    """1,000 slow headers are closed within 10 s, 1,000 slow bodies within 30 s, polls go on.

    Afterwards the node has as many descriptors open as before.
    """
    with edge_node(sale, "--origin", origin.url) as node:
        node.get("/poll")
        before = node.files()
        headers, bodies, polls = asyncio.run(besiege(node.url))
        assert max(headers) <= 10
        assert max(bodies) <= 30
        assert polls > 0
        assert eventually(lambda: node.files() <= before)


def test_a_connection_over_the_limit_is_turned_away(sale, origin):
    """Beyond the limit there is 503 with Retry-After; once there is room, all is well."""
    with edge_node(sale, "--origin", origin.url, "--max-connections", 5) as node:
        assert asyncio.run(_crowded(node.url)) == ["200"] * 5 + ["503"] * 3
        assert eventually(lambda: status(exchange(node.url, LAST)) == 200)


async def _crowded(url: str) -> list[str]:
    answers, open_ = [], []
    for _ in range(8):
        reader, writer = await asyncio.open_connection(*address(url))
        writer.write(POLL)
        answers.append((await reader.readuntil(b"\r\n\r\n")).split()[1].decode())
        open_.append(writer)
    for writer in open_:
        writer.close()
    return answers
