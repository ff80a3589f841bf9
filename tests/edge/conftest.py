"""Real servers, and ledgers of every kind on them."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from origins import OriginProcess
from places import Place, PostgresPlace, SQLitePlace
from servers import PostgresServer, RedisServer, running

LEDGERS = ("sqlite", "postgresql")
STORES = (*LEDGERS, "redis+sqlite", "redis+postgresql")
_numbers = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """PostgreSQL for all tests of this process; each takes a database of its own."""
    with running(PostgresServer()) as server:
        yield server


@pytest.fixture(scope="module")
def mortal() -> Iterator[PostgresServer]:
    """A PostgreSQL that may die, as long as it is started again."""
    with running(PostgresServer()) as server:
        yield server


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """Redis for one test, which may do to it whatever it likes."""
    with running(RedisServer()) as server:
        yield server


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty ledger under each kind of store."""
    counter, _, ledger = request.param.rpartition("+")
    before = f"{request.getfixturevalue('redis').url}+" if counter else ""
    if ledger == "sqlite":
        return SQLitePlace(tmp_path / "orders.db", before)
    server = request.getfixturevalue("postgres")
    return PostgresPlace(server, f"orders{next(_numbers)}", before)


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[Callable[..., OriginProcess]]:
    """Starts origins on one SQLite file, or on what the options say; ends all of them."""
    started: list[OriginProcess] = []

    def start(*options: str) -> OriginProcess:
        store = () if "--store" in options else ("--store", f"sqlite:///{tmp_path / 'orders.db'}")
        started.append(OriginProcess(*store, *options))
        return started[-1]

    yield start
    for process in started:
        if process.process.poll() is None:
            process.end()
        process.process.stdout.close()
        process.process.stderr.close()


@pytest.fixture(scope="module")
def origin_at_rest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OriginProcess]:
    """An origin for requests that change nothing."""
    path = tmp_path_factory.mktemp("origin") / "orders.db"
    process = OriginProcess("--stock", "10", "--store", f"sqlite:///{path}")
    yield process
    process.end()
