"""The stock: one hot row that every buyer updates, one at a time."""

from simpy import Event

from sim.outcomes import Outcome
from sim.rng import Sampler, Uniforms
from sim.stations.clock import Clock, Hold
from sim.stations.pool import WorkerPool
from sim.stations.request import Request
from sim.stations.station import Books, Steps


class Stock:
    """``units`` of one article behind the lock of its row.

    A buyer takes the lock, updates the row for ``update_time`` and leaves with a unit reserved
    (``sold``) or without (``sold_out``).  Once nothing is left, and if ``cached``, buyers are told
    so from a cache in ``cache_time`` without touching the row.  A share ``unpaid`` of buyers never
    pays; their unit comes back after ``reserve_for``.  Before ``opens_at`` everyone is refused.
    """

    def __init__(
        self,
        env: Clock,
        books: Books,
        row: WorkerPool,
        units: int,
        *,
        opens_at: int,
        update_time: Sampler,
        cache_time: Sampler,
        cached: bool,
        unpaid: float,
        reserve_for: int,
        payment: Uniforms,
    ) -> None:
        self.env = env
        self.books = books
        self.row = row
        self.units = units
        self.left = units
        self.reserved = 0
        self.released = 0
        self.sold_out_at = -1
        self.opens_at = opens_at
        self.update_time = update_time
        self.cache_time = cache_time
        self.cached = cached
        self.unpaid = unpaid
        self.reserve_for = reserve_for
        self.payment = payment
        self.reading = 0
        books.parts.append(self)
        books.pools.append(row)

    def __call__(self, request: Request) -> Steps:
        self.books.arrived += 1
        if self.env._now < self.opens_at:
            return self.books.close(Outcome.REFUSED)
        if self.cached and not self.left:
            return (yield from self._read_cache(request))
        if not self.row.take():
            refusal = yield from self.row.wait(request)
            if refusal is not None:
                return self.books.close(refusal)
        yield Hold(self.env, self.update_time(request.id, request.attempt, request.index))
        outcome = self._update(request)
        self.row.give(self.row.epoch)
        return self.books.close(outcome)

    def _read_cache(self, request: Request) -> Steps:
        self.reading += 1
        yield self.env.timeout(self.cache_time(request.id, request.attempt, request.index))
        self.reading -= 1
        return self.books.close(Outcome.SOLD_OUT)

    def _update(self, request: Request) -> Outcome:
        if not self.left:
            return Outcome.SOLD_OUT
        self.left -= 1
        self.reserved += 1
        if not self.left and self.sold_out_at < 0:
            self.sold_out_at = self.env._now
        if self.unpaid and self.payment(request.id, request.attempt) < self.unpaid:
            timer = self.env.timeout(self.reserve_for)
            assert timer.callbacks is not None
            timer.callbacks.append(self._release)
        return Outcome.SOLD

    def _release(self, _: Event) -> None:
        self.left += 1
        self.released += 1

    def in_flight(self) -> int:
        return self.row.in_flight() + self.reading

    def __repr__(self) -> str:
        return f"Stock(units={self.units}, left={self.left})"
