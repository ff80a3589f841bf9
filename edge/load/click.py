"""The click: sent until it has an answer, or its sender has had enough."""

from edge.load.exchange import Exchange
from edge.load.retries import Retries
from edge.load.sender import Sender
from edge.load.share import CLIENT
from edge.load.shop import Code
from edge.load.world import World
from sim.model.call import Caller
from sim.outcomes import Outcome
from sim.stations.request import NEVER, Response


class Clicks:
    """The clicks of one workload: Deadline(Retry(Timeout(click))), as in the simulator.

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

    def send(self, sender: Sender, code_at: int, start: int) -> None:
        """Fetch a code at ``code_at``, click at ``start`` (ns), and write down what came of it.

        A click that has to wait for its code begins at ``start`` all the same.
        """
        code = self._code(sender, code_at)
        self.clock.wait_until(start)
        self.journal.click()
        exchange, tries = self._try(sender, code, start)
        outcome, by = exchange.outcome, exchange.by
        if outcome is Outcome.TIMED_OUT and exchange.finished >= start + self.limit:
            outcome, by = self.given_up, CLIENT
        self.journal.end(sender, start, exchange.finished, Response(outcome, by), tries)

    def _code(self, sender: Sender, due: int) -> Code:
        self.clock.wait_until(due)
        return self.shop.code(sender.edge, sender.identity, due)

    def _try(self, sender: Sender, code: Code, start: int) -> tuple[Exchange, int]:
        tries, delay, deadline = 1, 0, start + self.limit
        due = max(start, code.since)
        if self._retries:
            self._retries.begin()
        while True:
            exchange = self._once(sender, code, due, deadline)
            again = self._again(sender, tries, delay, exchange, deadline)
            if again is None:
                return exchange, tries
            code = self._code(sender, exchange.finished)
            tries, delay, due = tries + 1, again, max(exchange.finished + again, code.since)
            self.clock.wait_until(due)

    def _once(self, sender: Sender, code: Code, due: int, deadline: int) -> Exchange:
        limit = deadline - due if self.timeout is None else min(self.timeout, deadline - due)
        waits = None if limit >= NEVER // 2 else limit
        return self.shop.buy(sender.edge, sender.identity, code, due, waits)

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
