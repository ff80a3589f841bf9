"""The agenda of a domain: what happens next in it.

A calendar queue in front of a small binary heap.  Only what falls into the current bucket of time
is in the heap, so that the heap has some tens of entries and stays in the first-level cache,
whoever waits for later; whatever is later lies unsorted in its bucket, and what lies beyond the
last bucket in one far list.  The width of a bucket follows the rate of events.  (A million users
with a poll a second each: one binary heap takes three times as long, a heap a domain twice.)

Order: time, then class, then order of scheduling.  The crowd's users begin between the classes, at
the instants in ``begins``: before anything NORMAL at an edge node, after it at the data centre.
"""

from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.records import BUCKETS

URGENT, COMING, TOLD, NORMAL, LATE = range(5)
"""The classes: what releases, the crowd at an edge node, word from the data centre, everything else,
the crowd at the data centre."""
CLASS_SHIFT = 56
KIND_SHIFT = 48
ARGUMENT = (1 << KIND_SHIFT) - 1
NEVER = 1 << 62
WANTED = 16
"""Events a bucket, roughly."""
WIDEST = 40


@inlined
def schedule(s, d, time, order, kind, argument, extra):
    """Let an event happen in domain ``d`` at ``time``."""
    domain = s.domains[d]
    key = order << CLASS_SHIFT | domain.serial
    what = kind << KIND_SHIFT | argument
    domain.serial += 1
    domain.pending += 1
    if time < domain.edge:
        push(s, d, time, key, what, extra)
    else:
        keep(s, d, time, key, what, extra)


@inlined
def push(s, d, time, key, what, extra):
    """Add to the heap."""
    domain = s.domains[d]
    first = domain.heap
    hole = domain.heap_n
    domain.heap_n = hole + 1
    while hole > 0:
        above = (hole - 1) >> 1
        entry = s.heap[first + above]
        if entry.time < time or (entry.time == time and entry.key < key):
            break
        _move(s, first + above, first + hole)
        hole = above
    _put(s, first + hole, time, key, what, extra)


@inlined
def keep(s, d, time, key, what, extra):
    """Add to the bucket of its time, or to the far list."""
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
    bucket = (event.time - domain.began) >> domain.shift
    if bucket < BUCKETS:
        event.next = s.buckets[d, bucket]
        s.buckets[d, bucket] = e
    else:
        event.next = domain.far
        domain.far = e


@inlined
def _put(s, place, time, key, what, extra):
    entry = s.heap[place]
    entry.time = time
    entry.key = key
    entry.what = what
    entry.extra = extra


@inlined
def _move(s, source, target):
    entry = s.heap[source]
    _put(s, target, entry.time, entry.key, entry.what, entry.extra)


@inlined
def drop_first(s, d):
    """Take the first entry off the heap."""
    domain = s.domains[d]
    first = domain.heap
    last = domain.heap_n - 1
    domain.heap_n = last
    domain.pending -= 1
    domain.popped += 1
    moved = s.heap[first + last]
    time = moved.time
    key = moved.key
    hole = 0
    below = 1
    while below < last:
        entry = s.heap[first + below]
        if below + 1 < last:
            other = s.heap[first + below + 1]
            if other.time < entry.time or (other.time == entry.time and other.key < entry.key):
                below += 1
                entry = other
        if time < entry.time or (time == entry.time and key < entry.key):
            break
        _move(s, first + below, first + hole)
        hole = below
        below = 2 * hole + 1
    if hole != last:
        _move(s, first + last, first + hole)


@inlined
def fill(s, d):
    """Bring the next bucket with events into an empty heap."""
    if s.domains[d].heap_n == 0 and s.domains[d].pending > 0:
        _advance(s, d)


@compiled
def _advance(s, d):
    domain = s.domains[d]
    while domain.heap_n == 0:
        bucket = domain.bucket + 1
        while bucket < BUCKETS and s.buckets[d, bucket] < 0:
            bucket += 1
        if bucket == BUCKETS:
            _turn(s, d)
        else:
            domain.bucket = bucket
            domain.edge = domain.began + ((bucket + 1) << domain.shift)
            _empty(s, d, bucket)


@compiled
def _empty(s, d, bucket):
    """Move a bucket's events into the heap."""
    domain = s.domains[d]
    e = s.buckets[d, bucket]
    s.buckets[d, bucket] = -1
    while e >= 0:
        event = s.events[e]
        following = event.next
        push(s, d, event.time, event.key, event.what, event.extra)
        event.next = domain.event_free
        domain.event_free = e
        e = following


@compiled
def _turn(s, d):
    """Begin a new round of buckets at the first event of the far list."""
    domain = s.domains[d]
    earliest = NEVER * 2 - 1
    e = domain.far
    while e >= 0:
        earliest = min(earliest, s.events[e].time)
        e = s.events[e].next
    domain.shift = _width(domain.shift, domain.popped, earliest - domain.began)
    domain.popped = 0
    domain.began = earliest
    domain.edge = earliest
    domain.bucket = -1
    e = domain.far
    domain.far = -1
    while e >= 0:
        following = s.events[e].next
        _chain(s, d, e)
        e = following


@compiled
def _width(shift, popped, elapsed):
    """The power of two of a bucket's width, after ``popped`` events in ``elapsed`` ns."""
    if popped < 4 * WANTED:
        return min(shift + 1, WIDEST)
    width = WANTED * (elapsed // popped)
    shift = 0
    while shift < WIDEST and (1 << (shift + 1)) <= width:
        shift += 1
    return shift


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
        if time == domain.burst:
            return place
        return 1 if time == 0 else NORMAL << CLASS_SHIFT | 1
    order = s.heap[domain.heap].key >> CLASS_SHIFT
    return (NORMAL if order == TOLD else order) << CLASS_SHIFT | place
