"""Readings: what every station has done by the end of each interval, for the timeline.

Each domain is read as it passes the end of an interval, before anything happens there: so domains
need not stop for it together.  What is read is added up over domains, in a table for each slot.
"""

from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.records import ARRIVED, BUSY, COLUMNS, QUEUE
from sim.engines.compiled.wheel import NEVER


@inlined
def catch_up(s, d, now):
    """Take the readings that are due before something happens in a domain at ``now``."""
    if s.domains[d].reading_at <= now:
        _catch_up(s, d, now)


@compiled
def _catch_up(s, d, now):
    domain = s.domains[d]
    run = s.run[0]
    while domain.reading_at <= now:
        first = (domain.slot * run.intervals + domain.reading) * run.stations
        _read_books(s, domain.first_book, first)
        _read_pools(s, domain.first_pool, first)
        domain.reading += 1
        last = domain.reading == run.intervals
        domain.reading_at = NEVER if last else min(domain.reading_at + run.interval, run.end)


@inlined
def _read_books(s, book, first):
    while book >= 0:
        place = first + s.covers[book].station
        for column in range(COLUMNS):
            s.readings[place, column] += s.books[book, column]
        book = s.covers[book].next


@inlined
def _read_pools(s, p, first):
    while p >= 0:
        pool = s.pools[p]
        s.readings[first + pool.station, QUEUE] += pool.waiting
        s.readings[first + pool.station, BUSY] += pool.busy
        p = pool.next


@inlined
def arrive_early(s, d, n, time):
    """Book an arrival at a station at a time to come, before the end of the run."""
    book_early(s, d, n, ARRIVED, time)


@inlined
def book_early(s, d, n, outcome, time):
    """Book a departure from a station at a time to come, before the end of the run."""
    domain = s.domains[d]
    run = s.run[0]
    interval = domain.reading if time < domain.reading_at else time // run.interval
    place = (domain.slot * run.intervals + interval) * run.stations + s.nodes[n].station
    s.early[place, outcome] += 1
