"""Open and closed workloads: see ``sim.workload``.

A request of client n has no frame above it: its parent is ``CLIENTS`` - n.  The times of an open
workload's next arrivals stand in ``numbers`` from ``first`` on, ``loaded`` of them after
``skipped`` that were there before; ``at`` is the next one, and with ``more`` there are others to
load.
"""

from sim.engines.compiled.agenda import NORMAL, URGENT, await_arrival, schedule
from sim.engines.compiled.blocks import duration
from sim.engines.compiled.frames import (
    BY_SHIFT,
    CLIENTS,
    OUTCOME,
    WAIT,
    arrive,
    book,
    call,
    free_request,
    new_request,
)
from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.kinds import START, THINK
from sim.engines.compiled.wheel import NEVER

FEW = 4096
"""With fewer arrivals ahead than that, a workload asks for more."""


@compiled
def work(s, n):
    """A workload's own event: requests arrive, or its users begin to think."""
    node = s.nodes[n]
    if node.users >= 0:
        for user in range(node.users):
            _think(s, n, user)
    else:
        _arrive(s, n)


@inlined
def arrive_next(s):
    """The next arrival is due."""
    domain = s.domains[0]
    domain.now = domain.comes_at
    domain.comes_at = NEVER
    _arrive(s, domain.comer)


@inlined
def _arrive(s, n):
    """Await the next requests, then let those of this instant begin."""
    node = s.nodes[n]
    run = s.run[0]
    now = s.domains[0].now
    first = node.at
    while node.at < node.loaded and s.numbers[node.first + node.at] <= now:
        node.at += 1
    if now == 0:  # what begins with the run begins after all that was there before
        for place in range(first, node.at):
            schedule(s, 0, now, URGENT, START, n, node.skipped + place)
    if node.at < node.loaded:
        await_arrival(s, n, s.numbers[node.first + node.at])
    if now > 0:
        run.work = n
        run.coming = node.skipped + first
        run.come = node.skipped + node.at
    run.hungry |= node.more and node.loaded - node.at < FEW


@inlined
def start(s, n, number):
    """Send a request: its signal."""
    return _send(s, n, number, number)


@inlined
def _send(s, n, number, user):
    node = s.nodes[n]
    arrive(s, n)
    node.inside += 1
    r = new_request(s, 0, node.offset + number, user, 0, 0, NEVER, node.priority, 0)
    s.requests[r].start = s.domains[0].now
    return call(s, node.inner, CLIENTS - n, r)


@inlined
def _think(s, n, number):
    node = s.nodes[n]
    time = duration(s, node.think, number, 0, 0)
    schedule(s, 0, s.domains[0].now + time, NORMAL, THINK, n, number)


@inlined
def think(s, n, number):
    """A user of a closed workload has thought: the signal of her next request."""
    node = s.nodes[n]
    if s.domains[0].now >= node.stop:
        return WAIT
    return _send(s, n, number, number % node.users)


@inlined
def answered(s, f, n, response):
    """Log a request that has been answered."""
    node = s.nodes[n]
    r = s.frames[f].request
    request = s.requests[r]
    number = request.id - node.offset
    run = s.run[0]
    node.inside -= 1
    row = run.logged
    run.logged = row + 1
    s.log_request[row] = number
    s.log_start[row] = request.start
    s.log_latency[row] = s.domains[0].now - request.start
    s.log_workload[row] = node.workload
    s.log_outcome[row] = response & OUTCOME
    s.log_by[row] = response >> BY_SHIFT
    s.log_attempts[row] = request.tries
    book(s, n, response)
    if node.users >= 0:
        _think(s, n, number + node.users)
    free_request(s, 0, r)
    return WAIT
