"""Stores with the mistakes that everyone makes once: what checks of a stock have to catch."""

from collections.abc import Sequence

from redis.asyncio import Redis

from edge.stores import Order, Refusal, Settled
from edge.stores.sqlite import ADD, SQLite, row_of

NO_CHECK = """
DROP TABLE stock;
CREATE TABLE stock (event TEXT PRIMARY KEY, units INTEGER, remaining INTEGER);
"""
"""The table's own constraint would catch both."""


class Careless(SQLite):
    """A ledger whose table lets everything through."""

    async def open(self, event: str, units: int) -> None:
        await super().open(event, units)
        await self._run(self._loosen, event, units)

    def _loosen(self, event: str, units: int) -> None:
        self._database.executescript(NO_CHECK)
        self._database.execute("INSERT INTO stock VALUES (?, ?, ?)", (event, units, units))

    def _keep(self, orders: Sequence[Order]) -> None:
        self._database.executemany(ADD, [(self._event, *row_of(one)) for one in orders])


class SelectThenUpdate(Careless):
    """Reads the stock, decides, and writes what it thinks is left: another may have been there."""

    async def order(self, wanted: Sequence[Order], now: int) -> Settled:
        left = await self._run(self._left)
        book = await self._run(self._book, wanted)
        settled, fresh = book.settle(wanted, left)
        await self._run(self._transact, lambda: self._write(fresh, settled.left))
        return settled

    def _write(self, fresh: Sequence[Order], left: int) -> None:
        known = {one for (one,) in self._database.execute("SELECT ticket FROM orders")}
        self._keep([one for one in fresh if one.ticket not in known])
        self._database.execute("UPDATE stock SET remaining = ?", (left,))


class RedisOnly(Careless):
    """Believes a counter, which is filled when it is empty, and writes down what it said."""

    def __init__(self, path: str, url: str) -> None:
        super().__init__(path)
        self._redis = Redis.from_url(url, protocol=2)

    async def open(self, event: str, units: int) -> None:
        await super().open(event, units)
        self._units = units

    async def order(self, wanted: Sequence[Order], now: int) -> Settled:
        key = f"floodgate:{self._event}"
        await self._redis.set(key, self._units, nx=True)
        left = await self._redis.decrby(key, len(wanted))
        taken = max(0, min(len(wanted), left + len(wanted)))
        await self._run(self._transact, lambda: self._keep(wanted[:taken]))
        refused = [Refusal.SOLD_OUT] * (len(wanted) - taken)
        return Settled([*wanted[:taken], *refused], max(0, left))

    async def close(self) -> None:
        await self._redis.aclose()
        await super().close()
