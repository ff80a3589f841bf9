"""The wheel of a domain: what happens later, in buckets of time.

A hashed timing wheel (Varghese and Lauck, 1987): a bucket holds, unsorted and chained, what happens
in one stretch of ``2 ** shift`` ns, and after the last bucket the wheel comes round.  What lies a
turn or more ahead waits in one far list.  The width of a bucket follows the rate of events.
"""

from sim.engines.compiled.heap import push
from sim.engines.compiled.jit import compiled, inlined

NEVER = 1 << 62
WANTED = 8
"""Events a bucket, roughly."""
WIDEST = 40
_NOTHING = -1


@inlined
def keep(s, d, time, key, what, extra):
    """Add an event that is not due in the current bucket."""
    domain = s.domains[d]
    e = domain.event_free
    event = s.events[e]
    domain.event_free = event.next
    event.time = time
    event.key = key
    event.what = what
    event.extra = extra
    _chain(s, d, e)


@inlined
def _chain(s, d, e):
    domain = s.domains[d]
    event = s.events[e]
    bucket = event.time >> domain.shift
    if bucket - (domain.edge >> domain.shift) <= domain.mask:
        place = domain.wheel + (bucket & domain.mask)
        event.next = s.buckets[place]
        s.buckets[place] = e
    else:
        event.next = domain.far
        domain.far = e
        domain.far_n += 1
        domain.far_at = min(domain.far_at, event.time)


@compiled
def advance(s, d):
    """Bring the next events into the (empty) heap; there are some."""
    domain = s.domains[d]
    while domain.heap_n == 0:
        if domain.edge >= domain.turn_at:
            _turn(s, d)
        if domain.far_n == domain.pending:
            domain.edge = domain.far_at >> domain.shift << domain.shift
        if domain.far_at >> domain.shift <= domain.edge >> domain.shift:
            _unroll(s, d, _take_far(s, d))
        bucket = domain.edge >> domain.shift
        domain.edge = (bucket + 1) << domain.shift
        _empty(s, d, domain.wheel + (bucket & domain.mask))


@inlined
def _empty(s, d, place):
    """Move a bucket's events into the heap."""
    domain = s.domains[d]
    e = s.buckets[place]
    s.buckets[place] = _NOTHING
    while e >= 0:
        event = s.events[e]
        following = event.next
        push(s, d, event.time, event.key, event.what, event.extra)
        event.next = domain.event_free
        domain.event_free = e
        e = following


@inlined
def _take_far(s, d):
    """Empty the far list: its chain."""
    domain = s.domains[d]
    e = domain.far
    domain.far = _NOTHING
    domain.far_n = 0
    domain.far_at = NEVER
    return e


@inlined
def _unroll(s, d, e):
    """Put every event of a chain where it belongs now."""
    while e >= 0:
        following = s.events[e].next
        _chain(s, d, e)
        e = following


@compiled
def _turn(s, d):
    """Once in a turn: see whether buckets of another width suit the rate of events better."""
    domain = s.domains[d]
    shift = _width(domain.shift, domain.popped, domain.edge - domain.turned_at)
    if abs(shift - domain.shift) > 1:
        e = _collect(s, d)
        domain.shift = shift
        domain.edge = domain.edge >> shift << shift
        _unroll(s, d, e)
    domain.popped = 0
    domain.turned_at = domain.edge
    domain.turn_at = domain.edge + ((domain.mask + 1) << domain.shift)


@compiled
def _collect(s, d):
    """Take everything off the wheel and out of the far list: one chain."""
    domain = s.domains[d]
    chain = _take_far(s, d)
    for place in range(domain.wheel, domain.wheel + domain.mask + 1):
        e = s.buckets[place]
        s.buckets[place] = _NOTHING
        while e >= 0:
            event = s.events[e]
            following = event.next
            event.next = chain
            chain = e
            e = following
    return chain


@compiled
def _width(shift, popped, elapsed):
    """The power of two of a bucket's width, after ``popped`` events in ``elapsed`` ns."""
    if popped < 4 * WANTED:
        return min(shift + 2, WIDEST)
    width = WANTED * (elapsed // popped)
    shift = 0
    while shift < WIDEST and (1 << (shift + 1)) <= width:
        shift += 1
    return shift
