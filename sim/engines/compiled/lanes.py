"""Who plays when: edge nodes alone where they can, in step with the data centre where they must.

Between two instants at which controllers or faults act, an edge node hears nothing from outside
but the answers to the clicks that it sent on.  So a node without such a click plays alone up to
the next of these instants (``_play_alone``), which keeps its memory in the cache and lets threads
play several; a click that it admits then waits for the data centre to come up to it.  Whoever has
clicks there is *coupled*: played event by event in the order of time, class and place, together
with the data centre, as the reference engine plays everyone.
"""

from sim.engines.compiled.agenda import (
    CLASS_SHIFT,
    NORMAL,
    THE_CROWDS,
    next_rank,
    schedule,
    whats_next,
)
from sim.engines.compiled.edge_node import send_on
from sim.engines.compiled.frames import EVERYONE
from sim.engines.compiled.jit import compiled, entry, inlined
from sim.engines.compiled.kinds import KIND_SHIFT, PUSH
from sim.engines.compiled.machine import begin, settle, step
from sim.engines.compiled.pool import crash
from sim.engines.compiled.readings import catch_up
from sim.engines.compiled.records import KEPT
from sim.engines.compiled.wheel import NEVER

ALONE, COUPLED, TOGETHER = range(3)
"""Who plays."""
DONE, FULL, HUNGRY, BROKEN = range(4)
"""Why playing stopped: it is done, it wants room, it wants arrivals, a fault is due."""
_GOES_ON = -1
MARGIN = 32
"""How much room one event may take in its domain, beyond the reports of a census."""


@entry
def post(s, time, order, kind, argument):
    """Schedule an event of the data centre from outside."""
    schedule(s, 0, time, order, kind, argument, 0)


@entry
def fail(s, p, now):
    """Crash a worker pool."""
    crash(s, p, now)


@entry
def play(s, mode, first, last, slot, until):
    """Play everything before ``until`` as far as can be: why it stopped.

    ALONE: each edge node from domain ``first`` up to ``last`` that is not coupled, on its own;
    polls and readings go to the tables of ``slot``, which no other thread may have.
    COUPLED: the data centre and who is coupled to it; TOGETHER: everyone, in one order.
    """
    if mode == ALONE:
        return _play_alone(s, first, last, slot, until)
    if s.run[0].domains == 1:
        return _play_centre(s, until)
    return _play_coupled(s, until, mode == TOGETHER)


@compiled
def _play_alone(s, first, last, slot, until):
    for d in range(first, last):
        s.domains[d].slot = slot
        if not is_coupled(s, d) and not run_free(s, d, until):
            return FULL
    return DONE


@inlined
def is_coupled(s, d):
    """Whether an edge node has clicks at the data centre, or one that is about to go there."""
    domain = s.domains[d]
    return s.run[0].coupled != 0 or domain.outstanding > 0 or domain.parked >= 0


@compiled
def run_free(s, d, until):
    """Play one domain alone; False if it wants room."""
    domain = s.domains[d]
    domain.free = 1
    room = True
    while domain.parked < 0:
        what, time = whats_next(s, d)
        if time >= until:
            break
        if not has_room(s, d):
            room = False
            break
        catch_up(s, d, time)
        step(s, d, what)
    domain.free = 0
    return room


@inlined
def has_room(s, d):
    """Whether one more event of this domain finds the room that it may want."""
    domain = s.domains[d]
    margin = MARGIN + (s.control[0].nodes if d == 0 else 0)
    return (
        domain.pending + domain.frames - domain.frame_left + margin <= domain.heap_room
        and domain.frame_left >= MARGIN
        and domain.request_left >= MARGIN
        and s.run[0].logged < s.run[0].log_room
        and s.outcomes[domain.slot, KEPT] < s.run[0].heard_room
    )


@compiled
def _play_centre(s, until):
    """Play a data centre without an edge: nobody else's turn comes in between."""
    run = s.run[0]
    while True:
        what, time = whats_next(s, 0)
        if time >= until:
            return DONE
        if not has_room(s, 0):
            return FULL
        catch_up(s, 0, time)
        step(s, 0, what)
        if run.fault >= 0:
            return BROKEN
        if run.hungry:
            return HUNGRY


@compiled
def _play_coupled(s, until, everyone):
    run = s.run[0]
    if run.stuck > 0:
        if not run_free(s, run.stuck, until):
            return FULL
        run.stuck = 0
    _enroll(s, everyone)
    reason = _GOES_ON
    while reason == _GOES_ON and s.turns[s.tree[1]].time < until:
        reason = _take_turn(s, s.tree[1], until, everyone)
    return DONE if reason == _GOES_ON else reason


@inlined
def _take_turn(s, d, until, everyone):
    """Play one event of a domain: whether it goes on, or why not."""
    run = s.run[0]
    if not (has_room(s, d) and has_room(s, 0) and (d > 0 or _has_room_to_push(s))):
        return FULL
    run.last = d
    catch_up(s, d, s.turns[d].time)
    begins = _begins_burst(s, d)
    _go(s, d)
    if not everyone and not _set_free(s, run.last, until):
        run.stuck = run.last
        return FULL
    if run.fault >= 0:
        return BROKEN
    if run.hungry:
        return HUNGRY
    _refresh(s, d, run.last, everyone)
    if begins and s.turns[s.tree[1]].time == run.burst:
        _enroll(s, everyone)
    return _GOES_ON


@inlined
def _begins_burst(s, d):
    """Whether the crowd's own event of this instant happens with this turn: from then on everybody
    else who begins in it, at whatever node, comes before what is merely NORMAL."""
    turn = s.turns[d]
    if turn.rank != THE_CROWDS or turn.time == s.run[0].burst:
        return False
    s.run[0].burst = turn.time
    return True


@inlined
def _has_room_to_push(s):
    """Whether every edge node finds room for what the data centre is about to tell it, if it is."""
    domain = s.domains[0]
    if domain.heap_n == 0 or s.heap[domain.heap].what >> KIND_SHIFT != PUSH:
        return True
    room = True
    for d in range(1, s.run[0].domains):
        room = room and has_room(s, d)
    return room


@inlined
def _go(s, d):
    f = s.domains[d].parked
    if f >= 0:
        signal = send_on(s, f)
    else:
        what, _ = whats_next(s, d)
        f, signal = begin(s, d, what)
    settle(s, f, signal)


@inlined
def _set_free(s, d, until):
    """Let an edge node that has nothing at the data centre any more go on alone."""
    return d <= 0 or is_coupled(s, d) or run_free(s, d, until)


@compiled
def _enroll(s, everyone):
    """Note everybody's next turn."""
    for d in range(s.run[0].domains):
        _note_turn(s, d, everyone)
    for place in range(s.run[0].leaves - 1, 0, -1):
        _decide(s, place)


@inlined
def _refresh(s, d, last, everyone):
    """Note the turns that an event has changed: its own domain's, the data centre's, and that of
    the edge node which ``last`` had an answer; all of them after a controller's."""
    if last == EVERYONE:
        _enroll(s, everyone)
        return
    _update(s, d, everyone)
    if d != 0:
        _update(s, 0, everyone)
    if last != d and last > 0:
        _update(s, last, everyone)


@compiled
def _update(s, d, everyone):
    _note_turn(s, d, everyone)
    place = (s.run[0].leaves + d) >> 1
    while place > 0:
        _decide(s, place)
        place >>= 1


@inlined
def _note_turn(s, d, everyone):
    domain = s.domains[d]
    if d > 0 and not everyone and not is_coupled(s, d):
        s.turns[d].time = NEVER
    elif domain.parked >= 0:
        s.turns[d].time = domain.now
        s.turns[d].rank = _parked_rank(s, d)
    else:
        what, s.turns[d].time = whats_next(s, d)
        s.turns[d].rank = next_rank(s, d, what) if s.turns[d].time < NEVER else 0


@inlined
def _parked_rank(s, d):
    """Where in its instant a parked click stands: right behind what has let it go on."""
    domain = s.domains[d]
    if domain.normal_at == domain.now:
        return NORMAL << CLASS_SHIFT | d + 1
    if 0 < domain.burst == domain.now != s.run[0].burst:
        return THE_CROWDS
    return d + 1


@inlined
def _decide(s, place):
    """Which of two goes first, in the tree of turns whose leaves are the domains."""
    one = s.tree[2 * place]
    other = s.tree[2 * place + 1]
    s.tree[place] = other if _before(s, other, one) else one


@inlined
def _before(s, one, other):
    if s.turns[one].time != s.turns[other].time:
        return s.turns[one].time < s.turns[other].time
    return s.turns[one].rank < s.turns[other].rank or (
        s.turns[one].rank == s.turns[other].rank and one < other
    )


@entry
def finish(s):
    """Take the readings that are due at the end of the run."""
    for d in range(s.run[0].domains):
        catch_up(s, d, s.run[0].end)
