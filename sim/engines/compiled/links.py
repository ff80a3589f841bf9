"""The link and its wires: see ``sim.stations.link`` and ``sim.stations.wire``.

A frame's ``b`` is the response, on the way back.
"""

from sim.engines.compiled.agenda import schedule_for
from sim.engines.compiled.blocks import duration
from sim.engines.compiled.draws import uniform
from sim.engines.compiled.frames import WAIT, arrive, book, call
from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.kinds import BACK, LINK
from sim.engines.compiled.wheel import NEVER
from sim.stations import wire

LOST = -1

_transmission = inlined(wire.transmission)


@compiled
def travel(s, w, now, size, id, attempt, index):
    """Nanoseconds until a message of ``size`` bytes arrives, or LOST."""
    wait = take_off(s, w, now, size, id, attempt, index)
    if wait == LOST:
        return LOST
    return wait + duration(s, s.wires[w].latency, id, attempt, index)


@inlined
def take_off(s, w, now, size, id, attempt, index):
    """Nanoseconds until a message is on its way, all of it; LOST if it never arrives."""
    wire = s.wires[w]
    wait = 0
    if wire.bandwidth > 0:
        wire.free_at = min(max(now, wire.free_at) + _transmission(size, wire.bandwidth), NEVER)
        wait = wire.free_at - now
    if wire.cut > 0 or (wire.loss > 0 and uniform(s, wire.lottery, id, attempt, index) < wire.loss):
        return LOST
    return wait


@inlined
def enter(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    arrive(s, frame.node)
    _send(s, f, LINK, node.there, node.request_size, 0)
    return WAIT


@inlined
def _send(s, f, kind, w, size, way):
    """Send a message off."""
    frame = s.frames[f]
    node = s.nodes[frame.node]
    request = s.requests[frame.request]
    now = s.domains[node.domain].now
    node.moving += 1
    wait = take_off(s, w, now, size, request.id, request.attempt, request.index + way)
    if wait != LOST:
        stream = s.wires[w].latency
        latency = duration(s, stream, request.id, request.attempt, request.index + way)
        schedule_for(s, node.domain, request.user, now + wait + latency, kind, f, 0)


@inlined
def resume(s, f):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    node.moving -= 1
    node.inside += 1
    return call(s, node.inner, f, frame.request)


@inlined
def come_back(s, f):
    frame = s.frames[f]
    s.nodes[frame.node].moving -= 1
    return book(s, frame.node, frame.b)


@inlined
def leave(s, f, response):
    frame = s.frames[f]
    node = s.nodes[frame.node]
    node.inside -= 1
    frame.b = response
    _send(s, f, BACK, node.back, node.response_size, 1)
    return WAIT
