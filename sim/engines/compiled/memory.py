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
    LOG,
    REQUEST,
    ROOM,
    TABLES,
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

    def share(self, sizes: Array) -> Array:
        """Hand out the next records, so many to each: the index of everyone's first."""
        ends = np.cumsum(sizes)
        firsts: Array = self.take(int(ends[-1])) + ends - sizes
        return firsts

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
        self.log_room = FIRST + min(rows, MOST_ROWS)
        self.log = {name: table(self.log_room, TABLES[name][0]) for name in LOG}
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
        self._add_wheels()
        domains, first = self.domains, np.full(len(events), FIRST)
        domains.event_free = domains.frame_free = domains.request_free = -1
        self._more_frames(domains, first)
        self._more_requests(domains, first)
        self._more_events(domains, 2 * FIRST + self.margins + events)

    def _add_wheels(self) -> None:
        """The buckets of a fine wheel, those of a coarse one, and one for what is far off."""
        domains = self.domains
        bits, coarse_bits = np.tile(SMALL_WHEELS, (len(domains), 1)).T
        bits[0], coarse_bits[0] = LARGE_WHEELS
        fine, coarse = 1 << bits, 1 << coarse_bits
        domains.bits, domains.fine_mask, domains.coarse_mask = bits, fine - 1, coarse - 1
        domains.far = np.cumsum(fine + coarse + 1) - 1
        domains.wheel = domains.far - fine - coarse
        self.buckets = int(domains.far[-1]) + 1

    def grow(self, logged: int) -> None:
        """Give more to every domain that is short of something, and to the log."""
        for d in np.flatnonzero(self._is_short()):
            self._grow(self.domains[d : d + 1], self.margins[d : d + 1])
        if self.log_room < logged + FIRST:
            self.log_room *= 2
            self.log = {name: np.append(it, np.zeros_like(it)) for name, it in self.log.items()}

    def release(self) -> None:
        """Let go of what only requests in flight need: the run is over."""
        for arena in (self.heap, self.events, self.frames, self.requests, self.waiters):
            arena.array = table(0, arena.array.dtype)

    def _is_short(self) -> Array:
        domains, few = self.domains, 2 * MARGIN
        ahead = domains.pending + domains.frames - domains.frame_left + 2 * self.margins
        short: Array = ahead > domains.heap_room
        return short | (domains.frame_left < few) | (domains.request_left < few)

    def _grow(self, domains: Array, margins: Array) -> None:
        if (domains.frame_left < 2 * MARGIN).any():
            self._more_frames(domains, domains.frames.copy())
        if (domains.request_left < 2 * MARGIN).any():
            self._more_requests(domains, domains.frames)
        ahead = domains.pending + domains.frames - domains.frame_left
        if (ahead + 2 * margins > domains.heap_room).any():
            self._more_events(domains, 2 * np.maximum(domains.heap_room, ahead + margins))

    def _more_frames(self, domains: Array, sizes: Array) -> None:
        first = self.frames.share(sizes)
        self._chain(self.frames.array, first, sizes, domains.frame_free)
        domains.frame_free = first
        domains.frame_left += sizes
        domains.frames += sizes

    def _more_requests(self, domains: Array, sizes: Array) -> None:
        first = self.requests.share(sizes)
        self._chain(self.requests.array, first, sizes, domains.request_free)
        domains.request_free = first
        domains.request_left += sizes

    def _more_events(self, domains: Array, rooms: Array) -> None:
        """Make room for so many events: in the heaps, wherever they now are, and in lists."""
        old, more = domains.heap.copy(), rooms - domains.heap_room
        domains.heap, domains.heap_room = self.heap.share(rooms), rooms
        for d in np.flatnonzero(domains.heap_n):
            moved = self.heap.array[old[d] : old[d] + domains.heap_n[d]]
            self.heap.array[domains.heap[d] : domains.heap[d] + len(moved)] = moved
        first = self.events.share(more)
        self._chain(self.events.array, first, more, domains.event_free)
        domains.event_free = first

    @staticmethod
    def _chain(array: Array, first: Array, sizes: Array, rest: Array) -> None:
        """Put ``rest`` behind records that were never used, which are a list by themselves."""
        last = first + sizes - 1
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
