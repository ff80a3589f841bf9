"""The wheels of a domain: what happens later, in buckets of time.

Hierarchical timing wheels (Varghese and Lauck, 1987).  A bucket of the fine wheel holds, unsorted
and chained, what happens in one stretch of ``2 ** shift`` ns; a bucket of the coarse wheel holds
what happens in one turn of the fine one, and is unrolled onto it when its turn comes; what lies
beyond a turn of the coarse wheel waits in one far list.  So both wheels stay in the first-level
cache, however many wait, and an event is moved two or three times in all.  The width of a bucket
follows the rate of events.
"""

from sim.engines.compiled.heap import push
from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.kinds import ARGUMENT
from sim.engines.compiled.tables import prefetch

NEVER = 1 << 62
WANTED = 4
"""Events a bucket, roughly."""
WIDEST = 40
_ENOUGH = 1024
"""Events after which their rate is known well enough."""
_NOTHING = -1


@inlined
def keep(s, d, time, key, what, extra):
    """Add an event that is not due in the current bucket."""
    domain = s.domains[d]
    e = domain.event_free
    event = s.events[e]
    domain.event_free = e + 1 + event.next
    event.time = time
    event.key = key
    event.what = what
    event.extra = extra
    _chain(s, d, e)


@inlined
def _chain(s, d, e):
    """Put an event where it belongs."""
    domain = s.domains[d]
    event = s.events[e]
    fine = event.time >> domain.shift
    coarse = fine >> domain.bits
    if coarse == domain.coarse:
        domain.fine_n += 1
        place = domain.wheel + (fine & domain.fine_mask)
    elif coarse - domain.coarse <= domain.coarse_mask:
        domain.coarse_n += 1
        place = domain.wheel + domain.fine_mask + 1 + (coarse & domain.coarse_mask)
    else:
        domain.far_at = min(domain.far_at, event.time)
        place = domain.far
    event.next = s.buckets[place]
    s.buckets[place] = e


@compiled
def advance(s, d):
    """Bring the next events, of which there are some, into the (empty) heap.

    Unless an arrival comes before: events that it makes have their place on the wheels, then.
    """
    domain = s.domains[d]
    while domain.heap_n == 0:
        if domain.fine_n == 0:
            if _next_turn(s, d) << (domain.shift + domain.bits) > domain.comes_at:
                return
            _next_coarse(s, d)
        if domain.edge > domain.comes_at:
            return
        fine = domain.edge >> domain.shift
        domain.edge = (fine + 1) << domain.shift
        _drain(s, d, domain.wheel + (fine & domain.fine_mask))


@inlined
def _next_turn(s, d):
    """The turn of the fine wheel for which the next events wait that are not on it."""
    domain = s.domains[d]
    if domain.coarse_n > 0:
        return domain.coarse + 1
    return domain.far_at >> (domain.shift + domain.bits)


@compiled
def _next_coarse(s, d):
    """Go on to the next bucket of the coarse wheel, or to the far list where all are empty."""
    domain = s.domains[d]
    domain.coarse = _next_turn(s, d)
    domain.edge = domain.coarse << (domain.shift + domain.bits)
    _adapt(s, d)
    if domain.far_at >> (domain.shift + domain.bits) <= domain.coarse:
        domain.far_at = NEVER
        _unroll(s, d, _take(s, domain.far))
    if domain.coarse_n > 0:
        place = domain.wheel + domain.fine_mask + 1 + (domain.coarse & domain.coarse_mask)
        domain.coarse_n -= _unroll(s, d, _take(s, place))


@inlined
def _drain(s, d, place):
    """Move a fine bucket's events into the heap."""
    domain = s.domains[d]
    e = _take(s, place)
    while e >= 0:
        event = s.events[e]
        following = event.next
        push(s, d, event.time, event.key, event.what, event.extra)
        _fetch(s, d, event.what)
        event.next = domain.event_free - e - 1
        domain.event_free = e
        domain.fine_n -= 1
        e = following


@inlined
def _fetch(s, d, what):
    """Have at hand whom an event is about when it happens: she has waited for long.

    At an edge node that is nearly always a user, in the data centre a frame.  The event itself is
    not asked, as the processor could not foretell the answer, and to fetch what nobody wants does
    no harm.
    """
    if d > 0:
        prefetch(s.users, what & ARGUMENT)
    else:
        prefetch(s.frames, what & ARGUMENT)


@inlined
def _take(s, place):
    """Empty a bucket: its chain."""
    e = s.buckets[place]
    s.buckets[place] = _NOTHING
    return e


@inlined
def _unroll(s, d, e):
    """Put every event of a chain where it belongs now: how many there were."""
    count = 0
    while e >= 0:
        following = s.events[e].next
        _chain(s, d, e)
        count += 1
        e = following
    return count


@inlined
def _adapt(s, d):
    """See whether buckets of another width suit the rate of events better."""
    domain = s.domains[d]
    elapsed = domain.edge - domain.adapted_at
    turn = (domain.coarse_mask + 1) << (domain.shift + domain.bits)
    if domain.popped >= _ENOUGH or elapsed >= turn:
        shift = _width(domain.popped, elapsed)
        if abs(shift - domain.shift) > 1:
            _rebuild(s, d, shift)
        domain.popped = 0
        domain.adapted_at = domain.edge


@compiled
def _width(popped, elapsed):
    """The power of two of a bucket's width, after ``popped`` events in ``elapsed`` ns."""
    width = WANTED * (elapsed // max(popped, 1))
    shift = 0
    while shift < WIDEST and (1 << (shift + 1)) <= width:
        shift += 1
    return shift


@compiled
def _rebuild(s, d, shift):
    """Put everything on wheels whose buckets have another width."""
    domain = s.domains[d]
    chain = _NOTHING
    for place in range(domain.wheel, domain.far + 1):
        e = _take(s, place)
        while e >= 0:
            event = s.events[e]
            following = event.next
            event.next = chain
            chain = e
            e = following
    domain.fine_n = 0
    domain.coarse_n = 0
    domain.far_at = NEVER
    domain.shift = shift
    domain.edge = domain.edge >> shift << shift
    domain.coarse = domain.edge >> (shift + domain.bits)
    _unroll(s, d, chain)
