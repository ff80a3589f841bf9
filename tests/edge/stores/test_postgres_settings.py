"""A PostgreSQL that is set up otherwise than usual: the ledger is right, or says it is down."""

import asyncio

import asyncpg
import pytest
from places import PostgresPlace
from rush import opened, order, rush
from servers import PostgresServer

from edge.stores import Order, Store, StoreDownError, StoreMismatchError

OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def change(server: PostgresServer, url: str, *settings: str) -> None:
    """Give a database other defaults, and let everyone connect anew."""
    name = url.rpartition("/")[2]
    for setting in settings:
        server.query(server.url(), f'ALTER DATABASE "{name}" SET {setting}')
    server.query(url, OTHERS)


async def until_up(store: Store, wanted: Order) -> Order:
    """The order, once the store that was cut off is itself again."""
    while True:
        try:
            (verdict,) = (await store.order([wanted], 0)).verdicts
        except StoreDownError:
            await asyncio.sleep(0.05)
        else:
            assert isinstance(verdict, Order)
            return verdict


def test_a_database_that_only_reads_is_down_for_now(postgres: PostgresServer) -> None:
    """As a standby does before it is promoted; then orders go on by themselves."""
    place = PostgresPlace(postgres, "standby")

    async def play() -> None:
        async with opened(place.url, 10) as (store,):
            change(postgres, place.url, "default_transaction_read_only = on")
            for _ in range(3):
                with pytest.raises(StoreDownError):
                    await store.order([order(1)], 0)
            change(postgres, place.url, "default_transaction_read_only = off")
            await until_up(store, order(1))

    asyncio.run(play())


def test_another_default_isolation_changes_nothing(postgres: PostgresServer) -> None:
    """Two origins sell every unit once where snapshots are kept for a whole transaction."""
    place = PostgresPlace(postgres, "isolated")
    change(postgres, place.url, "default_transaction_isolation = 'serializable'")

    async def play() -> None:
        async with opened(place.url, 1_000, origins=2) as stores:
            await rush(stores, [order(number) for number in range(5_000)], copies=3)

    asyncio.run(play())
    audit = place.audit()
    assert (audit.oversold(1_000), audit.undersold(1_000), audit.left) == (0, 0, 0)


def test_a_server_without_limits_is_refused(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a pooler drops of what we ask for, the database has to have by itself."""
    create = asyncpg.create_pool

    def without_settings(url: str, *, server_settings: object, **other: object) -> object:
        return create(url, **other)

    monkeypatch.setattr("asyncpg.create_pool", without_settings)
    place = PostgresPlace(postgres, "unlimited")

    async def play() -> None:
        async with opened(place.url, 10):
            pass

    change(postgres, place.url, "statement_timeout = '5 s'")
    with pytest.raises(StoreMismatchError, match=r"wanted a statement_timeout and .* of 5 s"):
        asyncio.run(play())
    change(postgres, place.url, "idle_in_transaction_session_timeout = '5 s'")
    asyncio.run(play())
