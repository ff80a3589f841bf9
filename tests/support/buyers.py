"""Buyers who do not give up: they ask again until the ledger has answered, whatever befalls it."""

import asyncio
import time
from collections.abc import Callable, Iterator

from places import Audit
from rush import order

from edge.stores import Order, Refusal, Store, StoreDownError, Verdict
from edge.stores.group_commit import GroupCommit

BUYERS = 50
BATCH = 600
"""Orders between one mishap and the next, which comes when half of them are answered."""
TOO_LATE = 50
"""People of the last batch for whom nothing is left."""
PATIENCE = 120
"""Seconds for whatever has to happen on a loaded machine."""

Mishap = Callable[[], None]


class Buyers:
    """Fifty people who order one unit after the other through one desk.

    ``told``: the verdict about each ticket; ``failures``: how often the store did not answer.
    """

    def __init__(self, store: Store) -> None:
        self._desk = GroupCommit(store, time.time_ns)
        self.told: dict[str, Verdict] = {}
        self.failures = 0

    async def meet(self, mishaps: list[Mishap]) -> None:
        """Order through so many mishaps, each in the midst of a batch."""
        for number, mishap in enumerate(mishaps):
            orders = iter([order(number * BATCH + n) for n in range(BATCH)])
            work = [asyncio.create_task(self._buy(orders)) for _ in range(BUYERS)]
            await self._until(number * BATCH + BATCH // 2)
            await asyncio.to_thread(mishap)
            await asyncio.gather(*work)

    def check(self, audit: Audit, units: int) -> None:
        """Whoever was told so has a unit, nobody else has, and all units are sold."""
        acknowledged = {name for name, told in self.told.items() if isinstance(told, Order)}
        assert set(audit.holding) == acknowledged
        assert (audit.oversold(units), audit.undersold(units), audit.left) == (0, 0, 0)
        assert list(self.told.values()).count(Refusal.SOLD_OUT) == TOO_LATE

    async def _until(self, answers: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while len(self.told) < answers:
            assert time.monotonic() < deadline, "buyers get no answers"
            await asyncio.sleep(0.005)

    async def _buy(self, orders: Iterator[Order]) -> None:
        for one in orders:
            self.told[one.ticket] = await self._insist(one)

    async def _insist(self, wanted: Order) -> Verdict:
        while True:
            try:
                return await self._desk.order(wanted)
            except StoreDownError:
                self.failures += 1
                await asyncio.sleep(0.05)


def stock_for(mishaps: int) -> int:
    """Units for all but the last few who order meanwhile."""
    return mishaps * BATCH - TOO_LATE
