"""The memory of a run: the arrays that grow while it plays."""

import mmap
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np

from sim.engines.compiled.lanes import MARGIN
from sim.engines.compiled.records import (
    DOMAIN,
    ENTRY,
    EVENT,
    FRAME,
    LOGGED,
    REQUEST,
    ROOM,
    WAITER,
    Array,
)

FIRST = 4 * MARGIN
"""The least room of a domain, in frames, requests and events."""
HEARD_ROOM = 1 << 16
"""The room of a slot for rows of polls; whenever it is used up they are put aside."""
MORE = 4
"""Frames, requests or events of one user for which there is room before anything has to move."""
MOST_ROWS = 1 << 24
"""The most rows for which the log has room at first, about a gigabyte."""
SMALL_WHEELS, LARGE_WHEELS = (7, 7), (10, 10)
"""The sizes of an edge node's wheels and of the data centre's, as powers of two: fine, coarse."""


def table(size: int, kind: Any) -> Array:
    """An empty array of records, whose fields plain Python reads as attributes too."""
    made = np.zeros(size, dtype=kind)
    return made.view(np.recarray) if made.dtype.names else made


def sparse_table(size: int, kind: Any) -> Array:
    """An empty array of records of which few will be used, here and there: in small pages."""
    memory = mmap.mmap(-1, max(1, size) * kind.itemsize)
    if hasattr(mmap, "MADV_NOHUGEPAGE"):
        with suppress(OSError):  # a kernel without large pages
            memory.madvise(mmap.MADV_NOHUGEPAGE)
    return np.frombuffer(memory, kind, size).view(np.recarray)


class Arena:
    """An array that is handed out from its start on, and made anew when it is used up.

    What was not handed out, or not used since, is all zero and takes no memory.
    """

    def __init__(self, kind: Any, make: Callable[[int, Any], Array] = table) -> None:
        self._make = make
        self.array = make(0, kind)
        self.used = 0

    def take(self, size: int) -> int:
        """Hand out the next ``size`` records: the index of the first."""
        first = self.used
        if first + size > len(self.array):
            self.reserve(max(first + size, len(self.array) * 3 // 2))
        self.used += size
        return first

    def reserve(self, size: int) -> None:
        """Make the array as long as that, if it is shorter."""
        if size <= len(self.array):
            return
        grown = self._make(size, self.array.dtype)
        grown[: self.used] = self.array[: self.used]
        self.array = grown


class Memory:
    """Agendas, frames and requests of all domains, and the lobbies of the edge nodes.

    ``margins`` is the room that one event may take in each domain; ``buckets`` how many buckets all
    wheels have.  The log has room for ``rows`` from the start: it costs nothing before it is used.

    A domain's frames, requests and far events are chained in free lists, so more of them may lie
    anywhere; its heap is one stretch, which moves when it grows.  In a free list ``next`` says how
    far it is to the next one beyond the neighbour: so memory that was never touched is a list.
    """

    def __init__(self, domains: int, nodes: int, rows: int) -> None:
        self.domains = table(domains, DOMAIN)
        self.buckets = 0
        self.heap, self.events = Arena(ENTRY, sparse_table), Arena(EVENT)
        self.frames, self.requests = Arena(FRAME), Arena(REQUEST)
        self.rooms, self.waiters = table(0, ROOM), Arena(WAITER, sparse_table)
        self.log = table(FIRST + min(rows, MOST_ROWS), LOGGED)
        self.margins = np.full(domains, MARGIN)
        self.margins[0] += nodes

    def furnish(self, events: Array) -> None:
        """Give every domain its wheel and its first room: for so many events ahead of it."""
        people = int(events.sum())
        room = people + int(self.margins.sum()) + 2 * FIRST * len(events)
        for arena in (self.heap, self.events):
            arena.reserve(room + MORE * people)
        for arena in (self.frames, self.requests):
            arena.reserve(FIRST * len(events) + MORE * people)
        self._people = events
        for d, ahead in enumerate(events.tolist()):
            self._furnish(d, ahead)

    def _furnish(self, d: int, events: int) -> None:
        domain = self.domains[d]
        self._add_wheels(domain, *(LARGE_WHEELS if d == 0 else SMALL_WHEELS))
        domain.event_free = domain.frame_free = domain.request_free = -1
        self._more_frames(domain, FIRST)
        self._more_requests(domain, FIRST)
        self._more_events(domain, FIRST + int(self.margins[d]) + domain.frames + events)

    def _add_wheels(self, domain: Any, bits: int, coarse_bits: int) -> None:
        """The buckets of a fine wheel, those of a coarse one, and one for what is far off."""
        domain.wheel, domain.bits = self.buckets, bits
        domain.fine_mask, domain.coarse_mask = (1 << bits) - 1, (1 << coarse_bits) - 1
        domain.far = self.buckets + (1 << bits) + (1 << coarse_bits)
        self.buckets = int(domain.far) + 1

    def grow(self, logged: int) -> None:
        """Give more to every domain that is short of something, and to the log."""
        for d in np.flatnonzero(self._is_short()):
            self._grow(self.domains[d], int(self.margins[d]))
        if len(self.log) < logged + FIRST:
            self.log = np.concatenate([self.log, np.zeros_like(self.log)]).view(np.recarray)

    def release(self) -> None:
        """Let go of what only requests in flight need: the run is over."""
        for arena in (self.heap, self.events, self.frames, self.requests, self.waiters):
            arena.array = table(0, arena.array.dtype)

    def _is_short(self) -> Array:
        domains, few = self.domains, 2 * MARGIN
        ahead = domains.pending + domains.frames - domains.frame_left + 2 * self.margins
        short: Array = ahead > domains.heap_room
        return short | (domains.frame_left < few) | (domains.request_left < few)

    def _grow(self, domain: Any, margin: int) -> None:
        if domain.frame_left < 2 * MARGIN:
            self._more_frames(domain, int(domain.frames))
        if domain.request_left < 2 * MARGIN:
            self._more_requests(domain, int(domain.frames))
        ahead = domain.pending + domain.frames - domain.frame_left
        if ahead + 2 * margin > domain.heap_room:
            self._more_events(domain, 2 * int(max(domain.heap_room, ahead + margin)))

    def _more_frames(self, domain: Any, size: int) -> None:
        first = self.frames.take(size)
        self._chain(self.frames.array, first, size, int(domain.frame_free))
        domain.frame_free = first
        domain.frame_left += size
        domain.frames += size

    def _more_requests(self, domain: Any, size: int) -> None:
        first = self.requests.take(size)
        self._chain(self.requests.array, first, size, int(domain.request_free))
        domain.request_free = first
        domain.request_left += size

    def _more_events(self, domain: Any, room: int) -> None:
        """Make room for so many events: in the heap, wherever they now are, and in lists."""
        old, size = int(domain.heap), int(domain.heap_n)
        more = room - int(domain.heap_room)
        domain.heap = self.heap.take(room)
        self.heap.array[domain.heap : domain.heap + size] = self.heap.array[old : old + size]
        domain.heap_room = room
        first = self.events.take(more)
        self._chain(self.events.array, first, more, int(domain.event_free))
        domain.event_free = first

    @staticmethod
    def _chain(array: Array, first: int, size: int, rest: int) -> None:
        """Put ``rest`` behind records that were never used, which are a list by themselves."""
        last = first + size - 1
        array["next"][last] = rest - last - 1

    def widen_rooms(self, owners: Array) -> None:
        """Give every lobby a heap for all the frames of its domain and those who have left."""
        frames = np.maximum(self.domains.frames[owners], MORE * self._people[owners])
        sizes = 2 * (frames + MARGIN)
        self.waiters.reserve(int(sizes.sum()))
        for room, wanted in zip(self.rooms[: len(owners)], sizes.tolist(), strict=True):
            if room.heap_room < wanted:
                self._widen(room, wanted)

    def _widen(self, room: Any, wanted: int) -> None:
        old, size = int(room.heap), int(room.heap_n)
        room.heap, room.heap_room = self.waiters.take(wanted), wanted
        moved = self.waiters.array[old : old + size].copy()
        self.waiters.array[room.heap : room.heap + size] = moved
