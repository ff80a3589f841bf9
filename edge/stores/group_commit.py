"""Group commit: what came while the last transaction was on its way shares the next one."""

import asyncio
from collections.abc import Callable, Sequence

from edge.stores.base import Order, Settled, Store, Verdict

MOST = 500
"""Orders in one transaction."""


class GroupCommit:
    """Takes orders one by one, and to the store in batches: one transaction at a time.

    Nobody waits for a batch to fill: the first order goes at once, and those that come
    meanwhile go together.  Where a batch fails all who wait hear it: nobody waits longer than
    the store takes to give up once.  ``clock`` gives ns since the epoch.
    """

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self._waiting: list[tuple[Order, asyncio.Future[Verdict]]] = []
        self._work: asyncio.Task[None] | None = None

    async def order(self, order: Order) -> Verdict:
        """The ledger's verdict, once it is kept.  StoreDownError: it may have been kept, or not."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Verdict] = loop.create_future()
        self._waiting.append((order, answer))
        if self._work is None:
            self._work = loop.create_task(self._commit())
        return await answer

    async def _commit(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            # Who has gone meanwhile takes no unit away from those who are here.
            here = [(order, answer) for order, answer in batch if not answer.done()]
            answers = [answer for _, answer in here]
            try:
                settled = await self._store.order([order for order, _ in here], self._clock())
            except Exception as error:
                _fail(answers + [answer for _, answer in self._waiting], error)
                self._waiting = []
            else:
                _answer(answers, settled)
        self._work = None


def _fail(answers: Sequence[asyncio.Future[Verdict]], error: Exception) -> None:
    for answer in answers:
        if not answer.done():
            answer.set_exception(error)


def _answer(answers: Sequence[asyncio.Future[Verdict]], settled: Settled) -> None:
    for answer, verdict in zip(answers, settled.verdicts, strict=True):
        assert verdict is not None, "an order is decided"
        if not answer.done():
            answer.set_result(verdict)
