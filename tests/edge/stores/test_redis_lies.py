"""Redis in front of a ledger may be wrong, late, dead or empty, and decides nothing."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from places import Place, PostgresPlace, SQLitePlace
from rush import EVENT, opened, order, rush
from servers import PostgresServer, RedisServer

from edge.stores import Order, Refusal, Store, Verdict

KEY = f"floodgate:{EVENT}"
UNITS = 1_000
SHARE = 100


def _restart(redis: RedisServer) -> None:
    redis.kill()
    redis.start()


MISCHIEF: dict[str, Callable[[RedisServer], object]] = {
    "killed": lambda redis: redis.kill(),
    "restarted_empty": _restart,
    "flushed": lambda redis: redis.ask("FLUSHALL"),
    "says_nothing_is_left": lambda redis: redis.ask("SET", KEY, "0"),
    "says_less_than_nothing": lambda redis: redis.ask("SET", KEY, "-1000000"),
    "says_there_is_plenty": lambda redis: redis.ask("SET", KEY, "1000000000"),
    "talks_nonsense": lambda redis: redis.ask("SET", KEY, "banana"),
    "keeps_something_else": lambda redis: (redis.ask("DEL", KEY), redis.ask("LPUSH", KEY, "1")),
    "is_read_only": lambda redis: redis.ask("REPLICAOF", "127.0.0.1", "1"),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def behind(
    request: pytest.FixtureRequest, redis: RedisServer, tmp_path: Path
) -> tuple[RedisServer, Place]:
    """Redis, and the ledger behind it."""
    if request.param == "sqlite":
        return redis, SQLitePlace(tmp_path / "orders.db", f"{redis.url}+")
    server: PostgresServer = request.getfixturevalue("postgres")
    return redis, PostgresPlace(server, "behind_redis", f"{redis.url}+")


async def buy(store: Store, first: int, many: int) -> list[Verdict]:
    """So many orders at the same time, and what each was told."""
    books = await rush([store], [order(n) for n in range(first, first + many)])
    return [told[0] for told in books.told.values()]


def test_no_lie_of_redis_sells_or_keeps_a_unit(
    behind: tuple[RedisServer, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each mischief units that are there are sold, and those that are gone are not."""
    monkeypatch.setattr("edge.stores.redis.REST", 0)  # one that was dead is asked again at once
    redis, place = behind

    async def play() -> None:
        async with opened(place.url, UNITS) as (store,):
            for number, mischief in enumerate(MISCHIEF.values()):
                mischief(redis)
                told = await buy(store, number * SHARE, SHARE)
                assert all(isinstance(one, Order) for one in told), mischief
                redis.start()
            await buy(store, 50_000, UNITS)
            for number, mischief in enumerate(MISCHIEF.values()):
                mischief(redis)
                told = await buy(store, 100_000 + number * SHARE, SHARE)
                assert told == [Refusal.SOLD_OUT] * SHARE, mischief
                redis.start()

    asyncio.run(play())
    audit = place.audit()
    assert (audit.oversold(UNITS), audit.undersold(UNITS), audit.left) == (0, 0, 0)


def test_mischief_in_the_midst_of_a_rush_changes_nothing(
    behind: tuple[RedisServer, Place],
) -> None:
    """While thousands order, Redis dies, comes back empty and lies: each unit is sold once."""
    redis, place = behind
    units = 30_000

    async def torment(work: asyncio.Task[object]) -> None:
        while not work.done():
            for mischief in MISCHIEF.values():
                await asyncio.to_thread(mischief, redis)
                await asyncio.to_thread(redis.start)

    async def play() -> None:
        async with opened(place.url, units, origins=2) as stores:
            orders = [order(n) for n in range(2 * units)]
            work: asyncio.Task[object] = asyncio.create_task(rush(stores, orders, 2))
            await torment(work)
            await work

    asyncio.run(play())
    audit = place.audit()
    assert (audit.oversold(units), audit.undersold(units), audit.left) == (0, 0, 0)
