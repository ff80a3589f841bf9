"""PostgreSQL: the ledger in a database that several origins share."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import asyncpg

from edge.stores.base import Order, Settled, Store, StoreDownError, StoreMismatchError
from edge.stores.book import Book

Connection: TypeAlias = Any  # asyncpg has no types of its own

SCHEMA = """
CREATE TABLE IF NOT EXISTS stock (
    event text PRIMARY KEY,
    units bigint NOT NULL,
    remaining bigint NOT NULL CHECK (remaining BETWEEN 0 AND units)
);
CREATE TABLE IF NOT EXISTS orders (
    event text NOT NULL,
    ticket text NOT NULL,
    key text NOT NULL,
    body text NOT NULL,
    "user" bigint NOT NULL,
    holder bigint,
    pay_by bigint NOT NULL,
    state text NOT NULL,
    PRIMARY KEY (event, ticket),
    UNIQUE (event, key),
    UNIQUE (event, holder)
);
CREATE INDEX IF NOT EXISTS unpaid ON orders (event, pay_by) WHERE state = 'reserved';
"""
SCHEMA_LOCK = "SELECT pg_advisory_xact_lock(hashtext('floodgate'))"
"""Two origins that start at once must not make the same table twice."""
COLUMNS = 'ticket, key, body, "user", holder, pay_by, state'
LOCK = "SELECT remaining FROM stock WHERE event = $1 FOR UPDATE"
KNOWN = " UNION ".join(
    f"SELECT {COLUMNS} FROM orders WHERE event = $1 AND {column} IN (SELECT unnest({array}))"
    for column, array in (
        ("key", "$2::text[]"),
        ("ticket", "$3::text[]"),
        ("holder", "$4::bigint[]"),
    )
)
"""Each by its own index; ``= ANY`` would compare every row with every element."""
ADD = f"""
INSERT INTO orders (event, {COLUMNS})
SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[],
                         $7::bigint[], $8::text[])
"""
TAKE = "UPDATE stock SET remaining = remaining - $2 WHERE event = $1"
RELEASE = """
WITH gone AS (
    UPDATE orders SET state = 'released', holder = NULL
    WHERE event = $1 AND state = 'reserved' AND pay_by <= $2 RETURNING 1
)
UPDATE stock SET remaining = remaining + (SELECT count(*) FROM gone)
WHERE event = $1 RETURNING remaining
"""
LEFT = """
SELECT remaining + (
    SELECT count(*) FROM orders
    WHERE orders.event = stock.event AND state = 'reserved' AND pay_by <= $2
) FROM stock WHERE event = $1
"""
FIND = f"SELECT {COLUMNS} FROM orders WHERE event = $1 AND ticket = $2"
PAY = """
UPDATE orders SET state = 'paid'
WHERE event = $1 AND ticket = $2 AND state = 'reserved' AND pay_by > $3
"""

DOWN = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.exceptions.InsufficientResourcesError,
    asyncpg.exceptions.TransactionRollbackError,
    asyncpg.exceptions.ReadOnlySQLTransactionError,  # a standby, until it is promoted
    # A pooler has put us into another session than the one that our statement is known to.
    asyncpg.exceptions.InvalidSQLStatementNameError,
    asyncpg.exceptions.DuplicatePreparedStatementError,
)
"""What a database says, or leaves unsaid, that cannot be asked right now."""

CONNECTIONS = 4
ANSWER_SECONDS = 5.0
"""For all that one call of the store asks; who waits at an edge node hears before she has gone."""
LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout")
"""What the server itself ends: statements that wait for a lock while their origin has gone on,
and transactions of an origin that is frozen, which keep the lock from all others."""
LIMITED = "SELECT count(*) FROM pg_settings WHERE name = ANY($1) AND setting::int BETWEEN 1 AND $2"


class Postgres(Store):
    """A ledger in the database at ``url``, whose stock's row is locked by one order after another.

    A transaction locks the row before it reads what is known, so nothing it decided by can change
    until it commits; as many orders as came meanwhile share one.  Connections that broke are
    replaced when they are next needed.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._event = ""
        self._pool: Any = None

    async def open(self, event: str, units: int) -> None:
        self._event = event
        try:
            self._pool = await asyncpg.create_pool(
                self._url,
                min_size=0,
                max_size=CONNECTIONS,
                timeout=ANSWER_SECONDS,
                reset=_as_it_is,
                server_settings=dict.fromkeys(LIMITS, str(_limit())),
            )
            found = await self._make(units)
        except (*DOWN, asyncpg.PostgresError, ValueError) as error:
            raise self._down(error) from error
        await self._check_limits()
        if found != units:
            wanted = f"wanted {units} units of {event}"
            raise StoreMismatchError(f"{wanted}, got a store that has {found} (another --event?)")

    async def _check_limits(self) -> None:
        async with self._connection() as connection:
            kept = await connection.fetchval(LIMITED, LIMITS, _limit())
        if kept < len(LIMITS):
            wanted = f"wanted a {' and '.join(LIMITS)} of {ANSWER_SECONDS:g} s"
            raise StoreMismatchError(f"{wanted}, got a server without (or a pooler before it?)")

    async def _make(self, units: int) -> int:
        async with self._transaction() as connection:
            await connection.execute(SCHEMA_LOCK)
            await connection.execute(SCHEMA)
            make = "INSERT INTO stock VALUES ($1, $2, $2) ON CONFLICT DO NOTHING"
            await connection.execute(make, self._event, units)
            query = "SELECT units FROM stock WHERE event = $1"
            return int(await connection.fetchval(query, self._event))

    async def order(self, wanted: Sequence[Order], now: int) -> Settled:
        async with self._transaction() as connection:
            left = await connection.fetchval(LOCK, self._event)
            if left < len(wanted):
                left = await connection.fetchval(RELEASE, self._event, now)
            settled, fresh = (await self._book(connection, wanted)).settle(wanted, left)
            if fresh:
                await connection.execute(ADD, self._event, *_columns(fresh))
                await connection.execute(TAKE, self._event, len(fresh))
            return settled

    async def look(self, wanted: Sequence[Order], now: int) -> Settled:
        async with self._connection() as connection:
            # First what is left, then what is known: an order that took the last unit is seen.
            left = await connection.fetchval(LEFT, self._event, now)
            return (await self._book(connection, wanted)).look(wanted, left)

    async def find(self, ticket: str) -> Order | None:
        async with self._connection() as connection:
            row = await connection.fetchrow(FIND, self._event, ticket)
            return None if row is None else Order(*row)

    async def pay(self, ticket: str, now: int) -> Order | None:
        async with self._connection() as connection:
            await connection.execute(PAY, self._event, ticket, now)
        return await self.find(ticket)

    async def release(self, now: int) -> int:
        async with self._transaction() as connection:
            await connection.execute(LOCK, self._event)
            return int(await connection.fetchval(RELEASE, self._event, now))

    async def close(self) -> None:
        if self._pool is not None:
            self._pool.terminate()

    async def _book(self, connection: Connection, wanted: Sequence[Order]) -> Book:
        if not wanted:
            return Book(())
        keys = [order.key for order in wanted]
        tickets = [order.ticket for order in wanted]
        holders = [order.holder for order in wanted]
        rows = await connection.fetch(KNOWN, self._event, keys, tickets, holders)
        return Book(Order(*row) for row in rows)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        """A connection for one call, cut when its time is over.

        To cancel a statement is to ask the server for it: one that is frozen does not hear that
        either, and who waits for the rollback waits for ever.
        """
        loop = asyncio.get_running_loop()
        over = loop.time() + ANSWER_SECONDS
        try:
            async with self._pool.acquire(timeout=ANSWER_SECONDS) as connection:
                cut = loop.call_at(over, connection.terminate)
                try:
                    yield connection
                finally:
                    cut.cancel()
        except DOWN as error:
            late = f"no answer within {ANSWER_SECONDS:g} s" if loop.time() >= over else None
            raise self._down(error, late) from error

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Connection]:
        # Each statement has to see what was committed before the row's lock was given to us.
        async with (
            self._connection() as connection,
            connection.transaction(isolation="read_committed"),
        ):
            yield connection

    def _down(self, error: Exception, late: str | None = None) -> StoreDownError:
        parts = urlsplit(self._url)
        where = f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}"
        # Rolling back on a connection that broke fails too, for a reason that explains nothing.
        reason = error.__context__ or error
        line = str(reason).partition("\n")[0]
        return StoreDownError(f"{where}: {late or line or type(reason).__name__}")


def _limit() -> int:
    """Of the server's own limits, in ms."""
    return round(ANSWER_SECONDS * 1000)


async def _as_it_is(connection: Connection) -> None:
    """Nothing here changes a session, so nothing has to be asked to put it back."""


def _columns(orders: Sequence[Order]) -> list[list[Any]]:
    return [
        [order.ticket for order in orders],
        [order.key for order in orders],
        [order.body for order in orders],
        [order.user for order in orders],
        [order.holder for order in orders],
        [order.pay_by for order in orders],
        [order.state for order in orders],
    ]
