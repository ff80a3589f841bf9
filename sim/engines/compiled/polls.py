"""Polls: users who ask, and what they do once they have heard.

Nearly all that happens in a large sale are polls of an edge node that has a worker free, so these
go a short way without frames: two events a poll, that name the user, when it arrives and when it
is answered.  Then it is certain when she hears it and what she does next, and as a rule when her
next poll arrives; what is booked until then is booked in advance.  A poll that waits in line, or
has a guard around it, goes the way of all requests.
"""

from sim.engines.compiled.agenda import URGENT, schedule, schedule_for
from sim.engines.compiled.draws import duration, duration_of, numbers, uniform
from sim.engines.compiled.edge_node import answer_poll, waking
from sim.engines.compiled.frames import BY_SHIFT, OPEN, OUTCOME, WAIT, down, new_frame, new_request
from sim.engines.compiled.frames import arrive as book_arrival
from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.kinds import USER
from sim.engines.compiled.links import LOST, take_off
from sim.engines.compiled.pool import give, take
from sim.engines.compiled.readings import arrive_early, book_early
from sim.engines.compiled.records import KEPT, LEAST, MOST, SUM
from sim.engines.compiled.users import leave, send
from sim.engines.compiled.wheel import NEVER
from sim.histogram import index_of
from sim.outcomes import Outcome
from sim.workload import crowd as rules

POLL, ARRIVED, ANSWERED, REACT, SENT_AWAY, GIVE_UP = range(6)
"""What comes next for a user."""
_SOLD_OUT = int(Outcome.SOLD_OUT)

_index_of = inlined(index_of)
_jittered = inlined(rules.jittered)


@inlined
def ask(s, d, u):
    """Ask whether the sale is open: the signal."""
    domain = s.domains[d]
    user = s.users[u]
    user.start = domain.now
    if domain.node < 0:
        return send(s, d, u, _index(user), 1)
    if domain.link < 0:
        return arrive(s, d, u)
    book_arrival(s, domain.link)
    _travel(s, d, u)
    return WAIT


@inlined
def _travel(s, d, u):
    """Send a poll to the node, when it starts."""
    user = s.users[u]
    link = s.nodes[s.domains[d].link]
    link.moving += 1
    id = user.id
    wait = take_off(s, link.there, user.start, link.request_size, id, 0, _index(user))
    latency = s.wires[link.there].latency
    there, user.back = numbers(s, latency, id, 0, _index(user) >> 1)
    if wait != LOST:
        arrives = user.start + wait + duration_of(s, latency, there)
        schedule_for(s, d, id, arrives, USER, u, ARRIVED)


@inlined
def _index(user):
    return 2 * user.number + 2


@inlined
def arrive(s, d, u):
    """A poll arrives at the node: its signal."""
    domain = s.domains[d]
    if domain.link >= 0:
        s.nodes[domain.link].moving -= 1
    node = s.nodes[domain.node]
    if not take(s, node.pool, domain.now):
        return _leave_short_way(s, d, u)
    if domain.link >= 0:
        s.nodes[domain.link].inside += 1
    book_arrival(s, domain.node)
    user = s.users[u]
    work = duration(s, node.poll_time, user.id, 0, _index(user))
    if node.wake_time >= 0:
        work += waking(s, domain.node, user.id, 0, _index(user))
    schedule(s, d, domain.now + work, URGENT, USER, u, ANSWERED)
    return WAIT


@compiled
def _leave_short_way(s, d, u):
    """Enter the node as every other request does: the signal."""
    domain = s.domains[d]
    user = s.users[u]
    id = user.id
    r = new_request(s, d, id, id, 0, _index(user), NEVER, s.crowd[0].priority, 1)
    parent = -1 - u
    if domain.link >= 0:
        parent = new_frame(s, domain.link, parent, r)
        s.frames[parent].b = user.back
        s.nodes[domain.link].inside += 1
    return down(new_frame(s, domain.node, parent, r))


@inlined
def answer(s, d, u):
    """The node has answered a poll."""
    domain = s.domains[d]
    pool = s.nodes[domain.node].pool
    give(s, pool, s.pools[pool].epoch, domain.now)
    response = answer_poll(s, domain.node)
    delay = _way_back(s, d, u) if domain.link >= 0 else 0
    heard = domain.now + delay
    if delay != LOST and heard < s.run[0].end:
        if domain.link >= 0:
            s.nodes[domain.link].moving -= 1
            book_early(s, d, domain.link, response & OUTCOME, heard)
        hear(s, d, u, response, heard)
    return WAIT


@inlined
def _way_back(s, d, u):
    domain = s.domains[d]
    link = s.nodes[domain.link]
    user = s.users[u]
    link.inside -= 1
    link.moving += 1
    id, index = user.id, _index(user) + 1
    wait = take_off(s, link.back, domain.now, link.response_size, id, 0, index)
    if wait == LOST:
        return LOST
    return wait + duration_of(s, s.wires[link.back].latency, user.back)


@inlined
def hear(s, d, u, response, now):
    """A user hears the answer to her poll at ``now``: count it, and go on."""
    user = s.users[u]
    _count(s, s.domains[d].slot, now - user.start, response & OUTCOME)
    if s.crowd[0].rows:
        _keep(s, s.domains[d].slot, u, now - user.start, response & OUTCOME)
    id = user.id
    if response & OPEN:
        schedule_for(s, d, id, now + s.reactions[u], USER, u, REACT)
    elif response & OUTCOME == _SOLD_OUT:
        _go_home(s, d, u, response, now)
    else:
        user.number += 1
        _pause(s, d, u, id, now)


@inlined
def _count(s, slot, latency, outcome):
    s.polled[slot, _index_of(int(latency))] += 1
    s.outcomes[slot, outcome] += 1
    s.outcomes[slot, SUM] += latency
    s.outcomes[slot, LEAST] = min(s.outcomes[slot, LEAST], latency)
    s.outcomes[slot, MOST] = max(s.outcomes[slot, MOST], latency)


@compiled
def _keep(s, slot, u, latency, outcome):
    """Give a poll its row: one event has the answer to one poll at most, so there is room."""
    user = s.users[u]
    row = s.heard[slot * s.run[0].heard_room + s.outcomes[slot, KEPT]]
    row.user = user.id
    row.number = user.number
    row.start = user.start
    row.latency = latency
    row.outcome = outcome
    s.outcomes[slot, KEPT] += 1


@inlined
def _go_home(s, d, u, response, now):
    """Leave, at once or when it is time."""
    if now > s.domains[d].now:
        schedule_for(s, d, s.users[u].id, now, USER, u, SENT_AWAY)
    else:
        leave(s, d, u, response)


@inlined
def sold_out(s, d):
    """The response with which a node sends a user away."""
    return _SOLD_OUT | s.nodes[s.domains[d].node].station << BY_SHIFT


@inlined
def _pause(s, d, u, id, now):
    """Wait until the next poll, or until the patience is over."""
    crowd = s.crowd[0]
    pause = crowd.period
    if crowd.jitter > 0:
        draw = uniform(s, crowd.draw, id, 0, s.users[u].number)
        pause = _jittered(crowd.period, crowd.jitter, draw)
    if crowd.patience < NEVER and now + pause >= s.joins[u] + crowd.patience:
        schedule_for(s, d, id, max(now, s.joins[u] + crowd.patience), USER, u, GIVE_UP)
    else:
        _ask_at(s, d, u, id, now + pause)


@inlined
def _ask_at(s, d, u, id, time):
    """Ask again at a time to come: send the poll now, if nothing can come in between."""
    domain = s.domains[d]
    if domain.link >= 0 and domain.node >= 0 and _is_certain(s, domain.link, time):
        s.users[u].start = time
        arrive_early(s, d, domain.link, time)
        _travel(s, d, u)
    else:
        schedule_for(s, d, id, time, USER, u, POLL)


@inlined
def _is_certain(s, n, time):
    """Whether a link will do at a time to come, in this run, what it would do now."""
    run = s.run[0]
    return s.wires[s.nodes[n].there].bandwidth == 0 and time < run.fault_at and time < run.end
