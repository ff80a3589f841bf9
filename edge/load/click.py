"""The click: sent until it has an answer, or its sender has had enough."""

from functools import partial

from edge.load.exchange import Exchange
from edge.load.plan import Task
from edge.load.retries import Retries
from edge.load.sender import Sender
from edge.load.share import CLIENT
from edge.load.shop import Code
from edge.load.world import World
from sim.model.call import Caller
from sim.outcomes import Outcome
from sim.stations.request import NEVER, Response
from sim.units import SECOND

CODE_AHEAD = 1 * SECOND
"""How long before a click that is planned its code is fetched."""


class Clicks:
    """The clicks of one workload: Deadline(Retry(Timeout(click))), as in the simulator.

    So a retry is the whole click again, for which the node draws anew, also where the attempt
    before was admitted and only its order failed.  The service's own page does otherwise: it
    orders again with the ticket that it has, which no retry policy of a scenario stands for.
    Where such an order was kept and its answer lost, the retry ends as refused (one_per_user).

    ``limit`` is how long (ns) a sender waits for all attempts together, ``given_up`` what it is
    called when that is over.
    """

    def __init__(
        self,
        world: World,
        seed: int,
        name: str,
        spec: Caller,
        limit: int | None,
        given_up: Outcome,
    ) -> None:
        self.clock, self.shop, self.journal = world
        self.timeout = spec.timeout
        self.limit = NEVER if limit is None else limit
        self.given_up = given_up
        self._retries = Retries(seed, name, spec.retry) if spec.retry else None

    def decide(self, sender: Sender, now: int, start: int) -> int:
        """Click at ``start`` because of something that happened ``now``; when it is over (ns)."""
        code = self._code(sender, now)
        self.clock.wait_until(start)
        self.journal.begin()
        return self._send(sender, code, start)

    def planned(self, sender: Sender, start: int) -> Task:
        """A click that is going to be sent at ``start`` (ns), whatever happens until then."""
        begins = start - CODE_AHEAD
        return Task(begins, start, partial(self._send_planned, sender, start), is_click=True)

    def _send_planned(self, sender: Sender, start: int) -> None:
        code = self._code(sender, start - CODE_AHEAD)
        self.clock.wait_until(start)
        self._send(sender, code, start)

    def _send(self, sender: Sender, code: Code, start: int) -> int:
        """Send until it is over, and write down how it ended; a click that has to wait for its
        code begins at ``start`` all the same."""
        exchange, tries = self._try(sender, code, start)
        outcome, by = exchange.outcome, exchange.by
        if outcome is Outcome.TIMED_OUT and exchange.finished >= start + self.limit:
            outcome, by = self.given_up, CLIENT
        self.journal.end(sender, start, exchange.finished, Response(outcome, by), tries)
        return exchange.finished

    def _code(self, sender: Sender, due: int) -> Code:
        self.clock.wait_until(due)
        return self.shop.code(sender.edge, sender.identity, due)

    def _try(self, sender: Sender, code: Code, start: int) -> tuple[Exchange, int]:
        tries, delay, deadline = 1, 0, start + self.limit
        due = max(start, code.since)
        if self._retries:
            self._retries.begin()
        while True:
            exchange = self._once(sender, tries - 1, code, due, deadline)
            again = self._again(sender, tries, delay, exchange, deadline)
            if again is None:
                return exchange, tries
            code = self._code(sender, exchange.finished)
            tries, delay, due = tries + 1, again, max(exchange.finished + again, code.since)
            self.clock.wait_until(due)

    def _once(self, sender: Sender, attempt: int, code: Code, due: int, deadline: int) -> Exchange:
        limit = deadline - due if self.timeout is None else min(self.timeout, deadline - due)
        waits = None if limit >= NEVER // 2 else limit
        return self.shop.buy(sender.edge, sender.identity, attempt, code, due, waits)

    def _again(
        self, sender: Sender, tries: int, before: int, exchange: Exchange, deadline: int
    ) -> int | None:
        """How long after its answer to ask again, if that is to be."""
        if self._retries is None:
            return None
        delay = self._retries.delay(sender.key, tries, before, exchange.outcome)
        if delay is None or exchange.finished + delay >= deadline:
            return None
        return delay if self._retries.allowed() else None

    def __repr__(self) -> str:
        return f"Clicks({self.journal!r})"
