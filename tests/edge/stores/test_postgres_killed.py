"""PostgreSQL is killed under load, again and again: what was acknowledged is there afterwards."""

import asyncio

import pytest
from buyers import Buyers, stock_for
from places import PostgresPlace
from rush import opened
from servers import PostgresServer, RedisServer

KILLS = 10
UNITS = stock_for(KILLS)


@pytest.mark.parametrize("counter", [False, True])
def test_no_acknowledged_order_is_lost(
    mortal: PostgresServer, redis: RedisServer, counter: bool
) -> None:
    """Ten kills and restarts under load: every order acknowledged holds a unit, and no other."""
    place = PostgresPlace(mortal, f"orders{counter}", f"{redis.url}+" if counter else "")

    def kill() -> None:
        mortal.kill()
        mortal.start()

    async def play() -> Buyers:
        async with opened(place.url, UNITS) as (store,):
            buyers = Buyers(store)
            await buyers.meet([kill] * KILLS)
            return buyers

    buyers = asyncio.run(play())
    buyers.check(place.audit(), UNITS)
    assert buyers.failures > 0
