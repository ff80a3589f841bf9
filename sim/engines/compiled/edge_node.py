"""The edge node: see ``sim.stations.edge_node``, and the rules of ``sim.policies.admission``.

A frame keeps the child request in ``prev`` while the data centre has it, and from then on the
data centre's response in ``a``.
"""

from sim.engines.compiled import lobby
from sim.engines.compiled.draws import duration, uniform
from sim.engines.compiled.frames import (
    OPEN,
    OUTCOME,
    SERVED,
    WAIT,
    again,
    arrive,
    book,
    call,
    close,
    free_request,
    hold,
)
from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.limiters import take_token
from sim.engines.compiled.pool import GRANTED, HOLDING, QUEUED, SHED, give, line_up, take, wait
from sim.engines.compiled.readings import catch_up
from sim.outcomes import Outcome
from sim.policies.admission import probability, quota

ADMIT_ALL, PROBABILITY, QUOTA, TOKEN_BUCKET, WAITING_ROOM = range(5)
NO_ANSWER = -1
_REFUSED, _SOLD, _SOLD_OUT = int(Outcome.REFUSED), int(Outcome.SOLD), int(Outcome.SOLD_OUT)

_passes = inlined(probability.passes)
_within = inlined(quota.within)


@inlined
def enter(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    frame.a = NO_ANSWER
    arrive(s, frame.node)
    if take(s, node.pool, s.domains[node.domain].now):
        return _work(s, f)
    if wait(s, node.pool, f):
        return WAIT
    return close(s, frame.node, SHED)


@compiled
def _work(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    request = s.requests[frame.request]
    work = node.poll_time if request.poll else node.click_time
    if frame.a != NO_ANSWER:
        work = node.answer_time
    time = duration(s, work, request.id, request.attempt, request.index)
    if node.wake_time >= 0 and frame.state != QUEUED:
        time += waking(s, frame.node, request.id, request.attempt, request.index)
    frame.state = HOLDING
    hold(s, f, time)
    return WAIT


@compiled
def waking(s, n, id, attempt, index):
    """How much longer it takes what has just seized a worker: nothing if another one is busy."""
    node = s.nodes[n]
    if s.pools[node.pool].busy > 1:
        return 0
    return duration(s, node.wake_time, id, attempt, index)


@inlined
def resume(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    if frame.state == HOLDING:
        give(s, node.pool, s.pools[node.pool].epoch, s.domains[node.domain].now)
        if frame.a != NO_ANSWER:
            return book(s, frame.node, frame.a)
        return answer_poll(s, frame.node) if s.requests[frame.request].poll else _decide(s, f)
    if frame.b != GRANTED:
        return close(s, frame.node, frame.b)
    return _work(s, f) if frame.state != lobby.WAITING else _forward(s, f)


@inlined
def answer_poll(s, n):
    """The response of a node to a poll, which is booked."""
    node = s.nodes[n]
    if node.sold_out:
        return close(s, n, _SOLD_OUT)
    response = close(s, n, SERVED)
    return response | OPEN if s.domains[node.domain].now >= node.opens_at else response


@compiled
def _decide(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    request = s.requests[frame.request]
    node.clicks += 1
    node.people += request.attempt == 0
    now = s.domains[node.domain].now
    if now < node.opens_at:
        return close(s, frame.node, _REFUSED)
    if node.sold_out:
        return close(s, frame.node, _SOLD_OUT)
    draw = uniform(s, node.draw, request.id, request.attempt, request.index)
    if not _admits(s, f, now, draw):
        return close(s, frame.node, _REFUSED)
    if node.room < 0:
        return _forward(s, f)
    lobby.wait(s, f, draw)
    return WAIT


@inlined
def _admits(s, f, now, draw):
    """Whether the policy lets a click pass, or wait."""
    node = s.nodes[s.frames[f].node]
    policy = s.policies[node.admission]
    if policy.kind == PROBABILITY:
        return _passes(draw, policy.probability)
    if policy.kind == QUOTA:
        if not _within(policy.admitted, policy.limit):
            return False
        policy.admitted += 1
        return True
    if policy.kind == TOKEN_BUCKET:
        return take_token(s, node.admission, now) == 0
    if policy.kind == WAITING_ROOM:
        return s.rooms[node.room].waiting != policy.capacity
    return True


@compiled
def _forward(s, f):
    """Send a click on; at a node that plays alone it waits until the data centre is there."""
    domain = s.domains[s.nodes[s.frames[f].node].domain]
    if domain.free:
        domain.parked = f
        return WAIT
    return send_on(s, f)


@compiled
def send_on(s, f):
    """Send a click on to the data centre, at this instant."""
    frame = s.frames[f]
    node = s.nodes[frame.node]
    domain = s.domains[node.domain]
    catch_up(s, 0, domain.now)
    domain.parked = -1
    domain.outstanding += 1
    node.admitted += 1
    node.forwarded += 1
    s.domains[0].now = domain.now
    request = s.requests[frame.request]
    frame.prev = again(s, 0, frame.request, request.attempt, request.deadline)
    return call(s, node.inner, f, frame.prev)


@compiled
def leave(s, f, response):
    """The data centre has answered; where that takes a worker, there is work to do first."""
    frame = s.frames[f]
    node = s.nodes[frame.node]
    domain = s.domains[node.domain]
    domain.now = s.domains[0].now
    catch_up(s, node.domain, domain.now)
    domain.outstanding -= 1
    s.run[0].last = node.domain
    free_request(s, 0, frame.prev)
    node.forwarded -= 1
    node.sold += (response & OUTCOME) == _SOLD
    if node.answer_time < 0:
        return book(s, frame.node, response)
    frame.a = response
    if take(s, node.pool, domain.now):
        return _work(s, f)
    line_up(s, node.pool, f)
    return WAIT


@compiled
def tell(s, n, tick):
    """Hear what the data centre pushed: whether anything is left, and the share to admit."""
    node = s.nodes[n]
    told = s.pushes[tick]
    sold_out = told.sold_out != 0
    if sold_out != (node.sold_out != 0):
        node.sold_out = sold_out
        if sold_out and node.room >= 0:
            lobby.close(s, node.room)
    if told.share >= 0:
        s.policies[node.admission].probability = told.share
