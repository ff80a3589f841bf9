"""Stores that are frozen under load: each order has one answer in the end, and is kept once."""

import asyncio
import time

import pytest
from buyers import PATIENCE, Buyers, Mishap, stock_for
from places import PostgresPlace
from rush import opened, order
from servers import PostgresServer, RedisServer

from edge.stores import Order, Store, StoreDownError
from edge.stores.group_commit import GroupCommit
from edge.stores.postgres import Postgres

HURRY = 1.0
"""Seconds after which these stores give up."""


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that does not wait long, for tests that do not."""
    monkeypatch.setattr("edge.stores.postgres.ANSWER_SECONDS", HURRY)


def rush_through(place: PostgresPlace, mishaps: list[Mishap]) -> Buyers:
    """Buyers who order through these mishaps, and have found out what is left."""
    units = stock_for(len(mishaps))

    async def play() -> Buyers:
        async with opened(place.url, units) as (store,), asyncio.timeout(PATIENCE):
            buyers = Buyers(store)
            await buyers.meet(mishaps)
            return buyers

    buyers = asyncio.run(play())
    buyers.check(place.audit(), units)
    return buyers


@pytest.mark.parametrize("counter", [False, True])
def test_a_frozen_ledger_loses_nothing(
    mortal: PostgresServer, redis: RedisServer, hurried: None, counter: bool
) -> None:
    """Whoever was told that the store is down asks again, and has one unit in the end."""
    place = PostgresPlace(mortal, f"freezing{counter}", f"{redis.url}+" if counter else "")

    def freeze() -> None:
        mortal.freeze()
        time.sleep(2 * HURRY)
        mortal.thaw()

    assert rush_through(place, [freeze, freeze]).failures > 0


def test_nobody_is_held_up_by_a_frozen_counter(mortal: PostgresServer, redis: RedisServer) -> None:
    """The ledger decides without it, for as long as that lasts: no order fails."""
    place = PostgresPlace(mortal, "counterless", f"{redis.url}+")
    buyers = rush_through(place, [redis.freeze, redis.thaw, redis.freeze, redis.thaw])
    assert buyers.failures == 0


def test_whoever_waits_hears_it_at_once(mortal: PostgresServer, hurried: None) -> None:
    """Five thousand orders, ten batches, fail together, and not one batch after another."""
    place = PostgresPlace(mortal, "waiting")

    async def play() -> list[object]:
        async with opened(place.url, 10) as (store,):
            desk = GroupCommit(store, time.time_ns)
            await desk.order(order(0))
            mortal.freeze()
            async with asyncio.timeout(5 * HURRY):
                orders = (desk.order(order(n)) for n in range(1, 5_000))
                return list(await asyncio.gather(*orders, return_exceptions=True))

    try:
        told = asyncio.run(play())
    finally:
        mortal.thaw()
    assert {type(one) for one in told} == {StoreDownError}
    assert "no answer within 1 s" in str(told[0])


def test_a_frozen_origin_holds_up_the_others_no_longer_than_that(
    mortal: PostgresServer, hurried: None
) -> None:
    """One that stops in the midst of a transaction has locked the stock: the server ends it."""
    place = PostgresPlace(mortal, "shared")

    async def play() -> None:
        async with opened(place.url, 10, origins=2) as (one, _):
            ledger = Postgres(place.url)
            await ledger.open("rush", 10)
            async with ledger._pool.acquire() as frozen:
                await frozen.execute("BEGIN; SELECT * FROM stock FOR UPDATE")
                await _insist(one)
            await ledger.close()

    asyncio.run(play())
    assert len(place.audit().holding) == 1


async def _insist(store: Store) -> None:
    """Order until it is sold, which has to happen soon."""
    async with asyncio.timeout(20 * HURRY):
        while True:
            try:
                (verdict,) = (await store.order([order(1)], 0)).verdicts
            except StoreDownError:
                continue
            assert isinstance(verdict, Order)
            return
