"""PostgreSQL is killed under load, again and again: what was acknowledged is there afterwards."""

import asyncio
import time
from collections.abc import Iterator
from itertools import count

import pytest
from places import PostgresPlace
from rush import opened, order
from servers import PostgresServer

from edge.stores import Order, StoreDownError
from edge.stores.group_commit import GroupCommit

UNITS = 1_000_000
KILLS = 10
BUYERS = 50
PROGRESS = 300
"""Orders that are acknowledged between one kill and the next."""
PATIENCE = 120


@pytest.fixture
def mortal() -> Iterator[PostgresServer]:
    """A PostgreSQL that may die: no other test's."""
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.close()


class Buyers:
    """People who order one unit after the other, and ask again until they are answered."""

    def __init__(self, desk: GroupCommit) -> None:
        self._desk = desk
        self._numbers = count()
        self.acknowledged: set[str] = set()
        self.failures = 0
        self.going = True

    async def buy(self) -> None:
        while self.going:
            self.acknowledged.add((await self._insist(order(next(self._numbers)))).ticket)

    async def _insist(self, wanted: Order) -> Order:
        while True:
            try:
                verdict = await self._desk.order(wanted)
            except StoreDownError:
                self.failures += 1
                await asyncio.sleep(0.02)
            else:
                assert isinstance(verdict, Order)
                return verdict


async def _torment(server: PostgresServer, buyers: Buyers) -> None:
    for _ in range(KILLS):
        seen, deadline = len(buyers.acknowledged), time.monotonic() + PATIENCE
        while len(buyers.acknowledged) < seen + PROGRESS:
            assert time.monotonic() < deadline, "buyers get no orders"
            await asyncio.sleep(0.01)
        server.kill()
        await asyncio.to_thread(server.start)
    buyers.going = False


def test_no_acknowledged_order_is_lost(mortal: PostgresServer) -> None:
    """Ten kills and restarts under load: every order acknowledged holds a unit, and no other."""
    place = PostgresPlace(mortal, "orders")

    async def play() -> Buyers:
        async with opened(place.url, UNITS) as (store,):
            buyers = Buyers(GroupCommit(store, time.time_ns))
            await asyncio.gather(_torment(mortal, buyers), *(buyers.buy() for _ in range(BUYERS)))
            return buyers

    buyers, audit = asyncio.run(play()), place.audit()
    assert buyers.failures > 0
    assert len(buyers.acknowledged) >= KILLS * PROGRESS
    assert set(audit.holding) == buyers.acknowledged
    assert audit.left == UNITS - len(audit.holding)
