"""The two loops between the data centre and the edge: see ``sim.control.data_centre``."""

from sim.control.data_centre import KEY_BASE, MESSAGE_BYTES
from sim.engines.compiled.agenda import NORMAL, TOLD, schedule
from sim.engines.compiled.frames import EVERYONE
from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.kinds import CENSUS, PUSH, REPORT, TELL
from sim.engines.compiled.links import LOST, travel
from sim.policies.admission import census as rules

CENSUS_NOTE, PUSH_NOTE, SOLD_OUT_NOTE = range(3)

_census_share = inlined(rules.census_share)


@compiled
def census(s):
    """Let every edge node report how many people it believes are waiting."""
    run = s.run[0]
    control = s.control[0]
    now = s.domains[0].now
    for number in range(control.nodes):
        delay = _delay(s, control.there, number, 2 * run.census)
        if delay != LOST:
            schedule(s, 0, now + delay, TOLD, REPORT, number, _waiting(s, number, now))
    _note(s, CENSUS_NOTE, float(_known(s)))
    run.census += 1
    run.census_at = now + control.census_interval
    schedule(s, 0, run.census_at, NORMAL, CENSUS, 0, 0)


@inlined
def _delay(s, w, number, index):
    if w < 0:
        return 0
    return travel(s, w, s.domains[0].now, MESSAGE_BYTES, KEY_BASE + number, 0, index)


@inlined
def _waiting(s, number, now):
    """How many people an edge node believes are waiting: bisects their sorted joins."""
    low = s.joined_from[number]
    first = low
    high = s.joined_from[number + 1]
    while low < high:
        middle = (low + high) >> 1
        if s.joined[middle] <= now:
            low = middle + 1
        else:
            high = middle
    return max(0, low - first - s.nodes[s.numbers[s.control[0].first + number]].people)


@inlined
def _known(s):
    total = 0
    for number in range(s.control[0].nodes):
        total += s.known[number]
    return total


@inlined
def report(s, number, waiting):
    """A report arrives."""
    s.known[number] = waiting


@compiled
def push(s):
    """Tell every edge node whether anything is left and which share to admit."""
    run = s.run[0]
    control = s.control[0]
    now = s.domains[0].now
    stock = s.nodes[control.stock]
    sold_out = control.shortcut != 0 and stock.left == 0
    if sold_out != (run.sold_out != 0):
        run.sold_out = sold_out
        _note(s, SOLD_OUT_NOTE, 1.0 if sold_out else 0.0)
    share = -1.0
    if control.target > 0:
        share = _census_share(control.target, stock.left, _known(s))
    s.pushes[run.push].sold_out = sold_out
    s.pushes[run.push].share = share
    for number in range(control.nodes):
        delay = _delay(s, control.back, number, 2 * run.push + 1)
        if delay != LOST:
            n = s.numbers[control.first + number]
            schedule(s, s.nodes[n].domain, now + delay, TOLD, TELL, n, run.push)
    if share >= 0:
        _note(s, PUSH_NOTE, share)
    run.last = EVERYONE
    run.push += 1
    run.push_at = now + control.push_interval
    schedule(s, 0, run.push_at, NORMAL, PUSH, 0, 0)


@inlined
def _note(s, kind, value):
    note = s.notes[s.run[0].notes]
    note.time = s.domains[0].now
    note.kind = kind
    note.value = value
    s.run[0].notes += 1
