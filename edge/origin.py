"""The origin: the data centre's service that holds the stock and takes each order once."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress

from aiohttp import web

from edge.answers import answer, failed, instant, limited, problem, refused
from edge.bearer import guarded
from edge.body import MalformedError, digest, read_body, text, whole
from edge.clock import Clock
from edge.http import CENSUS, HEALTH, IDEMPOTENCY_KEY, MAX_BODY, METRICS, ORDERS, PAYMENT, TICKET
from edge.nodes import Nodes, Report
from edge.origin_metrics import OriginMetrics
from edge.stores import Order, Refusal, Store, StoreDownError, Verdict
from edge.stores.group_commit import GroupCommit
from edge.terms import Terms
from edge.tickets import TicketError, Tickets
from sim.units import SECOND

log = logging.getLogger("floodgate.origin")

SWEEP_INTERVAL = SECOND
"""How often unpaid units are put back; orders and answers count them without waiting for it."""
LARGEST_USER = 2**63 - 1
LONGEST_KEY = 255
MOST_WAITING = 10**12

REFUSED = {
    Refusal.TICKET_SPENT: ("ticket", "wanted a fresh ticket, got one that is spent"),
    Refusal.ONE_PER_USER: ("one_per_user", "wanted a user without an order, got one who has one"),
}


class Origin:
    """The handlers of one sale, over one store.

    An order is decided by the ledger alone.  The limiter of the terms is asked before anything
    else; tickets are verified here and spent there.
    """

    def __init__(
        self,
        terms: Terms,
        store: Store,
        tickets: Tickets,
        tokens: Sequence[bytes],
        clock: Clock | None = None,
    ) -> None:
        self.terms = terms
        self.store = store
        self.tickets = tickets
        self.tokens = tokens
        self.clock = clock or Clock()
        self.nodes = Nodes(terms, tokens[0].decode())
        self.metrics = OriginMetrics()
        self.draining = False
        self._ledger = GroupCommit(store, self.clock.now)

    async def order(self, request: web.Request) -> web.Response:
        """POST /orders: one unit for whoever shows a ticket, reserved until it is paid for."""
        limiter = self.terms.limiter
        if limiter is None:
            return await self._order(request)
        if wait := limiter.acquire(self.clock.elapsed()):
            return self.metrics.counted(limited(wait), "refused", "limiter")
        try:
            return await self._order(request)
        finally:
            limiter.release(self.clock.elapsed())

    async def _order(self, request: web.Request) -> web.Response:
        try:
            order = await self._wanted(request)
        except TicketError as error:
            return self.metrics.counted(refused("ticket", str(error)), "refused", "ticket")
        return self._answered(await self._ledger.order(order))

    async def _wanted(self, request: web.Request) -> Order:
        now = self.clock.now()
        body = await read_body(request)
        user = whole(body, "user", LARGEST_USER)
        ticket = self.tickets.verify(request.headers.get(TICKET, ""), now)
        if ticket.user != user:
            raise TicketError("wanted a ticket of this user, got another's")
        return Order(
            ticket=ticket.serial.hex(),
            key=_key(request),
            body=digest(body),
            user=user,
            holder=user if self.terms.one_per_user else None,
            pay_by=now + self.terms.reserve_for,
        )

    def _answered(self, verdict: Verdict) -> web.Response:
        if isinstance(verdict, Order):
            sold = answer("sold", order=verdict.ticket, pay_by=instant(verdict.pay_by))
            return self.metrics.counted(sold, "sold")
        if verdict is Refusal.SOLD_OUT:
            return self.metrics.counted(answer("sold_out"), "sold_out")
        if verdict is Refusal.OTHER_BODY:
            return problem(409, "wanted the body that came first with this key, got another")
        kind, error = REFUSED[verdict]
        return self.metrics.counted(refused(kind, error), "refused", kind)

    async def show(self, request: web.Request) -> web.Response:
        """GET /orders/ID: how an order stands."""
        return self._shown(await self.store.find(request.match_info["order"]))

    async def pay(self, request: web.Request) -> web.Response:
        """POST /orders/ID/payment: paid; 410 where the unit has gone back on sale."""
        now = self.clock.now()
        return self._shown(await self.store.pay(request.match_info["order"], now), 410)

    def _shown(self, order: Order | None, released: int = 200) -> web.Response:
        if order is None:
            return problem(404, "wanted an order, got a name that none has")
        state = order.state_at(self.clock.now())
        shown = {"order": order.ticket, "state": state, "pay_by": instant(order.pay_by)}
        return web.json_response(shown, status=released if state == "released" else 200)

    async def census(self, request: web.Request) -> web.Response:
        """POST /census: a node reports who waits there, and hears how the stock stands."""
        body = await read_body(request)
        waiting = whole(body, "waiting", MOST_WAITING)
        report = Report(text(body, "admin"), waiting, self.clock.elapsed())
        self.nodes.hear(text(body, "node"), report)
        left = await self._left()
        return web.json_response({"stock": left, "sold_out": not left} | self.nodes.news(left))

    async def health(self, request: web.Request) -> web.Response:
        """GET /health: 200 while orders can be taken."""
        if self.draining:
            return web.json_response({"status": "draining"}, status=503)
        return web.json_response({"status": "up", "stock": await self._left()})

    async def show_metrics(self, request: web.Request) -> web.Response:
        """GET /metrics, as Prometheus reads them."""
        return self.metrics.page(self.nodes)

    async def _left(self) -> int:
        left = (await self.store.look((), self.clock.now())).left
        self.metrics.left.set(left)
        return left

    async def sweep(self) -> None:
        """Put back what nobody paid for."""
        self.metrics.left.set(await self.store.release(self.clock.now()))

    async def push(self) -> None:
        """Tell the nodes how the stock stands."""
        await self.nodes.tell(await self._left())


def origin_app(origin: Origin) -> web.Application:
    """The origin as an application: it opens the store, sweeps and pushes while it runs."""
    app = web.Application(middlewares=[_answer_errors], client_max_size=MAX_BODY)
    app.router.add_post(ORDERS, origin.order)
    app.router.add_get(ORDERS + "/{order}", origin.show)
    app.router.add_post(PAYMENT, origin.pay)
    app.router.add_post(CENSUS, guarded(origin.census, origin.tokens))
    app.router.add_get(HEALTH, origin.health)
    app.router.add_get(METRICS, origin.show_metrics)

    async def working(app: web.Application) -> AsyncIterator[None]:
        await origin.store.open(origin.terms.event, origin.terms.stock)
        work = [
            asyncio.create_task(_every(SWEEP_INTERVAL, origin.sweep)),
            asyncio.create_task(_every(origin.terms.push_interval, origin.push)),
        ]
        yield
        await _stop(work)
        await origin.store.close()

    async def drain(app: web.Application) -> None:
        origin.draining = True

    app.cleanup_ctx.append(working)
    app.on_shutdown.append(drain)
    return app


@web.middleware
async def _answer_errors(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        return await handler(request)
    except MalformedError as error:
        return problem(400, str(error))
    except web.HTTPClientError as error:
        return _in_json(error)
    except StoreDownError as error:
        log.warning("store down: %s", error)
        return failed("the store does not answer")


def _in_json(error: web.HTTPClientError) -> web.Response:
    answered = problem(error.status, error.reason)
    if isinstance(error, web.HTTPMethodNotAllowed):
        answered.headers["Allow"] = error.headers["Allow"]
    return answered


async def _every(interval: int, action: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await action()
        except StoreDownError as error:
            log.warning("store down: %s", error)
        await asyncio.sleep(interval / SECOND)


async def _stop(work: Sequence[asyncio.Task[None]]) -> None:
    for task in work:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _key(request: web.Request) -> str:
    key = request.headers.get(IDEMPOTENCY_KEY, "")
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        wanted = f"{IDEMPOTENCY_KEY}: wanted 1 to {LONGEST_KEY} ASCII characters"
        raise MalformedError(f"{wanted}, got {len(key)}")
    return key
