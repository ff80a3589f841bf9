"""A gate in front of a ledger: it keeps people off the row of a stock that is gone."""

from collections.abc import Sequence
from typing import Protocol

from edge.stores.base import Order, Settled, Store


class Gate(Protocol):
    """A guess of what is left, from somewhere fast; it may be wrong, late, dead or empty."""

    async def open(self, event: str, units: int) -> None:
        """Learn which event it is."""

    async def take(self, units: int) -> bool:
        """Whether so many may be left; one that does not know says yes."""
        ...

    async def tell(self, left: int) -> None:
        """Learn from the ledger what is left."""

    async def close(self) -> None:
        """Let go of whatever it is."""


class Gated(Store):
    """A ledger that orders get to only if the gate lets them, or the ledger denies the gate.

    A gate that says "gone" is believed no more than one that says "there is plenty": the ledger
    looks, without touching the stock's row, what it has of these orders and whether anything is
    left.  So a gate costs or saves time, and decides nothing.

    Nor does it while the ledger does not answer.  Whoever asks with her key again may have a
    unit, taken at another origin or by a transaction whose end nobody heard, and "sold out" would
    be a lie that she believes: she is told to ask again.  An edge node says "sold out" meanwhile,
    for it sees clicks, which have no key yet.
    """

    def __init__(self, ledger: Store, gate: Gate) -> None:
        self.ledger = ledger
        self.gate = gate

    async def open(self, event: str, units: int) -> None:
        await self.ledger.open(event, units)
        await self.gate.open(event, units)

    async def order(self, wanted: Sequence[Order], now: int) -> Settled:
        free = await self.gate.take(len(wanted))
        if not free:
            looked = await self.ledger.look(wanted, now)
            if None not in looked.verdicts:
                return looked
        settled = await self.ledger.order(wanted, now)
        if not free or not settled.left:
            await self.gate.tell(settled.left)
        return settled

    async def look(self, wanted: Sequence[Order], now: int) -> Settled:
        return await self.ledger.look(wanted, now)

    async def find(self, ticket: str) -> Order | None:
        return await self.ledger.find(ticket)

    async def pay(self, ticket: str, now: int) -> Order | None:
        return await self.ledger.pay(ticket, now)

    async def release(self, now: int) -> int:
        left = await self.ledger.release(now)
        await self.gate.tell(left)
        return left

    async def close(self) -> None:
        await self.gate.close()
        await self.ledger.close()


class Memory(Gate):
    """The cached answer "sold out": what this process last heard from the ledger."""

    def __init__(self) -> None:
        self._left = 0

    async def open(self, event: str, units: int) -> None:
        self._left = units

    async def take(self, units: int) -> bool:
        return self._left > 0

    async def tell(self, left: int) -> None:
        self._left = left

    async def close(self) -> None:
        return
