"""The origin: the data centre's service that holds the stock and takes each order once."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiohttp.web import BaseRequest, Response

from edge.answer import BadRequestError, answer, outcome, problem
from edge.bearer import check_bearer
from edge.clock import Clock
from edge.desk import Desk
from edge.http import CENSUS, HEALTH, LIMITED, MAX_HEADERS, METRICS, ORDERS, RETRY_AFTER
from edge.instant import format_instant
from edge.limits import too_large
from edge.log import log
from edge.nodes import Nodes, Report
from edge.origin_metrics import OriginMetrics
from edge.request_body import read_object, text, whole
from edge.stores import Order, Store, StoreDownError
from edge.terms import Terms
from edge.tickets import Tickets
from sim.units import SECOND

Action = Callable[[BaseRequest], Awaitable[Response]]


class Origin:
    """One sale over one store: a handler for aiohttp's server.

    The limiter of the terms is asked before anything else is done about an order; the ledger
    alone decides about the rest.  While the store is down it answers 503, and is itself again
    as soon as the store is.
    """

    def __init__(
        self, clock: Clock, terms: Terms, store: Store, tickets: Tickets, tokens: Sequence[bytes]
    ) -> None:
        self.clock = clock
        self.terms = terms
        self.store = store
        self.tokens = tokens
        self.desk = Desk(clock, terms, store, tickets)
        self.nodes = Nodes(terms, tokens[0].decode())
        self.metrics = OriginMetrics(self.nodes)
        self.draining = False
        self.has_store = True
        self._actions: dict[str, dict[str, Action]] = {
            ORDERS: {"POST": self._order},
            CENSUS: {"POST": self._census},
            HEALTH: {"GET": self._health},
            METRICS: {"GET": self._metrics},
            ORDERS + "/ORDER": {"GET": self._show},
            ORDERS + "/ORDER/payment": {"POST": self._pay},
        }

    async def __call__(self, request: BaseRequest) -> Response:
        """The answer to a request; its connection closes after it if the origin is going."""
        try:
            response = await self._answer(request)
        except BadRequestError as error:
            response = problem(error)
        except StoreDownError as error:
            self.lose(error)
            response = outcome("failed", error="the store is down")
        if self.draining:
            response.force_close()
        return response

    async def _answer(self, request: BaseRequest) -> Response:
        if too_large(request):
            raise BadRequestError(431, f"wanted at most {MAX_HEADERS} bytes of headers, got more")
        actions = self._actions.get(_pattern(request.path))
        if actions is None:
            wanted = ", ".join(self._actions)
            raise BadRequestError(404, f"wanted one of {wanted}, got another path")
        action = actions.get(request.method)
        if action is None:
            wanted = ", ".join(actions)
            error = BadRequestError(405, f"wanted {wanted}, got another method")
            return problem(error, Allow=wanted)
        return await action(request)

    async def _order(self, request: BaseRequest) -> Response:
        limiter = self.terms.limiter
        if limiter is None:
            return await self._sell(request)
        if wait := limiter.acquire(self.clock.elapsed()):
            return self._counted("refused", "limiter", _limited(wait))
        try:
            return await self._sell(request)
        finally:
            limiter.release(self.clock.elapsed())

    async def _sell(self, request: BaseRequest) -> Response:
        if LIMITED in request.headers:
            self.metrics.limited.inc()
        try:
            return self._counted(*await self.desk.sell(request))
        except StoreDownError:
            self.metrics.orders.labels("failed", "").inc()
            raise

    def _counted(self, label: str, kind: str, response: Response) -> Response:
        self.metrics.orders.labels(label, kind).inc()
        return response

    async def _show(self, request: BaseRequest) -> Response:
        return self._shown(await self.store.find(_name(request)))

    async def _pay(self, request: BaseRequest) -> Response:
        order = await self.store.pay(_name(request), self.clock.now())
        return self._shown(order, released=410)

    def _shown(self, order: Order | None, released: int = 200) -> Response:
        if order is None:
            raise BadRequestError(404, "wanted the name of an order, got another")
        state = order.state_at(self.clock.now())
        shown = {"order": order.ticket, "state": state, "pay_by": format_instant(order.pay_by)}
        return answer(released if state == "released" else 200, shown)

    async def _census(self, request: BaseRequest) -> Response:
        check_bearer(request, self.tokens)
        body = await read_object(request)
        report = Report(text(body, "admin"), whole(body, "waiting"), self.clock.elapsed())
        self.nodes.hear(text(body, "node"), report)
        left = await self._left()
        return answer(200, {"stock": left, "sold_out": not left} | self.nodes.news(left))

    async def _health(self, request: BaseRequest) -> Response:
        up = not self.draining
        return answer(200 if up else 503, {"up": up, "stock": await self._left()})

    async def _metrics(self, request: BaseRequest) -> Response:
        return self.metrics.answer()

    async def _left(self) -> int:
        left = (await self.store.look((), self.clock.now())).left
        self._hear(left)
        return left

    async def sweep(self) -> None:
        """Put back what nobody paid for."""
        self._hear(await self.store.release(self.clock.now()))

    def _hear(self, left: int) -> None:
        self.metrics.left.set(left)
        if not self.has_store:
            log.warning("the store is back")
        self.has_store = True

    def lose(self, error: StoreDownError) -> None:
        """Say that the store is down, once until it is back."""
        if self.has_store:
            log.warning("the store is down: %s", error)
        self.has_store = False

    async def push(self) -> None:
        """Tell the nodes how the stock stands."""
        await self.nodes.tell(await self._left())

    def __repr__(self) -> str:
        return f"Origin({self.terms.event!r}, stock={self.terms.stock})"


def _pattern(path: str) -> str:
    """The path with the name of an order left out: ``/orders/ORDER/payment``."""
    root, slash, rest = path[1:].partition("/")
    if not slash or f"/{root}" != ORDERS:
        return path
    return "/".join([ORDERS, "ORDER", *rest.split("/")[1:]])


def _name(request: BaseRequest) -> str:
    return request.path.split("/")[2]


def _limited(wait: int) -> Response:
    """A limiter's refusal: worth asking again in ``wait`` ns."""
    body: dict[str, Any] = {"outcome": "refused", "kind": "limiter"}
    headers = {RETRY_AFTER: str(max(1, -(-wait // SECOND))), LIMITED: "limiter"}
    return answer(429, body, **headers)
