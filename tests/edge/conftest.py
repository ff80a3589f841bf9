"""Real servers, and ledgers of every kind on them."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from places import Place, PostgresPlace, SQLitePlace
from servers import PostgresServer, RedisServer

LEDGERS = ("sqlite", "postgresql")
STORES = (*LEDGERS, "redis+sqlite", "redis+postgresql")
_numbers = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """PostgreSQL for all tests of this process; each takes a database of its own."""
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """Redis for one test, which may do to it whatever it likes."""
    server = RedisServer()
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty ledger under each kind of store."""
    counter, _, ledger = request.param.rpartition("+")
    before = f"{request.getfixturevalue('redis').url}+" if counter else ""
    if ledger == "sqlite":
        return SQLitePlace(tmp_path / "orders.db", before)
    server = request.getfixturevalue("postgres")
    return PostgresPlace(server, f"orders{next(_numbers)}", before)
