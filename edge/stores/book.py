"""The book: what a ledger already has of the orders that somebody wants, and what follows."""

from collections.abc import Iterable, Sequence

from edge.stores.base import Order, Refusal, Settled, Verdict


class Book:
    """Orders by key, ticket and holder.

    Whoever decides with it holds the lock of the stock's row from before it was read until
    what it decided is written; so it is right, and the table's unique columns never speak up.
    """

    def __init__(self, orders: Iterable[Order]) -> None:
        self._keys: dict[str, Order] = {}
        self._tickets: set[str] = set()
        self._holders: set[int] = set()
        for order in orders:
            self._enter(order)

    def settle(self, wanted: Sequence[Order], left: int) -> tuple[Settled, list[Order]]:
        """A verdict for each, with ``left`` units, and those that are new and have to be kept."""
        fresh: list[Order] = []
        verdicts = [self._decide(order, left, fresh) for order in wanted]
        return Settled(verdicts, left - len(fresh)), fresh

    def look(self, wanted: Sequence[Order], left: int) -> Settled:
        """What is known of each where ``left`` units were left before the book was read."""
        nothing = None if left else Refusal.SOLD_OUT
        return Settled([self._earlier(order) or nothing for order in wanted], left)

    def _decide(self, order: Order, left: int, fresh: list[Order]) -> Verdict:
        earlier = self._earlier(order)
        if earlier is not None:
            return earlier
        if len(fresh) >= left:
            return Refusal.SOLD_OUT
        fresh.append(order)
        self._enter(order)
        return order

    def _earlier(self, order: Order) -> Verdict | None:
        same = self._keys.get(order.key)
        if same is not None:
            return same if same.body == order.body else Refusal.OTHER_BODY
        if order.ticket in self._tickets:
            return Refusal.TICKET_SPENT
        return Refusal.ONE_PER_USER if order.holder in self._holders else None

    def _enter(self, order: Order) -> None:
        self._keys[order.key] = order
        self._tickets.add(order.ticket)
        if order.holder is not None:
            self._holders.add(order.holder)
