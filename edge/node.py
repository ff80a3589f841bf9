"""The edge node: answers polls, counts who waits, and lets a share of clicks through, for real."""

from collections.abc import Awaitable, Callable

from aiohttp.web import BaseRequest, Response

from edge.answer import JSON, BadRequestError, answer, outcome, problem, refused
from edge.clock import Clock
from edge.code import Codes
from edge.counts import Counts
from edge.door import Door
from edge.draws import Draw
from edge.heartbeat import Heartbeat
from edge.http import BUY, CODE, HEALTH, IDEMPOTENCY_KEY, MAX_HEADERS, ORDERS, POLL, TICKET
from edge.idempotency import read_key
from edge.limits import too_large
from edge.pages import Pages
from edge.people import People
from edge.request_body import MOST, read_object, text, whole
from edge.sale import Sale
from edge.till import Till
from edge.work import Work

ATTEMPTS = 2**32 - 1

Route = Callable[[BaseRequest], Awaitable[Response]]


class Node:
    """One node: a handler for aiohttp's server, and what it needs to know.

    A click is decided as in the simulator: refused before the opening, told "sold out" once the
    origin said so, then refused, held or sent on to the origin by the admission policy.
    """

    def __init__(
        self,
        clock: Clock,
        sale: Sale,
        door: Door,
        till: Till,
        codes: Codes,
        heartbeat: Heartbeat,
        draw: Draw,
        work: Work,
    ) -> None:
        self.clock = clock
        self.sale = sale
        self.door = door
        self.till = till
        self.codes = codes
        self.heartbeat = heartbeat
        self.draw = draw
        self.work = work
        self.people = People()
        self.counts = Counts()
        self.draining = False
        self._pages = Pages()
        self._routes = self._make_routes()

    def _make_routes(self) -> dict[str, tuple[str, Route]]:
        """The method and the handler of every path."""
        pages: dict[str, tuple[str, Route]] = dict.fromkeys(self._pages, ("GET", self._page))
        return pages | {
            POLL: ("GET", self._poll_slowly),
            CODE: ("GET", self._ask),
            HEALTH: ("GET", self._health),
            BUY: ("POST", self._buy),
            ORDERS: ("POST", self._order),
        }

    async def __call__(self, request: BaseRequest) -> Response:
        """The answer to a request; its connection closes after it if the node is going."""
        try:
            response = await self._answer(request)
        except BadRequestError as error:
            response = problem(error)
        if self.draining:
            response.force_close()
        return response

    async def _answer(self, request: BaseRequest) -> Response:
        if too_large(request):
            raise BadRequestError(431, f"wanted at most {MAX_HEADERS} bytes of headers, got more")
        path, _, query = request.raw_path.partition("?")
        if path == POLL and request.method == "GET":
            return self._poll(query)
        return await self._answer_rarer(request)

    def _poll(self, query: str) -> Response:
        self.counts.polls += 1
        user = query[5:]
        if query[:5] == "user=" and user.isdecimal() and len(user) < 19:
            self.people.come(int(user))
        return Response(body=self.sale.poll(), headers=JSON)

    async def _answer_rarer(self, request: BaseRequest) -> Response:
        if request.path not in self._routes:
            wanted = ", ".join(self._routes)
            raise BadRequestError(404, f"wanted one of {wanted}, got another path")
        method, route = self._routes[request.path]
        if request.method != method:
            error = BadRequestError(405, f"{request.path}: wanted {method}, got another method")
            return problem(error, Allow=method)
        return await route(request)

    async def _page(self, request: BaseRequest) -> Response:
        return self._pages[request.path]

    async def _poll_slowly(self, request: BaseRequest) -> Response:
        """A poll whose path was spelled in another way, with a host for one."""
        return self._poll(request.query_string)

    async def _ask(self, request: BaseRequest) -> Response:
        given = request.query.get("user", "")
        if not (given.isascii() and given.isdecimal() and len(given) < 20 and int(given) <= MOST):
            raise BadRequestError(400, f"user: wanted a whole number from 0 to {MOST} in the query")
        question, challenge = self.codes.ask(int(given), self.clock.now())
        return answer(200, {"question": question, "challenge": challenge})

    async def _health(self, request: BaseRequest) -> Response:
        up = self.heartbeat.is_beating()
        return answer(200 if up else 503, {"up": up, "identity": self.heartbeat.identity})

    async def _buy(self, request: BaseRequest) -> Response:
        body = await read_object(request)
        user, attempt = whole(body, "user"), whole(body, "attempt", 0, ATTEMPTS)
        challenge, code = text(body, "challenge"), text(body, "code")
        self.counts.clicks += 1
        self.people.click(user)
        self.work(user)
        if self.sale.is_open() and not self.sale.sold_out:
            if not self.codes.check(user, challenge, code, self.clock.now()):
                return self._refuse("code")
            reason = await self.door.decide(self.draw(user, attempt))
            if reason is None:
                return await self._admit(user)
            return self._refuse(reason)
        return self._refuse(self._shut())

    def _shut(self) -> str:
        """Why nobody gets in now."""
        if self.sale.stopped:
            return "stopped"
        return "sold_out" if self.sale.is_open() else "closed"

    def _refuse(self, reason: str) -> Response:
        """The answer to a click that ends here: an outcome, or the kind of a refusal."""
        if reason in ("sold_out", "shed"):
            self.counts.ends[reason, ""] += 1
            return outcome(reason)
        self.counts.ends["refused", reason] += 1
        return refused(reason)

    async def _admit(self, user: int) -> Response:
        self.counts.admitted += 1
        label, kind, response = await self.till.sell(user)
        self.counts.ends[label, kind] += 1
        return response

    async def _order(self, request: BaseRequest) -> Response:
        body = await read_object(request)
        ticket = request.headers.get(TICKET, "")
        key = read_key(request) if IDEMPOTENCY_KEY in request.headers else None
        label, kind, response = await self.till.repeat(ticket, key, whole(body, "user"))
        self.counts.ends[label, kind] += 1
        return response

    def announce(self, sold_out: bool) -> None:
        """Hear whether anything is left; if not, the lobby goes home."""
        self.sale.sold_out = sold_out
        if sold_out:
            self.door.send_home("sold_out")

    def stop(self, stopped: bool) -> None:
        """Stop the sale by hand, or let it go on; who waits is sent home when it stops."""
        self.sale.stopped = stopped
        if stopped:
            self.door.send_home("stopped")

    def __repr__(self) -> str:
        return f"Node({self.sale!r}, {self.door!r}, {self.people!r})"
