"""The deadline: see ``sim.stations.deadline``.

Two frames: the caller's, which waits, and that of the process which asks on its behalf.  The
caller's ``a`` is the child request or -1 once the asking is over, ``b`` the response, ``c`` the
tries of a child that is gone; the asker's ``a`` is the caller's frame, under the same token.
"""

from sim.engines.compiled.agenda import NORMAL, URGENT, schedule
from sim.engines.compiled.frames import (
    WAIT,
    again,
    arrive,
    book,
    call,
    close,
    free_frame,
    free_request,
    new_frame,
    resume_at,
)
from sim.engines.compiled.jit import compiled
from sim.engines.compiled.kinds import TIMER

WAITING, DECIDED, ASKING = 1, 2, 3
MOST_TOKENS = (1 << 31) - 1
"""A token is one of so many, and no timer is still under way when its turn comes again."""
NOBODY = -1


@compiled
def enter(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    d = node.domain
    domain = s.domains[d]
    arrive(s, frame.node)
    node.inside += 1
    token = domain.token
    domain.token = token % MOST_TOKENS + 1
    schedule(s, d, domain.now + node.limit, NORMAL, TIMER, f, token)
    request = s.requests[frame.request]
    deadline = min(request.deadline, domain.now + node.limit)
    child = again(s, d, frame.request, request.attempt, deadline)
    asker = new_frame(s, frame.node, NOBODY, child)
    s.frames[asker].state = ASKING
    s.frames[asker].a = f
    s.frames[asker].token = token
    frame.state = WAITING
    frame.token = token
    frame.a = child
    frame.b = -1
    resume_at(s, asker, domain.now, URGENT)
    return WAIT


@compiled
def resume(s, f):
    frame = s.frames[f]
    if frame.state == ASKING:
        return call(s, s.nodes[frame.node].inner, f, frame.request)
    node = s.nodes[frame.node]
    tries = s.requests[frame.a].tries if frame.a >= 0 else frame.c
    s.requests[frame.request].tries = tries
    node.inside -= 1
    return close(s, frame.node, node.outcome) if frame.b < 0 else book(s, frame.node, frame.b)


@compiled
def leave(s, f, response):
    """The asker has its answer: whoever still waits for it gets it."""
    asker = s.frames[f]
    caller = s.frames[asker.a]
    if caller.token == asker.token:
        caller.a = -1
        caller.c = s.requests[asker.request].tries
        if caller.state == WAITING:
            caller.state = DECIDED
            caller.b = response
            resume_at(s, asker.a, s.domains[s.nodes[asker.node].domain].now, NORMAL)
    free_request(s, s.nodes[asker.node].domain, asker.request)
    free_frame(s, f)
    return WAIT


@compiled
def give_up(s, f, token):
    """The time is over."""
    frame = s.frames[f]
    if frame.token == token and frame.state == WAITING:
        frame.state = DECIDED
        resume_at(s, f, s.domains[s.nodes[frame.node].domain].now, NORMAL)
