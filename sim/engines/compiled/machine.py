"""The machine: takes the next event of a domain and lets requests go as far as they go."""

from sim.engines.compiled import (
    clients,
    controllers,
    crowd,
    deadline,
    edge_node,
    links,
    lobby,
    retry,
    services,
    stock,
)
from sim.engines.compiled.agenda import ARRIVAL, BEGINNER, CLASS_SHIFT, ENTRY, URGENT, take
from sim.engines.compiled.frames import CLIENTS, WAIT, free_frame
from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.kinds import (
    ARGUMENT,
    BACK,
    BALANCER,
    CENSUS,
    DEADLINE,
    DOOR,
    EDGE_NODE,
    GATE,
    GIVE_UP,
    INSTANCE,
    KIND_SHIFT,
    LINK,
    PUSH,
    RELEASE,
    REPORT,
    START,
    STOCK,
    TELL,
    THINK,
    TIMER,
    USER,
    WORK,
)

_NO_FRAME = -1


@inlined
def step(s, d, what):
    """Process what is next in a domain."""
    f, signal = begin(s, d, what)
    settle(s, f, signal)


@inlined
def begin(s, d, what):
    """Let what is next in a domain happen: the frame that it is about, and its signal."""
    domain = s.domains[d]
    if what == ENTRY:
        entry = s.heap[domain.heap]
        domain.now = entry.time
        if d > 0 and entry.key >> CLASS_SHIFT > URGENT:
            domain.normal_at = entry.time
        what = entry.what
        extra = entry.extra
        take(s, d)
        return _happen(s, d, what >> KIND_SHIFT, what & ARGUMENT, extra)
    if what == BEGINNER:
        place = domain.crowd
        domain.now = s.begins[place]
        domain.burst = domain.now
        domain.crowd += 1
        return _NO_FRAME, crowd.begin(s, d, place)
    if what == ARRIVAL:
        clients.arrive_next(s)
    s.run[0].coming += 1
    return _NO_FRAME, clients.start(s, s.run[0].work, s.run[0].coming - 1)


@inlined
def _happen(s, d, kind, argument, extra):
    if kind <= BACK:
        return argument, _resume(s, kind, argument)
    if kind == USER:
        return _NO_FRAME, crowd.go_on(s, d, argument, extra)
    if kind == START:
        return _NO_FRAME, clients.start(s, argument, extra)
    if kind == THINK:
        return _NO_FRAME, clients.think(s, argument, extra)
    _happen_apart(s, kind, argument, extra)
    return _NO_FRAME, WAIT


@compiled
def _happen_apart(s, kind, argument, extra):
    """Everything that does not make a request go on at once."""
    if kind == TIMER:
        deadline.give_up(s, argument, extra)
    elif kind == WORK:
        clients.work(s, argument)
    elif kind == RELEASE:
        stock.release(s, argument)
    elif kind == DOOR:
        lobby.door(s, argument, extra == 0)
    elif kind == GIVE_UP:
        lobby.give_up(s, argument, extra)
    else:
        _control(s, kind, argument, extra)


@compiled
def _control(s, kind, argument, extra):
    """What controllers and faults do."""
    if kind == CENSUS:
        controllers.census(s)
    elif kind == PUSH:
        controllers.push(s)
    elif kind == REPORT:
        controllers.report(s, argument, extra)
    elif kind == TELL:
        edge_node.tell(s, argument, extra)
    else:
        s.run[0].fault = argument


@inlined
def settle(s, f, signal):
    """Follow a request, down to whom it is handed and up to who waits for it, until it stays."""
    while signal != WAIT:
        if signal < WAIT:
            f = -2 - signal
            signal = _enter(s, f)
        else:
            parent = s.frames[f].parent
            if parent < 0:
                d = s.nodes[s.frames[f].node].domain
                if parent <= CLIENTS:
                    signal = clients.answered(s, f, CLIENTS - parent, signal)
                else:
                    signal = crowd.answered(s, d, f, -1 - parent, signal)
                free_frame(s, f)
            else:
                free_frame(s, f)
                f = parent
                signal = _leave(s, f, signal)


@inlined
def _enter(s, f):
    kind = s.nodes[s.frames[f].node].kind
    if kind == LINK:
        return links.enter(s, f)
    if kind == EDGE_NODE:
        return edge_node.enter(s, f)
    if kind == INSTANCE:
        return services.enter_instance(s, f)
    if kind == BALANCER:
        return services.enter_balancer(s, f)
    if kind == STOCK:
        return stock.enter(s, f)
    if kind == GATE:
        return services.enter_gate(s, f)
    if kind == DEADLINE:
        return deadline.enter(s, f)
    return retry.enter(s, f)


@inlined
def _leave(s, f, response):
    kind = s.nodes[s.frames[f].node].kind
    if kind == LINK:
        return links.leave(s, f, response)
    if kind == EDGE_NODE:
        return edge_node.leave(s, f, response)
    if kind == INSTANCE:
        return services.leave_instance(s, f, response)
    if kind == GATE:
        return services.leave_gate(s, f, response)
    if kind == DEADLINE:
        return deadline.leave(s, f, response)
    return retry.leave(s, f, response)


@inlined
def _resume(s, kind, f):
    if kind == LINK:
        return links.resume(s, f)
    if kind == BACK:
        return links.come_back(s, f)
    if kind == EDGE_NODE:
        return edge_node.resume(s, f)
    if kind == INSTANCE:
        return services.resume_instance(s, f)
    if kind == STOCK:
        return stock.resume(s, f)
    if kind == DEADLINE:
        return deadline.resume(s, f)
    return retry.resume(s, f)
