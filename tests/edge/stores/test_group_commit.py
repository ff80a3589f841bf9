"""Group commit: one transaction at a time, shared by everyone who came meanwhile."""

import asyncio
from collections.abc import Sequence

import pytest
from rush import order

from edge.stores import Order, Settled, StoreDownError
from edge.stores.group_commit import MOST, GroupCommit
from edge.stores.sqlite import SQLite


class Watched(SQLite):
    """A ledger that notes the batches, and can be held up or go down."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.batches: list[int] = []
        self.free = asyncio.Event()
        self.down = False

    async def order(self, wanted: Sequence[Order], now: int) -> Settled:
        self.batches.append(len(wanted))
        await self.free.wait()
        if self.down:
            raise StoreDownError("down")
        return await super().order(wanted, now)


@pytest.fixture
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("ledger") / "orders.db")


def test_those_who_come_meanwhile_share_the_next_transaction(path: str) -> None:
    """The first goes alone and at once; the rest go together, so many at a time at most."""

    async def play() -> list[int]:
        store = Watched(path)
        await store.open("event", 10_000)
        desk = GroupCommit(store, lambda: 0)
        first = asyncio.create_task(desk.order(order(0)))
        await asyncio.sleep(0.01)
        rest = [asyncio.create_task(desk.order(order(n))) for n in range(1, MOST + 10)]
        await asyncio.sleep(0.01)
        store.free.set()
        verdicts = await asyncio.gather(first, *rest)
        await store.close()
        assert [verdict.user for verdict in verdicts] == list(range(MOST + 10))
        return store.batches

    assert asyncio.run(play()) == [1, MOST, 9]


def test_who_has_gone_takes_no_unit(path: str) -> None:
    """An order whose buyer hung up before its transaction began is not made."""

    async def play() -> int:
        store = Watched(path)
        await store.open("event", 10)
        desk = GroupCommit(store, lambda: 0)
        buyers = [asyncio.create_task(desk.order(order(n))) for n in range(1)]
        await asyncio.sleep(0.01)
        buyers += [asyncio.create_task(desk.order(order(n))) for n in range(1, 4)]
        await asyncio.sleep(0.01)
        buyers[2].cancel()
        store.free.set()
        await asyncio.gather(*buyers, return_exceptions=True)
        left = (await store.look((), 0)).left
        await store.close()
        return left

    assert asyncio.run(play()) == 7


def test_a_store_that_is_down_is_everyone_s_answer(path: str) -> None:
    """All of a batch hear it, and the next order is tried afresh."""

    async def play() -> None:
        store = Watched(path)
        await store.open("event", 10)
        store.free.set()
        store.down = True
        desk = GroupCommit(store, lambda: 0)
        told = await asyncio.gather(
            *(desk.order(order(n)) for n in range(3)), return_exceptions=True
        )
        assert [type(one) for one in told] == [StoreDownError] * 3
        store.down = False
        assert isinstance(await desk.order(order(1)), Order)
        await store.close()

    asyncio.run(play())
