"""The cases: each topology for hand-written SimPy, both engines, and the peers that can model it.

CPU time of one thread is measured, everything included that a user gets: the crowd, keyed draws,
books, timeline, request log.  The slow contenders play a fraction of what the compiled engine
plays, at the same rates: their cost a request does not depend on how many there are.
"""

from functools import partial

from sim.benchmarks import handwritten, peers, topologies
from sim.benchmarks.contender import Case, Contender, timed
from sim.engines.compiled.engine import execute as compiled
from sim.engines.reference.engine import execute as reference
from sim.engines.trace import Trace
from sim.model import Scenario

BASELINE, REFERENCE, COMPILED = "SimPy by hand", "reference", "compiled"
MILLION = 1_000_000


def cases(size: float = 1.0, full: bool = False) -> list[Case]:
    """All cases, at a share of their sizes; ``full`` lets the slow contenders play everything."""

    def slow(divisor: int) -> int:
        return _at_least_one(MILLION * size / (1 if full else divisor))

    fast = _at_least_one(MILLION * size)
    return [
        _edge(fast, slow(50), slow(200)),
        _data_centre(fast, slow(20)),
        _queue(fast, slow(10)),
        _stage(fast, slow(10)),
    ]


def _edge(fast: int, hand: int, slow: int) -> Case:
    """Users who poll 100 edge nodes for half a minute; the size is users, what counts requests."""

    def by_hand(users: int) -> int:
        return len(handwritten.edge(users, 100, 30, 0.0002))

    def scenario(users: int) -> Scenario:
        return topologies.edge(users, 100, 30, 0.0002)

    return Case(
        f"edge with polls, {fast:,} users",
        (
            Contender(BASELINE, hand, timed(by_hand)),
            Contender(REFERENCE, slow, timed(lambda size: _reference(scenario(size)))),
            Contender(COMPILED, fast, timed(lambda size: _compiled(scenario(size)))),
        ),
    )


def _data_centre(fast: int, slow: int) -> Case:
    """Orders through gateway, balancer, 20 service instances and the stock."""
    rate, instances, stock = 8_000, 20, 1_000

    def by_hand(orders: int) -> int:
        return len(handwritten.data_centre(orders, rate, instances, stock))

    def scenario(orders: int) -> Scenario:
        return topologies.data_centre(orders, rate, instances, stock)

    return Case(
        f"data centre, {fast:,} orders",
        (
            Contender(BASELINE, slow, timed(by_hand)),
            Contender(REFERENCE, slow, timed(lambda size: _reference(scenario(size)))),
            Contender(COMPILED, fast, timed(lambda size: _compiled(scenario(size)))),
        ),
    )


def _queue(fast: int, slow: int) -> Case:
    """M/M/10 at a load of 0.8."""
    ciw, happysim = peers.ciw_missing(), peers.happysim_missing()

    def scenario(requests: int) -> Scenario:
        return topologies.queue(requests, 1_000, 8, 10)

    return Case(
        f"M/M/10, {fast:,} arrivals",
        (
            Contender(
                BASELINE, slow, timed(lambda size: len(handwritten.queue(size, 1_000, 0.008, 10)))
            ),
            Contender("Ciw", slow, peers.ciw_queue, ciw),
            Contender("happysim", slow, partial(peers.happysim, "queue"), happysim),
            Contender(REFERENCE, slow, timed(lambda size: _reference(scenario(size)))),
            Contender(COMPILED, fast, timed(lambda size: _compiled(scenario(size)))),
        ),
    )


def _stage(fast: int, slow: int) -> Case:
    """One edge node that lets 2 % through to a gateway."""
    ciw, happysim = peers.ciw_missing(), peers.happysim_missing()

    def scenario(requests: int) -> Scenario:
        return topologies.stage(requests, 40_000, 0.02)

    return Case(
        f"coin toss at the edge, {fast:,} arrivals",
        (
            Contender(
                BASELINE, slow, timed(lambda size: len(handwritten.stage(size, 40_000, 0.02)))
            ),
            Contender("Ciw", slow, peers.ciw_stage, ciw),
            Contender("happysim", slow, partial(peers.happysim, "stage"), happysim),
            Contender(REFERENCE, slow, timed(lambda size: _reference(scenario(size)))),
            Contender(COMPILED, fast, timed(lambda size: _compiled(scenario(size)))),
        ),
    )


def _reference(scenario: Scenario) -> int:
    return count(reference(scenario))


def _compiled(scenario: Scenario) -> int:
    return count(compiled(scenario, threads=1))


def count(trace: Trace) -> int:
    """The requests and polls of a run."""
    return trace.polls.count + len(trace.requests["request"])


def _at_least_one(size: float) -> int:
    return max(1, round(size))
