"""The desk: where a ticket is shown and an order is taken, once."""

import hashlib
import json
from typing import Any

from aiohttp.web import BaseRequest, Response

from edge.answer import answer, outcome, refused
from edge.clock import Clock
from edge.http import TICKET
from edge.idempotency import read_key
from edge.instant import format_instant
from edge.request_body import read_object, whole
from edge.stores import Order, Refusal, Store, Verdict
from edge.stores.group_commit import GroupCommit
from edge.terms import Terms
from edge.tickets import Ticket, TicketError, Tickets

Sale = tuple[str, str, Response]
"""How an attempt to buy ended: its outcome, what refused it if anything, and the answer."""

SPENT = "wanted a fresh ticket, got one that is spent"
HELD = "wanted a user without an order, got one who has one"


class Desk:
    """Reads orders, has the ledger decide, and puts its verdict into words.

    A ticket is verified here and spent in the ledger.  The same key with the same body is
    answered as it was the first time; what took no unit took neither key nor ticket.
    """

    def __init__(self, clock: Clock, terms: Terms, store: Store, tickets: Tickets) -> None:
        self._clock = clock
        self._terms = terms
        self._tickets = tickets
        self._ledger = GroupCommit(store, clock.now)

    async def sell(self, request: BaseRequest) -> Sale:
        """One unit for whoever shows a ticket, reserved until it is paid for.

        BadRequestError: it is no order.  StoreDownError: it may have been taken; ask again.
        """
        body = await read_object(request)
        user, key, now = whole(body, "user"), read_key(request), self._clock.now()
        try:
            ticket = self._tickets.verify(request.headers.get(TICKET, ""), now)
        except TicketError as error:
            return _refused("ticket", str(error))
        if ticket.user != user:
            return _refused("ticket", "wanted a ticket of this user, got another's")
        return _said(await self._ledger.order(self._wanted(ticket, key, body, now)))

    def _wanted(self, ticket: Ticket, key: str, body: dict[str, Any], now: int) -> Order:
        return Order(
            ticket=ticket.serial.hex(),
            key=key,
            body=_digest(body),
            user=ticket.user,
            holder=ticket.user if self._terms.one_per_user else None,
            pay_by=now + self._terms.reserve_for,
        )


def _said(verdict: Verdict) -> Sale:
    match verdict:
        case Order():
            pay_by = format_instant(verdict.pay_by)
            return "sold", "", outcome("sold", order=verdict.ticket, pay_by=pay_by)
        case Refusal.SOLD_OUT:
            return "sold_out", "", outcome("sold_out")
        case Refusal.OTHER_BODY:
            error = "wanted the body that came first with this key, got another"
            return "refused", "key", answer(409, {"error": error})
        case Refusal.TICKET_SPENT:
            return _refused("ticket", SPENT)
        case Refusal.ONE_PER_USER:
            return _refused("one_per_user", HELD)


def _refused(kind: str, error: str) -> Sale:
    return "refused", kind, refused(kind, error=error)


def _digest(body: dict[str, Any]) -> str:
    """The same for bodies that say the same, however they are spelled."""
    spelled = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()
