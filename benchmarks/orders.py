"""Orders a second through an origin on each store, and answers a second once it is sold out.

    python benchmarks/orders.py [--postgres URL] [--redis URL] [--orders 10000] [--connections 64]
                                [--rounds 3] [--json]

SQLite is always measured; PostgreSQL in a database that the URL names, Redis in front of both.
Every figure is the median of the rounds.  The origin is a process of its own; the buyers are one
other process, on connections that are kept, each order with a ticket of its own.  "No order" is
what the same server answers to a path that there is not, in the same run: read the rest beside it.
"""

import argparse
import asyncio
import json
import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from edge.secrets import ADMIN_TOKEN, TICKET_SECRET
from edge.tickets import Ticket, Tickets
from sim.units import MINUTE

SECRET = secrets.token_urlsafe(32)


@contextmanager
def origin(store: str, event: str, stock: int) -> Iterator[tuple[str, int]]:
    """An origin of its own, and where it listens."""
    command = [sys.executable, "-m", "sim.cli", "serve", "origin", "--port", "0", "--event", event]
    command += ["--stock", str(stock), "--store", store]
    environment = os.environ | {TICKET_SECRET: SECRET, ADMIN_TOKEN: SECRET}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        host, _, port = url.removeprefix("http://").partition(":")
        yield host, int(port)
        process.terminate()


def orders(event: str, first: int, many: int) -> list[bytes]:
    """So many orders as they go over the wire, each of another user."""
    tickets, expires = Tickets(event, SECRET.encode()), time.time_ns() + 60 * MINUTE
    return [_order(tickets, expires, user) for user in range(first, first + many)]


def _order(tickets: Tickets, expires: int, user: int) -> bytes:
    serial = secrets.token_bytes(16)
    body = f'{{"user":{user}}}'
    return (
        f"POST /orders HTTP/1.1\r\nHost: origin\r\nContent-Length: {len(body)}\r\n"
        f"X-Ticket: {tickets.sign(Ticket(user, expires, serial))}\r\n"
        f"Idempotency-Key: {serial.hex()}\r\n\r\n{body}"
    ).encode()


async def _buyer(where: tuple[str, int], waiting: Iterator[bytes], wanted: bytes) -> None:
    reader, writer = await asyncio.open_connection(*where)
    for request in waiting:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.split(None, 2)[1] == wanted, head
        length = head.lower().partition(b"content-length:")[2].split(None, 1)[0]
        await reader.readexactly(int(length))
    writer.close()
    await writer.wait_closed()


def rate(
    where: tuple[str, int], requests: Sequence[bytes], wanted: bytes, connections: int
) -> float:
    """Answers a second."""
    waiting = iter(requests)

    async def all_of_them() -> None:
        await asyncio.gather(*(_buyer(where, waiting, wanted) for _ in range(connections)))

    began = time.perf_counter()
    asyncio.run(all_of_them())
    return len(requests) / (time.perf_counter() - began)


def measure(store: str, many: int, connections: int) -> dict[str, float]:
    """One round on one store: requests without an order, orders, and orders that come too late."""
    event = f"benchmark-{secrets.token_hex(4)}"
    bare = [b"GET /nothing HTTP/1.1\r\nHost: origin\r\n\r\n"] * many
    with origin(store, event, many) as where:
        return {
            "bare": rate(where, bare, b"404", connections),
            "sold": rate(where, orders(event, 0, many), b"201", connections),
            "sold_out": rate(where, orders(event, many, many), b"410", connections),
        }


def main() -> None:
    """Measure every store that there is, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--postgres", metavar="URL")
    parser.add_argument("--redis", metavar="URL")
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        ledgers = {"SQLite": f"sqlite:///{folder}/orders.db", "PostgreSQL": chosen.postgres}
        stores = {name: url for name, url in ledgers.items() if url}
        if chosen.redis:
            stores |= {f"Redis + {name}": f"{chosen.redis}+{url}" for name, url in stores.items()}
        table = {name: _median(url, chosen) for name, url in stores.items()}
    print(json.dumps(table) if chosen.json else _text(table))


def _median(url: str, chosen: argparse.Namespace) -> dict[str, float]:
    rounds = [measure(url, chosen.orders, chosen.connections) for _ in range(chosen.rounds)]
    return {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}


def _text(table: dict[str, dict[str, float]]) -> str:
    lines = [f"{'answers a second':<20}{'no order':>10}{'sold':>10}{'sold out':>10}"]
    for name, row in table.items():
        figures = (f"{row[column]:>10,.0f}" for column in ("bare", "sold", "sold_out"))
        lines.append(f"{name:<20}{''.join(figures)}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
