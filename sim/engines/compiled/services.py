"""Gate, balancer and instance: see the modules of these names in ``sim.stations``.

An instance's frame has the response so far in ``b``, the epoch of its worker in ``c``, and counts
its calls in ``a``.  Its ``next``, once it calls, is the request that it calls with: a child, or the
one that it has itself where it ``lends`` that, since no guard on the way counts its tries.  A
balancer lets the instance that it chose have its frame, whose ``prev`` is then where the requests
outstanding there are counted.
"""

import numpy as np

from sim.engines.compiled.balancers import pick
from sim.engines.compiled.blocks import duration, uniform
from sim.engines.compiled.frames import (
    ANSWERED,
    BY_SHIFT,
    OPEN,
    OUTCOME,
    SERVED,
    WAIT,
    again,
    arrive,
    book,
    call,
    close,
    down,
    free_request,
    hold,
)
from sim.engines.compiled.jit import inlined
from sim.engines.compiled.limiters import acquire, release
from sim.engines.compiled.pool import GRANTED, HOLDING, SHED, give, take, wait
from sim.outcomes import Outcome

_REFUSED, _FAILED = int(Outcome.REFUSED), int(Outcome.FAILED)
_CALLING, _BALANCED = 3, 4
_NOT_BALANCED = -1
_LONG = 2.0**61
"""Longer than any run (ns)."""


@inlined
def enter_gate(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    arrive(s, frame.node)
    if acquire(s, node.limiter, s.domains[node.domain].now) != 0:
        return close(s, frame.node, _REFUSED)
    node.inside += 1
    return call(s, node.inner, f, frame.request)


@inlined
def leave_gate(s, f, response):
    node = s.nodes[s.frames[f].node]
    node.inside -= 1
    release(s, node.limiter)
    return book(s, s.frames[f].node, response)


@inlined
def enter_balancer(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    request = s.requests[frame.request]
    draw = uniform(s, node.draw, request.id, request.attempt, request.index)
    chosen = pick(s, node.policy, node.outstanding, draw, request.user)
    frame.node = s.numbers[node.members + chosen]
    frame.prev = node.outstanding + chosen
    frame.state = _BALANCED
    s.numbers[frame.prev] += 1
    return down(f)


@inlined
def enter_instance(s, f):
    frame = s.frames[f]
    if frame.state != _BALANCED:
        frame.prev = _NOT_BALANCED
    node = s.nodes[frame.node]
    arrive(s, frame.node)
    if node.down > 0:
        return _leave(s, f, close(s, frame.node, _FAILED))
    if take(s, node.pool, s.domains[node.domain].now):
        return _work(s, f)
    if wait(s, node.pool, f):
        return WAIT
    return _leave(s, f, close(s, frame.node, SHED))


@inlined
def _leave(s, f, response):
    """The response, which the balancer hears of, too."""
    frame = s.frames[f]
    if frame.prev != _NOT_BALANCED:
        s.numbers[frame.prev] -= 1
    return response


@inlined
def _work(s, f):
    """Hold the worker for the service time."""
    frame = s.frames[f]
    node = s.nodes[frame.node]
    request = s.requests[frame.request]
    frame.state = HOLDING
    frame.c = s.pools[node.pool].epoch
    time = duration(s, node.draw, request.id, request.attempt, request.index)
    if node.slowdown != 1:
        time = np.int64(min(np.rint(time * node.slowdown), _LONG))
    hold(s, f, time)
    return WAIT


@inlined
def resume_instance(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    if frame.state != HOLDING:
        if frame.b == GRANTED:
            return _work(s, f)
        return _leave(s, f, close(s, frame.node, frame.b))
    request = s.requests[frame.request]
    frame.b = SERVED | node.station << BY_SHIFT
    if request.poll:
        if s.domains[node.domain].now >= node.opens_at:
            frame.b |= OPEN
    elif node.calls > 0:
        frame.a = 0
        frame.state = _CALLING
        frame.next = frame.request
        if not node.lends:
            frame.next = again(s, node.domain, frame.request, request.attempt, request.deadline)
        return _next_call(s, f)
    return _finish(s, f)


@inlined
def _next_call(s, f):
    """Make the next call, unless all are made or the instance has crashed meanwhile."""
    frame = s.frames[f]
    node = s.nodes[frame.node]
    if frame.a == node.calls or frame.c != s.pools[node.pool].epoch:
        return _end_calls(s, f)
    callee = s.numbers[node.first_call + frame.a]
    frame.a += 1
    return call(s, callee, f, frame.next)


@inlined
def leave_instance(s, f, response):
    """A call has been answered; one that did not get an answer is the last."""
    frame = s.frames[f]
    outcome = response & OUTCOME
    if outcome != SERVED:
        frame.b = response
    if (ANSWERED >> outcome) & 1:
        return _next_call(s, f)
    return _end_calls(s, f)


@inlined
def _end_calls(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    if not node.lends:
        free_request(s, node.domain, frame.next)
    return _finish(s, f)


@inlined
def _finish(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    if not give(s, node.pool, frame.c, s.domains[node.domain].now):
        return _leave(s, f, close(s, frame.node, _FAILED))
    return _leave(s, f, book(s, frame.node, frame.b))
