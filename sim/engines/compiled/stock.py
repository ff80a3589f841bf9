"""The stock: see ``sim.stations.stock``."""

from sim.engines.compiled.agenda import NORMAL, schedule
from sim.engines.compiled.blocks import duration, uniform
from sim.engines.compiled.frames import WAIT, arrive, close, hold, pause
from sim.engines.compiled.jit import inlined
from sim.engines.compiled.kinds import RELEASE
from sim.engines.compiled.pool import GRANTED, HOLDING, SHED, give, take, wait
from sim.outcomes import Outcome

_READING = 3
_REFUSED, _SOLD, _SOLD_OUT = int(Outcome.REFUSED), int(Outcome.SOLD), int(Outcome.SOLD_OUT)


@inlined
def enter(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    now = s.domains[node.domain].now
    arrive(s, frame.node)
    if now < node.opens_at:
        return close(s, frame.node, _REFUSED)
    if node.cached and node.left == 0:
        return _read_cache(s, f)
    if take(s, node.pool, now):
        return _lock(s, f)
    if wait(s, node.pool, f):
        return WAIT
    return close(s, frame.node, SHED)


@inlined
def _read_cache(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    request = s.requests[frame.request]
    frame.state = _READING
    node.inside += 1
    pause(s, f, duration(s, node.cache, request.id, request.attempt, request.index))
    return WAIT


@inlined
def _lock(s, f):
    frame = s.frames[f]
    request = s.requests[frame.request]
    frame.state = HOLDING
    draw = s.nodes[frame.node].draw
    hold(s, f, duration(s, draw, request.id, request.attempt, request.index))
    return WAIT


@inlined
def resume(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    if frame.state == _READING:
        node.inside -= 1
        return close(s, frame.node, _SOLD_OUT)
    if frame.state != HOLDING:
        return _lock(s, f) if frame.b == GRANTED else close(s, frame.node, frame.b)
    outcome = _update(s, f)
    pool = s.pools[node.pool]
    give(s, node.pool, pool.epoch, s.domains[node.domain].now)
    return close(s, frame.node, outcome)


@inlined
def _update(s, f):
    node = s.nodes[s.frames[f].node]
    request = s.requests[s.frames[f].request]
    if node.left == 0:
        return _SOLD_OUT
    now = s.domains[node.domain].now
    node.left -= 1
    node.reserved += 1
    if node.left == 0 and node.sold_out_at < 0:
        node.sold_out_at = now
    if node.unpaid > 0 and uniform(s, node.payment, request.id, request.attempt, 0) < node.unpaid:
        schedule(s, node.domain, now + node.reserve_for, NORMAL, RELEASE, s.frames[f].node, 0)
    return _SOLD


@inlined
def release(s, n):
    """A unit that was not paid for comes back."""
    s.nodes[n].left += 1
    s.nodes[n].released += 1
