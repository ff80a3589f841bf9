"""The worker pool: see ``sim.stations.pool``, whose methods these are."""

from sim.engines.compiled.agenda import URGENT
from sim.engines.compiled.frames import domain_of, now_at, resume_at
from sim.engines.compiled.jit import compiled, inlined
from sim.outcomes import Outcome

GRANTED, QUEUED, HOLDING = -1, 1, 2
"""What a waiting frame finds in ``b`` once a worker is its own, and states of frames."""
NO_ROOM, EVERYONE = -1, -1
"""A pool whose line has no bound, and one that serves everyone however late."""
_SHED, _TIMED_OUT, _FAILED = int(Outcome.SHED), int(Outcome.TIMED_OUT), int(Outcome.FAILED)


@inlined
def take(s, p, now):
    """Seize a worker if one is free and say whether it was."""
    pool = s.pools[p]
    if pool.busy == pool.workers:
        return False
    pool.busy += 1
    pool.busy_since += now
    return True


@inlined
def wait(s, p, f):
    """Queue a frame; False if there is no room."""
    pool = s.pools[p]
    if pool.room >= 0 and pool.waiting >= pool.room:
        return False
    line_up(s, p, f)
    return True


@inlined
def line_up(s, p, f):
    """Queue a frame, whether there is room or not."""
    pool = s.pools[p]
    frame = s.frames[f]
    frame.state = QUEUED
    rank = s.requests[frame.request].priority if pool.ranks > 1 else 0
    line = s.lines[pool.lines + rank]
    if line.head < 0:
        frame.next = -1
        line.head = f
        line.tail = f
    elif pool.lifo:
        frame.next = line.head
        line.head = f
    else:
        frame.next = -1
        s.frames[line.tail].next = f
        line.tail = f
    pool.waiting += 1
    pool.peak = max(pool.peak, pool.waiting)


@inlined
def give(s, p, epoch, now):
    """Give a worker back; False if the pool has crashed since it was taken."""
    pool = s.pools[p]
    if epoch != pool.epoch:
        pool.ghosts -= 1
        return False
    if pool.waiting == 0 or not _hand_over(s, p, now):
        pool.busy -= 1
        pool.busy_since -= now
    return True


@compiled
def _hand_over(s, p, now):
    pool = s.pools[p]
    while pool.waiting > 0:
        f = _pop(s, p)
        left = s.requests[s.frames[f].request].deadline - now
        if pool.margin == EVERYONE or left > pool.margin:
            _wake(s, f, GRANTED)
            return True
        _wake(s, f, _TIMED_OUT)
    return False


@compiled
def _pop(s, p):
    pool = s.pools[p]
    rank = 0
    while s.lines[pool.lines + rank].head < 0:
        rank += 1
    line = s.lines[pool.lines + rank]
    f = line.head
    line.head = s.frames[f].next
    pool.waiting -= 1
    return f


@inlined
def _wake(s, f, outcome):
    s.frames[f].b = outcome
    resume_at(s, f, now_at(s, f), URGENT)


@compiled
def crash(s, p, now):
    """Lose every worker's work and everyone in line."""
    pool = s.pools[p]
    pool.epoch += 1
    pool.ghosts += pool.busy
    pool.busy_since -= pool.busy * now
    pool.busy = 0
    while pool.waiting > 0:
        f = _pop(s, p)
        s.domains[domain_of(s, f)].now = now
        _wake(s, f, _FAILED)


SHED = _SHED
