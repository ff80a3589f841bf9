"""More connections than a node may hold."""

import asyncio

from edge_node import edge_node, eventually
from raw import address, exchange, status

POLL = b"GET /poll HTTP/1.1\r\nHost: edge\r\n\r\n"
LAST = b"GET /poll HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n\r\n"


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
