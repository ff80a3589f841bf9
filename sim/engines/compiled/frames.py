"""Frames and requests: taking them from a domain's free lists, and giving them back.

A station's ``enter``, ``leave`` and ``resume`` answer with a *signal*: WAIT where the request
stays, ``down(frame)`` where it goes on to another station, or a response, packed into an integer
>= 0, where it goes back to whom it came from.
"""

from sim.engines.compiled.agenda import NORMAL, URGENT, schedule
from sim.engines.compiled.jit import inlined
from sim.engines.compiled.records import ARRIVED
from sim.outcomes import ANSWERS, Outcome

WAIT = -1
OPEN = 1 << 4
BY_SHIFT = 8
OUTCOME = 15
ANSWERED = sum(1 << outcome for outcome in ANSWERS)
"""The outcomes of a station that did its work, as bits."""

SERVED = int(Outcome.SERVED)


CLIENTS = -(1 << 30)
"""A parent that is not above this is a client, one between this and 0 a user of the crowd."""

EVERYONE = -2
"""In place of the one edge node that an event had an answer for: it concerns all of them."""


@inlined
def down(f):
    """The signal that a frame is to be entered."""
    return -2 - f


@inlined
def domain_of(s, f):
    """The domain in which a frame's station is."""
    return s.nodes[s.frames[f].node].domain


@inlined
def now_at(s, f):
    """The time where a frame is."""
    return s.domains[domain_of(s, f)].now


@inlined
def call(s, node, parent, request):
    """The signal that hands a request to a station, on behalf of the frame ``parent``."""
    return down(new_frame(s, node, parent, request))


@inlined
def new_frame(s, node, parent, request):
    """A frame at a station."""
    domain = s.domains[s.nodes[node].domain]
    f = domain.frame_free
    frame = s.frames[f]
    domain.frame_free = f + 1 + frame.next
    domain.frame_left -= 1
    frame.node = node
    frame.parent = parent
    frame.request = request
    frame.state = 0
    return f


@inlined
def free_frame(s, f):
    """Give a frame back; whoever still holds its token finds it gone."""
    frame = s.frames[f]
    domain = s.domains[s.nodes[frame.node].domain]
    frame.token = 0
    frame.next = domain.frame_free - f - 1
    domain.frame_free = f
    domain.frame_left += 1


@inlined
def new_request(s, d, id, user, attempt, index, deadline, priority, poll):
    """A request in a domain."""
    domain = s.domains[d]
    r = domain.request_free
    request = s.requests[r]
    domain.request_free = r + 1 + request.next
    domain.request_left -= 1
    request.id = id
    request.user = user
    request.deadline = deadline
    request.attempt = attempt
    request.index = index
    request.priority = priority
    request.tries = 1
    request.poll = poll
    return r


@inlined
def again(s, d, r, attempt, deadline):
    """The same request as another attempt, with draws of its own."""
    old = s.requests[r]
    return new_request(s, d, old.id, old.user, attempt, old.index, deadline, old.priority, old.poll)


@inlined
def free_request(s, d, r):
    """Give a request back to the domain that made it."""
    domain = s.domains[d]
    s.requests[r].next = domain.request_free - r - 1
    domain.request_free = r
    domain.request_left += 1


@inlined
def resume_at(s, f, time, order):
    """Let a frame go on at ``time``."""
    node = s.nodes[s.frames[f].node]
    schedule(s, node.domain, time, order, node.kind, f, 0)


@inlined
def pause(s, f, delay):
    """Let a frame go on after a delay, as a timeout."""
    resume_at(s, f, now_at(s, f) + delay, NORMAL)


@inlined
def hold(s, f, delay):
    """Let a frame go on after a stretch of work, which ends in a release."""
    resume_at(s, f, now_at(s, f) + delay, URGENT)


@inlined
def arrive(s, node):
    """Book an arrival at a station."""
    s.books[s.nodes[node].books, ARRIVED] += 1


@inlined
def book(s, node, response):
    """Book a departure from a station with what another one said; the response."""
    s.books[s.nodes[node].books, response & OUTCOME] += 1
    return response


@inlined
def close(s, node, outcome):
    """Book a departure with an outcome of the station's own making; its response."""
    s.books[s.nodes[node].books, outcome] += 1
    return outcome | s.nodes[node].station << BY_SHIFT
