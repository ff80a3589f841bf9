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
from sim.engines.compiled.kinds import KIND_SHIFT
from sim.engines.compiled.wheel import NEVER, advance, keep

URGENT, COMING, TOLD, NORMAL, LATE = range(5)
"""The classes: what releases, the crowd at an edge node, word from the data centre, everything
else, the crowd at the data centre."""
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
def crowd_is_next(s, d):
    """Whether the next thing in a domain is a user of the crowd who begins."""
    domain = s.domains[d]
    if domain.crowd == domain.crowd_end:
        return False
    if domain.heap_n == 0:
        return True
    time = s.begins[domain.crowd]
    entry = s.heap[domain.heap]
    if time != entry.time:
        return time < entry.time
    return _crowd_class(domain, time) <= entry.key >> CLASS_SHIFT


@inlined
def _crowd_class(domain, time):
    if time == domain.burst:
        return URGENT
    return COMING if time == 0 else domain.eager


@inlined
def next_time(s, d):
    """When the next thing happens in a domain; NEVER where nothing does."""
    fill(s, d)
    domain = s.domains[d]
    if crowd_is_next(s, d):
        return s.begins[domain.crowd]
    return s.heap[domain.heap].time if domain.heap_n > 0 else NEVER


@inlined
def next_rank(s, d):
    """The class and place of the next thing of a (filled) domain, as one number to compare."""
    domain = s.domains[d]
    place = 0 if d == 0 else d + 1
    if crowd_is_next(s, d):
        time = s.begins[domain.crowd]
        if time == domain.burst or time == s.run[0].burst:
            return place
        return 1 if time == 0 else THE_CROWDS
    order = s.heap[domain.heap].key >> CLASS_SHIFT
    return (NORMAL if order == TOLD else order) << CLASS_SHIFT | place
