"""The till of an edge node: signs a ticket for whoever is admitted, and takes orders upstream."""

from secrets import token_bytes
from typing import Any

from aiohttp.web import Response

from edge.answer import answer, outcome, refused
from edge.clock import Clock
from edge.http import RETRY_AFTER
from edge.tickets import Ticket, TicketError, Tickets
from edge.upstream import OriginError, Reply, Upstream


class Till:
    """Tickets that live for ``life`` (ns), and the orders that are placed with them."""

    def __init__(self, clock: Clock, tickets: Tickets, origin: Upstream, life: int) -> None:
        self._clock = clock
        self._tickets = tickets
        self._origin = origin
        self._life = life

    async def sell(self, user: int) -> tuple[str, str, Response]:
        """Sign a ticket for an admitted user and order with it: outcome, kind, and the answer."""
        ticket = Ticket(user, self._clock.now() + self._life, token_bytes(16))
        text = self._tickets.sign(ticket)
        return await self._order(text, ticket.serial.hex(), user, {"ticket": text})

    async def repeat(self, text: str, key: str | None, user: int) -> tuple[str, str, Response]:
        """Order with a ticket that was signed before; the origin knows whether it was used."""
        try:
            ticket = self._tickets.verify(text, self._clock.now())
        except TicketError as error:
            return "refused", "ticket", refused("ticket", error=str(error))
        if ticket.user != user:
            problem = "wanted the user of the ticket, got another one"
            return "refused", "ticket", refused("ticket", error=problem)
        return await self._order(text, key or ticket.serial.hex(), user, {})

    async def _order(
        self, text: str, key: str, user: int, more: dict[str, Any]
    ) -> tuple[str, str, Response]:
        try:
            reply = await self._origin.order(text, key, user)
        except OriginError as error:
            end = outcome(error.outcome, error=str(error), **more)
            return error.outcome, "", end
        label, kind = str(reply.body.get("outcome", "failed")), str(reply.body.get("kind", ""))
        return label, kind, _passed_on(reply, more)


def _passed_on(reply: Reply, more: dict[str, Any]) -> Response:
    headers = {} if reply.retry_after is None else {RETRY_AFTER: reply.retry_after}
    return answer(reply.status, reply.body | more, **headers)
