"""What every store answers to, and what goes in and out: orders, verdicts, what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Literal, Protocol, TypeAlias

State: TypeAlias = Literal["reserved", "paid", "released"]


class StoreDownError(ConnectionError):
    """The store does not answer, for now; whether it kept the last orders is not known.

    Asking again with the same orders is safe: what was kept is answered as it was.
    """


class StoreMismatchError(ValueError):
    """The store is another than was wanted, with another stock of this event for one; ``str`` says
    what was wanted and what came."""


@dataclass(frozen=True, slots=True)
class Order:
    """One unit for one user; before the ledger has it, what somebody wants.

    ticket: the serial of the ticket that it spends, in hex, and the order's own name.
    key, body: the idempotency key, and a digest of what came with it.
    holder: the user where each may hold one order, else None.
    pay_by: when the unit is for sale again unless it is paid for (ns since the epoch).
    """

    ticket: str
    key: str
    body: str
    user: int
    holder: int | None
    pay_by: int
    state: State = "reserved"

    def state_at(self, now: int) -> State:
        """How it stands at ``now`` (ns since the epoch), whether or not it was swept yet."""
        overdue = self.state == "reserved" and self.pay_by <= now
        return "released" if overdue else self.state


class Refusal(Enum):
    """Why there is no order: nothing left, or the ledger has something else already."""

    SOLD_OUT = "sold_out"
    OTHER_BODY = "other_body"
    TICKET_SPENT = "ticket"
    ONE_PER_USER = "one_per_user"


Verdict: TypeAlias = Order | Refusal


@dataclass(frozen=True, slots=True)
class Settled:
    """One verdict for each order that was wanted, None where it has to be ordered to be known.

    left: units that nobody holds, those whose time to be paid is over among them.
    """

    verdicts: Sequence[Verdict | None]
    left: int


class Store(Protocol):
    """A ledger of one event's stock and orders; ``now`` is in ns since the epoch.

    It never has more orders that hold a unit than units, whoever else writes to it, and says
    "sold out" only if at some instant since it was asked no unit was left.  A refusal leaves no
    trace: neither key nor ticket are spent.  StoreDownError where the database does not answer.
    """

    async def open(self, event: str, units: int) -> None:
        """Connect, and make the event unless it is there.  StoreMismatchError, StoreDownError."""

    async def order(self, wanted: Sequence[Order], now: int) -> Settled:
        """Decide about orders, all of them in one transaction, in their sequence."""
        ...

    async def look(self, wanted: Sequence[Order], now: int) -> Settled:
        """What is known of orders without taking any: None for one that could be had."""
        ...

    async def find(self, ticket: str) -> Order | None:
        """The order that spent a ticket."""

    async def pay(self, ticket: str, now: int) -> Order | None:
        """Pay for an order unless its time is over; the order as it stands then."""

    async def release(self, now: int) -> int:
        """Put back every unit whose time to be paid is over; the units left."""
        ...

    async def close(self) -> None:
        """Let go of the database; what was acknowledged stays."""
