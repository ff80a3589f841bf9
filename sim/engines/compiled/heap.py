"""The heap of a domain: what happens soon, the earliest first.

Order: time, then key, which is the class and the number in order of scheduling.
"""

from sim.engines.compiled.jit import inlined


@inlined
def push(s, d, time, key, what, extra):
    """Add an entry."""
    domain = s.domains[d]
    first = domain.heap
    hole = domain.heap_n
    domain.heap_n = hole + 1
    while hole > 0:
        above = (hole - 1) >> 1
        entry = s.heap[first + above]
        if entry.time < time or (entry.time == time and entry.key < key):
            break
        s.heap[first + hole] = entry
        hole = above
    entry = s.heap[first + hole]
    entry.time = time
    entry.key = key
    entry.what = what
    entry.extra = extra


@inlined
def drop_first(s, d):
    """Take the first entry off."""
    domain = s.domains[d]
    first = domain.heap
    last = domain.heap_n - 1
    domain.heap_n = last
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
        s.heap[first + hole] = entry
        hole = below
        below = 2 * hole + 1
    s.heap[first + hole] = moved
