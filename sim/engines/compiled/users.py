"""Users who click or leave, and their rows of the request log."""

from sim.engines.compiled.frames import OUTCOME, WAIT, call, new_request
from sim.engines.compiled.jit import inlined
from sim.engines.compiled.records import ARRIVED
from sim.engines.compiled.wheel import NEVER


@inlined
def click(s, d, u):
    """Click: the signal."""
    domain = s.domains[d]
    s.books[domain.books, ARRIVED] += 1
    domain.clicks += 1
    domain.waiting += 1
    s.users[u].start = domain.now
    return send(s, d, u, 0, 0)


@inlined
def send(s, d, u, index, poll):
    """Send a request to the entry of the user's edge node: the signal."""
    id = s.users[u].id
    r = new_request(s, d, id, id, 0, index, NEVER, s.crowd[0].priority, poll)
    edge = d - 1 if d > 0 else s.homes[u]
    return call(s, s.edges[edge, poll], -1 - u, r)


@inlined
def have_answer(s, d, u, response, tries):
    """The answer to a click is there."""
    s.domains[d].waiting -= 1
    _log(s, d, u, response, tries)


@inlined
def leave(s, d, u, response):
    """Go without a click."""
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
