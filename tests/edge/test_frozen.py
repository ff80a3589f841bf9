"""A store that is frozen, neither dead nor alive: everybody hears so in time, and it comes back."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from edge_node import SALE, edge_node, request
from origins import SECRET, TOKEN, OriginProcess, Reply, until
from places import PostgresPlace
from servers import PostgresServer, RedisServer, Server

from edge.http import TICKET
from edge.secrets import ADMIN_TOKEN, TICKET_SECRET

Start = Callable[..., OriginProcess]
SERIALS = [bytes([number] * 16) for number in range(8)]
ENOUGH = 15
"""Seconds in which everybody is answered, on a machine that is busy: the store gives up after 5."""


@contextmanager
def frozen(*servers: Server) -> Iterator[None]:
    """Servers that stand still for the time of a block."""
    for server in servers:
        server.freeze()
    try:
        yield
    finally:
        for server in servers:
            server.thaw()


def at_once(shop: OriginProcess) -> Sequence[Reply]:
    """The answers to a health check and to seven orders that are sent at the same time."""
    with ThreadPoolExecutor(len(SERIALS)) as people:
        health = people.submit(shop.get, "/health")
        orders = list(people.map(shop.order, range(1, 8), SERIALS[1:]))
        return [health.result(), *orders]


def insist(shop: OriginProcess, user: int, serial: bytes) -> str:
    """What an order is told in the end."""
    until(lambda: shop.order(user, serial).status == 201)
    return shop.order(user, serial).text


def test_orders_at_a_frozen_store_are_503_in_time(
    origin: Start, mortal: PostgresServer, redis: RedisServer
) -> None:
    """What needs no store is answered meanwhile; afterwards each key has one order, kept once."""
    place = PostgresPlace(mortal, "frozen", f"{redis.url}+")
    shop = origin("--stock", "10", "--store", place.url)
    first = shop.order(0, SERIALS[0])
    with frozen(mortal, redis):
        began = time.monotonic()
        replies = at_once(shop)
        assert time.monotonic() - began < ENOUGH
        assert shop.order(9, ticket="none").status == 403
        assert shop.get("/metrics").status == 200
    assert [(reply.status, reply.headers["Retry-After"]) for reply in replies] == [(503, "1")] * 8
    sold = [insist(shop, number, serial) for number, serial in enumerate(SERIALS)]
    assert sold[0] == first.text
    assert [insist(shop, number, serial) for number, serial in enumerate(SERIALS)] == sold
    assert sorted(place.audit().holding) == [serial.hex() for serial in SERIALS]
    assert shop.get("/health").body == {"up": True, "stock": 2}


def test_an_edge_node_goes_on_in_front_of_a_frozen_store(
    origin: Start, mortal: PostgresServer, tmp_path: Path
) -> None:
    """A click keeps its ticket, which buys later; polls, and "sold out", are answered meanwhile.

    But not to whoever has the unit: she is told to ask again.
    """
    file = tmp_path / "small.toml"
    file.write_text(SALE)
    shop = origin(str(file), "--stock", "1", "--store", mortal.database("behind"))
    secrets = {TICKET_SECRET: SECRET, ADMIN_TOKEN: TOKEN}
    with edge_node(file, "--origin", shop.url, **secrets) as node:
        with frozen(mortal):
            status, said = node.click(1)
            assert (status, said["outcome"]) == (503, "failed")
            assert node.get("/poll")[1]["sold_out"] is False
        order = {"user": 1}, {TICKET: said["ticket"]}
        until(lambda: request("POST", f"{node.url}/orders", *order)[0] == 201)
        until(lambda: node.get("/poll")[1]["sold_out"])
        with frozen(mortal):
            assert node.click(2) == (410, {"outcome": "sold_out"})
            assert node.get("/poll")[1]["sold_out"] is True
            assert node.get("/health")[0] == 200
            assert request("POST", f"{node.url}/orders", *order)[0] == 503
