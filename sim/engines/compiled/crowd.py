"""The crowd: what each user does when she comes, after each pause, and with each answer.

See ``sim.workload.crowd``.  Users are numbered in the order in which they begin, node by node, so
that those who share a domain lie side by side; ``id`` is a user's own number.  A request of user u
has no frame above it: its parent is -1 - u.
"""

from sim.engines.compiled import polls, users
from sim.engines.compiled.frames import BY_SHIFT, WAIT, free_request
from sim.engines.compiled.jit import inlined
from sim.outcomes import Outcome

_ABANDONED = int(Outcome.ABANDONED)


@inlined
def begin(s, d, u):
    """A user comes: her signal."""
    crowd = s.crowd[0]
    if crowd.period >= 0:
        return polls.ask(s, d, u)
    if s.domains[d].now < crowd.opens_at:
        return users.leave(s, d, u, _ABANDONED | crowd.station << BY_SHIFT)
    return users.click(s, d, u)


@inlined
def go_on(s, d, u, what):
    """A pause of a user is over, or her poll is somewhere: her signal."""
    if what == polls.ANSWERED:
        return polls.answer(s, d, u)
    if what == polls.ARRIVED:
        return polls.arrive(s, d, u)
    if what == polls.POLL:
        return polls.ask(s, d, u)
    if what == polls.REACT:
        return users.click(s, d, u)
    if what == polls.SENT_AWAY:
        return users.leave(s, d, u, polls.sold_out(s, d))
    return users.leave(s, d, u, _ABANDONED | s.crowd[0].station << BY_SHIFT)


@inlined
def answered(s, d, f, u, response):
    """A poll or a click that went the way of all requests has been answered: the next signal."""
    r = s.frames[f].request
    request = s.requests[r]
    tries = request.tries
    poll = request.poll
    free_request(s, d, r)
    if poll:
        polls.hear(s, d, u, response, s.domains[d].now)
    else:
        users.have_answer(s, d, u, response, tries)
    return WAIT
