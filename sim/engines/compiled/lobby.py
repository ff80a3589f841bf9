"""The lobby of an edge node and its waiting room: see ``sim.stations.lobby``.

The frame of someone who waits has her serial number (from 1 on) as its ``token``, and is chained
by ``next`` and ``prev`` in the order of joining.  Whoever leaves stays in the heap of turns until
her entry surfaces or is swept out.
"""

from sim.engines.compiled.agenda import NORMAL, URGENT, schedule
from sim.engines.compiled.frames import resume_at
from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.kinds import DOOR, GIVE_UP
from sim.engines.compiled.pool import GRANTED
from sim.engines.compiled.wheel import NEVER
from sim.outcomes import Outcome
from sim.policies.admission import waiting_room

WAITING = 4
_ABANDONED, _SOLD_OUT = int(Outcome.ABANDONED), int(Outcome.SOLD_OUT)

_turn_after = inlined(waiting_room.turn_after)


@compiled
def wait(s, f, draw):
    """Let a frame wait for its turn; it will find in ``b`` what came of it."""
    frame = s.frames[f]
    n = frame.node
    node = s.nodes[n]
    now = s.domains[node.domain].now
    room = s.rooms[node.room]
    room.joined += 1
    frame.state = WAITING
    frame.token = room.joined
    _sit(s, f)
    _push(s, node.room, draw if s.policies[node.admission].random else 0.0, room.joined, f)
    deadline = s.requests[frame.request].deadline
    if deadline != NEVER:
        schedule(s, node.domain, max(now, deadline), NORMAL, GIVE_UP, f, room.joined)
    if not room.door:
        room.door = 1
        schedule(s, node.domain, now, URGENT, DOOR, n, 0)


@inlined
def _sit(s, f):
    frame = s.frames[f]
    room = s.rooms[s.nodes[frame.node].room]
    frame.next = -1
    frame.prev = room.tail
    if room.tail >= 0:
        s.frames[room.tail].next = f
    else:
        room.head = f
    room.tail = f
    room.waiting += 1


@compiled
def _rise(s, f, outcome):
    """Let a frame go on, with the outcome that it waited for."""
    frame = s.frames[f]
    node = s.nodes[frame.node]
    room = s.rooms[node.room]
    if frame.prev >= 0:
        s.frames[frame.prev].next = frame.next
    else:
        room.head = frame.next
    if frame.next >= 0:
        s.frames[frame.next].prev = frame.prev
    else:
        room.tail = frame.prev
    room.waiting -= 1
    frame.token = 0
    frame.b = outcome
    resume_at(s, f, s.domains[node.domain].now, URGENT)


@compiled
def give_up(s, f, serial):
    """The patience of someone who may still wait is over."""
    if s.frames[f].token == serial and s.frames[f].state == WAITING:
        _rise(s, f, _ABANDONED)


@compiled
def close(s, r):
    """Send everyone home: nothing is left."""
    while s.rooms[r].head >= 0:
        _rise(s, s.rooms[r].head, _SOLD_OUT)


@compiled
def door(s, n, opened):
    """Let out whoever's turn it is now (unless the door has just ``opened``), and wait on."""
    node = s.nodes[n]
    room = s.rooms[node.room]
    policy = s.policies[node.admission]
    now = s.domains[node.domain].now
    if not opened and room.waiting > 0 and policy.turn <= now:
        policy.turn, policy.early = _turn_after(
            now, policy.turn, policy.early, policy.count, policy.per
        )
        _rise(s, _first(s, node.room), GRANTED)
    if room.waiting == 0:
        room.door = 0
    else:
        schedule(s, node.domain, max(now, policy.turn), NORMAL, DOOR, n, 1)


@inlined
def _first(s, r):
    f = _pop(s, r)
    while f < 0:
        f = _pop(s, r)
    return f


@inlined
def _is_waiting(s, waiter):
    frame = s.frames[waiter.frame]
    return frame.state == WAITING and frame.token == waiter.serial


@inlined
def _before(s, one, other):
    a = s.waiters[one]
    b = s.waiters[other]
    return a.rank < b.rank or (a.rank == b.rank and a.serial < b.serial)


@inlined
def _swap(s, one, other):
    a = s.waiters[one]
    b = s.waiters[other]
    a.rank, b.rank = b.rank, a.rank
    a.serial, b.serial = b.serial, a.serial
    a.frame, b.frame = b.frame, a.frame


@compiled
def _push(s, r, rank, serial, f):
    room = s.rooms[r]
    if room.heap_n > 2 * room.waiting + 16:
        _sweep(s, r)
    waiter = s.waiters[room.heap + room.heap_n]
    waiter.rank = rank
    waiter.serial = serial
    waiter.frame = f
    room.heap_n += 1
    _lift(s, r, room.heap_n - 1)


@compiled
def _lift(s, r, place):
    first = s.rooms[r].heap
    while place > 0 and _before(s, first + place, first + ((place - 1) >> 1)):
        _swap(s, first + place, first + ((place - 1) >> 1))
        place = (place - 1) >> 1


@compiled
def _sweep(s, r):
    """Take out of the heap whoever has left."""
    room = s.rooms[r]
    entries = room.heap_n
    room.heap_n = 0
    for place in range(entries):
        if _is_waiting(s, s.waiters[room.heap + place]):
            if place != room.heap_n:
                _swap(s, room.heap + place, room.heap + room.heap_n)
            room.heap_n += 1
            _lift(s, r, room.heap_n - 1)


@compiled
def _pop(s, r):
    """Take the first entry off the heap: its frame, or -1 if it has left."""
    room = s.rooms[r]
    first = room.heap
    waiter = s.waiters[first]
    found = waiter.frame if _is_waiting(s, waiter) else -1
    room.heap_n -= 1
    size = room.heap_n
    _swap(s, first, first + size)
    place = 0
    while 2 * place + 1 < size:
        below = 2 * place + 1
        if below + 1 < size and _before(s, first + below + 1, first + below):
            below += 1
        if not _before(s, first + below, first + place):
            break
        _swap(s, first + below, first + place)
        place = below
    return found
