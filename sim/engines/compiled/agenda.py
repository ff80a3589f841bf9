"""The agenda of a domain: what happens next in it.

A timing wheel in front of a small binary heap.  Only what falls into the current bucket of time is
in the heap, so that the heap has some ten entries and stays in the first-level cache, however many
wait for later.

Order: time, then class, then users by number, then order of scheduling.  The crowd's users begin
between the classes, at the instants in ``begins``: before anything NORMAL at an edge node, after it
at the data centre.
"""

from sim.engines.compiled.heap import drop_first, push
from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.kinds import KIND_SHIFT, WORK
from sim.engines.compiled.wheel import NEVER, advance, keep

URGENT, COMING, TOLD, NORMAL, LATE = range(5)
"""The classes: what releases, the crowd at an edge node, word from the data centre, everything
else, the crowd at the data centre."""
ENTRY, COMER, ARRIVAL, BEGINNER = range(4)
"""What may be next: an entry of the agenda, one of those who arrive in this instant, the next
arrival, or a user of the crowd who begins."""
CLASS_SHIFT = 56
THE_CROWDS = NORMAL << CLASS_SHIFT | 1
"""The rank of the crowd's own event in an instant, with which the first of its users begins."""
_USER_SHIFT = 28
_FEW = (1 << _USER_SHIFT) - 1
_NOBODY = 1 << (CLASS_SHIFT - 1)


@inlined
def schedule(s, d, time, order, kind, argument, extra):
    """Let an event happen in domain ``d`` at ``time``."""
    key = order << CLASS_SHIFT | _NOBODY | s.domains[d].serial
    _add(s, d, time, key, kind, argument, extra)


@inlined
def schedule_for(s, d, user, time, kind, argument, extra):
    """Let a user's pause, or the way of her request, end at ``time``.

    At an edge node that comes in order of users.  Of two of one user in one instant the first to be
    scheduled comes first, unless 2 ** 28 events were scheduled in between.
    """
    if d == 0:
        schedule(s, d, time, NORMAL, kind, argument, extra)
    else:
        serial = s.domains[d].serial & _FEW
        _add(
            s, d, time, NORMAL << CLASS_SHIFT | user << _USER_SHIFT | serial, kind, argument, extra
        )


@compiled
def _add(s, d, time, key, kind, argument, extra):
    domain = s.domains[d]
    what = kind << KIND_SHIFT | argument
    domain.serial += 1
    domain.pending += 1
    if time < domain.edge:
        push(s, d, time, key, what, extra)
    else:
        keep(s, d, time, key, what, extra)


@inlined
def take(s, d):
    """Drop the next entry, which has been read."""
    domain = s.domains[d]
    domain.pending -= 1
    domain.popped += 1
    drop_first(s, d)


@inlined
def fill(s, d):
    """Bring the next bucket with events into an empty heap."""
    if s.domains[d].heap_n == 0 and s.domains[d].pending > 0:
        advance(s, d)


@inlined
def await_arrival(s, n, time):
    """Let the next request of an open workload come at ``time``, in the data centre.

    The next arrival of all has a place of its own, in front of the agenda: it would be on its way
    through all of it otherwise, for each request anew.
    """
    domain = s.domains[0]
    key = NORMAL << CLASS_SHIFT | _NOBODY | domain.serial
    domain.serial += 1
    if time < domain.comes_at:
        time, domain.comes_at = domain.comes_at, time
        key, domain.comes_key = domain.comes_key, key
        n, domain.comer = domain.comer, n
    if time < NEVER:
        _add(s, 0, time, key, WORK, n, 0)


@inlined
def whats_next(s, d):
    """What happens next in a domain, and when: nothing ever happens at NEVER."""
    domain = s.domains[d]
    if d == 0 and s.run[0].coming < s.run[0].come:
        return COMER, domain.now
    fill(s, d)
    entry = s.heap[domain.heap]
    time = entry.time if domain.heap_n > 0 else NEVER
    if domain.crowd < domain.crowd_end and _crowd_precedes(s, domain, time, entry.key):
        return BEGINNER, s.begins[domain.crowd]
    if d == 0 and _arrival_precedes(domain, time, entry.key):
        return ARRIVAL, domain.comes_at
    return ENTRY, time


@inlined
def _arrival_precedes(domain, time, key):
    """Whether the next arrival goes before an entry."""
    if domain.comes_at == time:
        return domain.comes_key < key
    return domain.comes_at < time


@inlined
def _crowd_precedes(s, domain, time, key):
    """Whether the next user of the crowd who begins goes before an entry, and any arrival."""
    begins = s.begins[domain.crowd]
    order = _crowd_class(domain, begins)
    if (begins == domain.comes_at and order > NORMAL) or begins > domain.comes_at:
        return False
    return begins < time or (begins == time and order <= key >> CLASS_SHIFT)


@inlined
def _crowd_class(domain, time):
    if time == domain.burst:
        return URGENT
    return COMING if time == 0 else domain.eager


@inlined
def next_rank(s, d, what):
    """The class and place of what is next in a domain, as one number to compare."""
    domain = s.domains[d]
    place = 0 if d == 0 else d + 1
    if what == COMER:
        return 0
    if what == ARRIVAL:
        return NORMAL << CLASS_SHIFT | place
    if what == BEGINNER:
        time = s.begins[domain.crowd]
        if time == domain.burst or time == s.run[0].burst:
            return place
        return 1 if time == 0 else THE_CROWDS
    order = s.heap[domain.heap].key >> CLASS_SHIFT
    return (NORMAL if order == TOLD else order) << CLASS_SHIFT | place
