"""The retry: see ``sim.stations.retry``.

A frame's ``a`` counts the tries, ``b`` is the last delay, ``c`` the child request.
"""

from sim.engines.compiled.backoffs import delay_before
from sim.engines.compiled.draws import uniform
from sim.engines.compiled.frames import (
    OUTCOME,
    WAIT,
    again,
    arrive,
    book,
    call,
    free_request,
    pause,
)
from sim.engines.compiled.jit import compiled, inlined
from sim.policies import retry_budget

_deposited = inlined(retry_budget.deposited)
_withdrawn = inlined(retry_budget.withdrawn)
_PRICE = retry_budget.RETRY


@compiled
def enter(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    arrive(s, frame.node)
    node.inside += 1
    if node.budget >= 0:
        budget = s.policies[node.budget]
        budget.credit = _deposited(budget.credit, budget.deposit, budget.full)
    frame.b = 0
    frame.a = 0
    frame.c = again(s, node.domain, frame.request, 0, s.requests[frame.request].deadline)
    return resume(s, f)


@compiled
def resume(s, f):
    """Try once more."""
    frame = s.frames[f]
    node = s.nodes[frame.node]
    request = s.requests[frame.request]
    frame.a += 1
    request.tries = frame.a
    child = s.requests[frame.c]
    child.attempt = request.attempt * node.attempts + frame.a - 1
    child.tries = 1
    return call(s, node.inner, f, frame.c)


@compiled
def leave(s, f, response):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    if _goes_on(s, f, response):
        pause(s, f, frame.b)
        return WAIT
    node.inside -= 1
    free_request(s, node.domain, frame.c)
    return book(s, frame.node, response)


@inlined
def _goes_on(s, f, response):
    """Whether there will be another try; its delay is then in ``b``."""
    frame = s.frames[f]
    node = s.nodes[frame.node]
    if not (node.on >> (response & OUTCOME)) & 1 or frame.a == node.attempts:
        return False
    request = s.requests[frame.request]
    draw = uniform(s, node.draw, request.id, s.requests[frame.c].attempt, request.index)
    frame.b = delay_before(s, node.backoff, frame.a, frame.b, draw)
    if s.domains[node.domain].now + frame.b >= request.deadline:
        return False
    return node.budget < 0 or _pay(s, node.budget)


@inlined
def _pay(s, b):
    budget = s.policies[b]
    rest = _withdrawn(budget.credit, _PRICE)
    if rest < 0:
        return False
    budget.credit = rest
    return True
