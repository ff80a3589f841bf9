"""The users of the crowd: see ``sim.workload.crowd``.

Users are numbered in the order in which they begin, node by node, so that those who share a domain
lie side by side; ``id`` is a user's own number.  A request of user u has no frame above it: its
parent is -1 - u.
"""

import numpy as np

from sim.engines.compiled.agenda import NEVER, schedule_for
from sim.engines.compiled.draws import uniform
from sim.engines.compiled.frames import (
    BY_SHIFT,
    OPEN,
    OUTCOME,
    USER,
    WAIT,
    call,
    free_request,
    new_request,
)
from sim.engines.compiled.jit import inlined
from sim.engines.compiled.records import ARRIVED, LEAST, MOST, SUM
from sim.histogram import index_of
from sim.outcomes import Outcome
from sim.workload import crowd as rules

POLL, REACT, GIVE_UP = range(3)
"""What a user does next."""
_ABANDONED, _SOLD_OUT = int(Outcome.ABANDONED), int(Outcome.SOLD_OUT)

_index_of = inlined(index_of)
_jittered = inlined(rules.jittered)


@inlined
def begin(s, d, u):
    """A user comes: her signal."""
    crowd = s.crowd[0]
    if crowd.period >= 0:
        return _ask(s, d, u)
    if s.domains[d].now < crowd.opens_at:
        return _leave(s, d, u, _ABANDONED | crowd.station << BY_SHIFT)
    return _click(s, d, u)


@inlined
def resume(s, d, u, what):
    """A pause of a user is over: her signal."""
    if what == POLL:
        return _ask(s, d, u)
    if what == REACT:
        return _click(s, d, u)
    return _leave(s, d, u, _ABANDONED | s.crowd[0].station << BY_SHIFT)


@inlined
def _ask(s, d, u):
    user = s.users[u]
    user.start = s.domains[d].now
    id = np.int64(user.id)
    r = new_request(s, d, id, id, 0, 2 * np.int64(user.number) + 2, NEVER, 0, 1)
    return call(s, _entry(s, d, u, 1), -1 - u, r)


@inlined
def _click(s, d, u):
    domain = s.domains[d]
    s.books[domain.books, ARRIVED] += 1
    domain.clicks += 1
    domain.waiting += 1
    s.users[u].start = domain.now
    id = np.int64(s.users[u].id)
    r = new_request(s, d, id, id, 0, 0, NEVER, 0, 0)
    return call(s, _entry(s, d, u, 0), -1 - u, r)


@inlined
def _entry(s, d, u, poll):
    """What a user calls: the entry of her edge node."""
    edge = d - 1 if d > 0 else s.homes[u]
    return s.edges[edge, poll]


@inlined
def answer(s, d, f, u, response):
    """A poll or a click has been answered: the user's next signal."""
    r = s.frames[f].request
    request = s.requests[r]
    tries = request.tries
    poll = request.poll
    free_request(s, d, r)
    if poll:
        _count(s, d, u, response & OUTCOME)
        _go_on(s, d, u, response)
    else:
        s.domains[d].waiting -= 1
        _log(s, d, u, response, tries)
    return WAIT


@inlined
def _count(s, d, u, outcome):
    """Count a finished poll."""
    domain = s.domains[d]
    slot = domain.slot
    latency = domain.now - s.users[u].start
    s.polled[slot, _index_of(latency)] += 1
    s.outcomes[slot, outcome] += 1
    s.outcomes[slot, SUM] += latency
    s.outcomes[slot, LEAST] = min(s.outcomes[slot, LEAST], latency)
    s.outcomes[slot, MOST] = max(s.outcomes[slot, MOST], latency)


@inlined
def _go_on(s, d, u, response):
    """After a poll: react and click, leave, or pause and ask again."""
    domain = s.domains[d]
    now = domain.now
    user = s.users[u]
    crowd = s.crowd[0]
    if response & OPEN:
        schedule_for(s, d, np.int64(user.id), now + s.reactions[u], USER, u, REACT)
        return
    if response & OUTCOME == _SOLD_OUT:
        _leave(s, d, u, response)
        return
    user.number += 1
    id = np.int64(user.id)
    pause = crowd.period
    if crowd.jitter > 0:
        draw = uniform(s, crowd.draw, id, 0, np.int64(user.number))
        pause = _jittered(crowd.period, crowd.jitter, draw)
    if crowd.patience < NEVER and now + pause >= s.joins[u] + crowd.patience:
        schedule_for(s, d, id, max(now, s.joins[u] + crowd.patience), USER, u, GIVE_UP)
    else:
        schedule_for(s, d, id, now + pause, USER, u, POLL)


@inlined
def _leave(s, d, u, response):
    """Log a user who goes without a click."""
    s.books[s.domains[d].books, ARRIVED] += 1
    s.users[u].start = s.joins[u]
    _log(s, d, u, response, 0)
    return WAIT


@inlined
def _log(s, d, u, response, attempts):
    domain = s.domains[d]
    user = s.users[u]
    s.books[domain.books, response & OUTCOME] += 1
    user.latency = domain.now - user.start
    user.response = response
    user.attempts = attempts
    domain.answered += 1
