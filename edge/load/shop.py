"""The shop: the edge nodes as people's browsers call them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from gevent.timeout import Timeout
from locust.contrib.fasthttp import FastHttpSession

from edge import http
from edge.load.clock import Clock
from edge.load.exchange import Exchange
from edge.load.journal import Journal
from edge.load.sums import solve
from sim.units import SECOND


class Code(NamedTuple):
    """What goes with a click, the challenge and the answer to it, and since when it was known."""

    fields: dict[str, str]
    since: int


class Shop:
    """Polls, codes and clicks at ``edges``, one address per node, through one Locust session.

    ``codes``: whether a click wants one.

    ``due`` is when a request was to be sent, ``limit`` how long after that its sender waits (None:
    for ever), both in ns.  Every request is sent over a connection of its own or an idle one:
    nobody waits for somebody else's answer.
    """

    def __init__(
        self,
        session: FastHttpSession,
        clock: Clock,
        journal: Journal,
        edges: Sequence[str],
        codes: bool,
    ) -> None:
        self.session = session
        self.clock = clock
        self.journal = journal
        self.edges = edges
        self.codes = codes
        session.request_event.add_listener(self._hear)

    def poll(self, node: int, user: int, due: int, limit: int | None) -> Exchange:
        """Ask whether the sale has begun."""
        return self._ask("GET", node, f"{http.POLL}?user={user}", due, limit)

    def code(self, node: int, user: int, due: int) -> Code:
        """Fetch a verification code and work it out; nothing where there are none."""
        if not self.codes:
            return Code({}, due)
        exchange = self._ask("GET", node, f"{http.CODE}?user={user}", due, None)
        answer = exchange.answer
        if not {"challenge", "question"} <= answer.keys():
            return Code({}, exchange.finished)
        code = str(solve(str(answer["question"])))
        return Code({"challenge": answer["challenge"], "code": code}, exchange.finished)

    def buy(
        self, node: int, user: int, attempt: int, code: Code, due: int, limit: int | None
    ) -> Exchange:
        """Click, for the first time (``attempt`` 0) or again."""
        body = {"user": user, "attempt": attempt, **code.fields}
        return self._ask("POST", node, http.BUY, due, limit, body)

    def _ask(
        self, method: str, node: int, path: str, due: int, limit: int | None, body: Any = None
    ) -> Exchange:
        exchange = Exchange(due, self.clock.now())
        self.journal.sent(exchange)
        timer = None if limit is None else Timeout.start_new((due + limit - exchange.sent) / SECOND)
        try:
            where, context = self.edges[node] + path, {"exchange": exchange}
            self.session.request(method, where, name=path, json=body, context=context)
        except Timeout as timeout:
            if timeout is not timer:
                raise
            exchange.give_up(self.clock.now())
        finally:
            if timer is not None:
                timer.close()
        return exchange

    def _hear(
        self, response: Any, exception: Exception | None, context: dict[str, Any], **_: Any
    ) -> None:
        """Told by Locust about every request that it has finished."""
        context["exchange"].hear(response, exception, self.clock.now())

    def __repr__(self) -> str:
        return f"Shop({len(self.edges)} nodes)"
