"""SQLite: the ledger in one file, written by one thread of each process."""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from time import monotonic, sleep
from typing import Any, TypeVar

from edge.stores.base import Order, Settled, Store, StoreDownError, StoreMismatchError
from edge.stores.book import Book

T = TypeVar("T")

SCHEMA = """
CREATE TABLE IF NOT EXISTS stock (
    event TEXT PRIMARY KEY,
    units INTEGER NOT NULL,
    remaining INTEGER NOT NULL CHECK (remaining BETWEEN 0 AND units)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS orders (
    event TEXT NOT NULL,
    ticket TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    user INTEGER NOT NULL,
    holder INTEGER,
    pay_by INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (event, ticket),
    UNIQUE (event, key),
    UNIQUE (event, holder)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS unpaid ON orders (event, pay_by) WHERE state = 'reserved';
"""
COLUMNS = "ticket, key, body, user, holder, pay_by, state"
KNOWN = " UNION ".join(
    f"SELECT {COLUMNS} FROM orders WHERE event = ? AND {column} IN (SELECT value FROM json_each(?))"
    for column in ("key", "ticket", "holder")
)
ADD = f"INSERT INTO orders (event, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
RELEASE = """
UPDATE orders SET state = 'released', holder = NULL
WHERE event = ? AND state = 'reserved' AND pay_by <= ?
"""
LEFT = """
SELECT remaining + (
    SELECT count(*) FROM orders
    WHERE orders.event = stock.event AND state = 'reserved' AND pay_by <= ?
) FROM stock WHERE event = ?
"""
PAY = """
UPDATE orders SET state = 'paid'
WHERE event = ? AND ticket = ? AND state = 'reserved' AND pay_by > ?
"""
BUSY = 5.0
"""Seconds to wait for another process's transaction."""
AGAIN = 0.01
"""Seconds until what SQLite does not wait for by itself is tried again."""


class SQLite(Store):
    """A ledger in the file ``path``, in WAL mode and synced at every commit.

    All statements run in one thread; several processes may share the file.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._event = ""
        self._connection: sqlite3.Connection | None = None

    async def open(self, event: str, units: int) -> None:
        self._event = event
        await self._run(self._open, units)

    async def order(self, wanted: Sequence[Order], now: int) -> Settled:
        return await self._run(self._transact, partial(self._order, wanted, now))

    async def look(self, wanted: Sequence[Order], now: int) -> Settled:
        return await self._run(self._look, wanted, now)

    async def find(self, ticket: str) -> Order | None:
        return await self._run(self._find, ticket)

    async def pay(self, ticket: str, now: int) -> Order | None:
        return await self._run(self._transact, partial(self._pay, ticket, now))

    async def release(self, now: int) -> int:
        return await self._run(self._transact, partial(self._release, now))

    async def close(self) -> None:
        await self._run(self._close)
        self._thread.shutdown()

    async def _run(self, action: Callable[..., T], *arguments: Any) -> T:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, action, *arguments)
        except sqlite3.OperationalError as error:
            raise StoreDownError(f"sqlite:///{self._path}: {error}") from error

    def _open(self, units: int) -> None:
        self._connection = sqlite3.connect(self._path, timeout=BUSY, isolation_level=None)
        self._use_wal()
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.executescript(SCHEMA)
        row = (self._event, units, units)
        self._database.execute("INSERT INTO stock VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row)
        found = self._value("SELECT units FROM stock WHERE event = ?", self._event)
        if found != units:
            wanted = f"wanted {units} units of {self._event}"
            raise StoreMismatchError(f"{wanted}, got a store that has {found} (another --event?)")

    def _use_wal(self) -> None:
        """SQLite refuses at once, timeout or not, while another process does the same."""
        end = monotonic() + BUSY
        while True:
            try:
                self._database.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > end:
                    raise
                sleep(AGAIN)

    @property
    def _database(self) -> sqlite3.Connection:
        assert self._connection is not None, "a store is opened first"
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _transact(self, action: Callable[[], T]) -> T:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            result = action()
            self._database.execute("COMMIT")
            return result
        finally:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")

    def _order(self, wanted: Sequence[Order], now: int) -> Settled:
        left = self._left()
        if left < len(wanted):
            left = self._release(now)
        settled, fresh = self._book(wanted).settle(wanted, left)
        self._database.executemany(ADD, [(self._event, *row_of(order)) for order in fresh])
        self._put_back(-len(fresh))
        return settled

    def _look(self, wanted: Sequence[Order], now: int) -> Settled:
        # First what is left, then what is known: an order that took the last unit is seen.
        left = self._value(LEFT, now, self._event)
        return self._book(wanted).look(wanted, left)

    def _find(self, ticket: str) -> Order | None:
        query = f"SELECT {COLUMNS} FROM orders WHERE event = ? AND ticket = ?"
        row = self._database.execute(query, (self._event, ticket)).fetchone()
        return None if row is None else Order(*row)

    def _pay(self, ticket: str, now: int) -> Order | None:
        self._database.execute(PAY, (self._event, ticket, now))
        return self._find(ticket)

    def _release(self, now: int) -> int:
        self._put_back(self._database.execute(RELEASE, (self._event, now)).rowcount)
        return self._left()

    def _put_back(self, units: int) -> None:
        if units:
            change = "UPDATE stock SET remaining = remaining + ? WHERE event = ?"
            self._database.execute(change, (units, self._event))

    def _left(self) -> int:
        return self._value("SELECT remaining FROM stock WHERE event = ?", self._event)

    def _book(self, wanted: Sequence[Order]) -> Book:
        event = self._event
        keys = json.dumps([order.key for order in wanted])
        tickets = json.dumps([order.ticket for order in wanted])
        holders = json.dumps([order.holder for order in wanted])
        rows = self._database.execute(KNOWN, (event, keys, event, tickets, event, holders))
        return Book(Order(*row) for row in rows)

    def _value(self, query: str, *parameters: str | int) -> int:
        with closing(self._database.execute(query, parameters)) as cursor:
            (value,) = cursor.fetchone()
        return int(value)


def row_of(order: Order) -> tuple[str | int | None, ...]:
    return (
        order.ticket,
        order.key,
        order.body,
        order.user,
        order.holder,
        order.pay_by,
        order.state,
    )
