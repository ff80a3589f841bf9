"""A stock under a rush: never oversold, never undersold, and the same answer to every copy."""

import asyncio
from pathlib import Path

import pytest
from places import Audit, Place, SQLitePlace
from planted import RedisOnly, SelectThenUpdate
from rush import EVENT, Books, opened, order, rush
from servers import RedisServer

from edge.stores import Order, Refusal

UNITS = 1_000
ATTEMPTS = 100_000
COPIES = 3


def test_a_hundred_thousand_attempts_sell_each_unit_once(place: Place) -> None:
    """Oversold 0, undersold 0, every copy answered alike, at two origins over one store."""

    async def play() -> Books:
        async with opened(place.url, UNITS, origins=2) as stores:
            return await rush(stores, [order(n) for n in range(ATTEMPTS)], COPIES)

    books, audit = asyncio.run(play()), place.audit()
    assert (audit.oversold(UNITS), audit.undersold(UNITS), audit.left) == (0, 0, 0)
    assert books.sold() == set(audit.holding)
    assert books.contradicted() == []
    assert sum(map(len, books.told.values())) == ATTEMPTS * COPIES


def test_ten_thousand_keys_in_ten_copies_are_ten_thousand_orders(place: Place) -> None:
    """Copies of one order that are under way at the same time take one unit."""
    orders = [order(n) for n in range(10_000)]

    async def play() -> Books:
        async with opened(place.url, 20_000, origins=2) as stores:
            return await rush(stores, orders, copies=10)

    books, audit = asyncio.run(play()), place.audit()
    assert len(books.sold()) == len(audit.holding) == 10_000
    assert books.contradicted() == []


def test_a_user_who_clicks_a_hundred_times_has_one_order(place: Place) -> None:
    """A thousand users with a hundred tickets each hold a thousand units, though there are more."""
    orders = [order(n, user=n % 1_000, holder=n % 1_000) for n in range(100_000)]

    async def play() -> Books:
        async with opened(place.url, 5_000, origins=2) as stores:
            return await rush(stores, orders)

    books, audit = asyncio.run(play()), place.audit()
    assert len(books.sold()) == len(audit.holding) == 1_000
    refusals = {told[0] for told in books.told.values() if not isinstance(told[0], Order)}
    assert refusals == {Refusal.ONE_PER_USER}


def test_a_store_that_selects_and_then_updates_is_caught(tmp_path: Path) -> None:
    """The check can fail: two origins that read the stock before they lock it oversell."""
    place = SQLitePlace(tmp_path / "orders.db")

    async def play() -> Books:
        stores = [SelectThenUpdate(str(tmp_path / "orders.db")) for _ in range(2)]
        for store in stores:
            await store.open(EVENT, UNITS)
        books = await rush(stores, [order(n) for n in range(5_000)], COPIES)
        for store in stores:
            await store.close()
        return books

    books = asyncio.run(play())
    assert place.audit().oversold(UNITS) > 0
    assert len(books.sold()) > UNITS


@pytest.mark.parametrize("lie", ["flushed", "low"])
def test_a_gate_of_redis_alone_is_caught(tmp_path: Path, redis: RedisServer, lie: str) -> None:
    """The check can fail: a counter that decides by itself oversells or undersells when it lies."""

    async def play() -> Audit:
        store = RedisOnly(str(tmp_path / "orders.db"), redis.url)
        await store.open(EVENT, UNITS)
        await rush([store], [order(n) for n in range(900)])
        redis.ask(*(["FLUSHALL"] if lie == "flushed" else ["SET", f"floodgate:{EVENT}", "0"]))
        await rush([store], [order(n) for n in range(900, 5_000)])
        await store.close()
        return SQLitePlace(tmp_path / "orders.db").audit()

    audit = asyncio.run(play())
    wrong = audit.oversold(UNITS) if lie == "flushed" else audit.undersold(UNITS)
    assert wrong > 0
