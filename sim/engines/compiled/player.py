"""The player: lets the kernel play a lowered world, and does what the kernel asks in between."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import SimpleQueue
from time import perf_counter

import numpy as np

from sim.control.event import ControlEvent
from sim.engines.compiled import lanes
from sim.engines.compiled.controllers import CENSUS_NOTE, PUSH_NOTE, SOLD_OUT_NOTE
from sim.engines.compiled.faults import Faults
from sim.engines.compiled.lower import Lowering
from sim.engines.compiled.records import ARRIVED
from sim.engines.compiled.write_back import keep_polls
from sim.engines.reference.world import World

STEPS = 200
"""A run is played in about so many steps, to report progress in between."""
PARTS = 32
"""The edge nodes are divided into about so many parts, each for whichever thread is free: few
enough to cost little, and enough that no thread waits long for another."""
USERS_A_PART = 1000
"""With fewer of them there are fewer parts."""
TIMES_A_SECOND = 20
"""More often than that nobody wants to hear of progress."""

NOTES = {
    CENSUS_NOTE: ("census", "data_centre"),
    PUSH_NOTE: ("push", "edge"),
    SOLD_OUT_NOTE: ("sold_out", "edge"),
}
"""What the journal says of each kind of note."""


class Player:
    """Plays a world: its edge nodes alone where they can be, else in step with the data centre.

    ``tell`` is told now and then how many requests are finished.
    """

    def __init__(self, world: World, threads: int, tell: Callable[[int], None]) -> None:
        self.world = world
        self.lowering = Lowering(world, threads)
        self.state = self.lowering.begin(self.lowering.state())
        self.lowering.arrivals.start(self.state, self.lowering.clients)
        self.run = self.state.run[0]
        self._faults = Faults(world, self.lowering.stations)
        self.run.fault_at = self._faults.next
        self._tell = tell
        self._told_at = 0.0
        self._domains = len(self.state.domains)
        self._stride = max(1, world.scenario.duration * self._domains // STEPS)
        self._now = 0
        self._slots: SimpleQueue[int] = SimpleQueue()
        for slot in range(threads):
            self._slots.put(slot)

    def play(self) -> None:
        """Play everything to the end."""
        end = self.world.scenario.duration
        self._pool = ThreadPoolExecutor(self.lowering.slots)
        try:
            self._play_ahead(end)
            self._play_on(end)
        finally:
            self._pool.shutdown(cancel_futures=True)
        lanes.finish(self.state)
        self._note_control()
        self.lowering.memory.release()
        self._follow_memory()

    def _play_ahead(self, end: int) -> None:
        """Play up to the opening, the data centre first.

        Nobody clicks before it, so until then nothing at the edge matters to the data centre, and
        what this one tells the edge nodes waits for them in their agendas.
        """
        crowd = self.world.crowd
        if crowd is None or not crowd.via_edge or self.run.coupled:
            return
        until = min(end, crowd.opens_at, int(self.run.fault_at))
        self._coupled(until, lanes.COUPLED)
        self._alone(until)
        self._now = until

    def _play_on(self, end: int) -> None:
        """Play what is left, and each instant in which a controller or a fault acts together."""
        run = self.run
        while self._now < end:
            self._coupled(self._now + 1, lanes.TOGETHER)
            until = min(end, int(min(run.census_at, run.push_at, run.fault_at)))
            self._alone(until)
            self._coupled(until, lanes.COUPLED)
            self._now = until

    def _alone(self, until: int) -> None:
        """Let all edge nodes play alone, each on any thread."""
        if self._domains == 1:
            return
        for mark in self._marks(until):
            while not self._all_alone(mark):
                self._grow()

    def _marks(self, until: int) -> Iterator[int]:
        """The way there in steps, for progress."""
        yield from range(self._now + self._stride, until, self._stride)
        yield until

    def _all_alone(self, until: int) -> bool:
        """False where one of them wants more room."""
        parts = min(PARTS, 1 + len(self.state.users) // USERS_A_PART)
        size = max(1, self._domains // parts)
        firsts = _far_apart(range(1, self._domains, size), self.lowering.slots)

        def play(first: int) -> bool:
            slot = self._slots.get()
            last = min(first + size, self._domains)
            reason = lanes.play(self.state, lanes.ALONE, first, last, slot, until)
            self._slots.put(slot)
            return bool(reason == lanes.DONE)

        each = map if self.lowering.slots == 1 else self._pool.map
        finished = [self._told(done) for done in each(play, firsts)]
        return all(finished)

    def _told(self, done: bool) -> bool:
        if (now := perf_counter()) - self._told_at > 1 / TIMES_A_SECOND:
            self._told_at = now
            self._tell(self.finished())
        return done

    def _coupled(self, until: int, mode: int) -> None:
        for mark in self._marks(until) if self._domains == 1 else [until]:
            while (reason := lanes.play(self.state, mode, 0, 0, 0, mark)) != lanes.DONE:
                self._serve(reason)
            self._tell(self.finished())

    def _serve(self, reason: int) -> None:
        """Give the kernel what it stopped for."""
        if reason == lanes.FULL:
            self._grow()
        elif reason == lanes.HUNGRY:
            self.lowering.arrivals.load(self.state)
        else:
            self._note_control()
            self._faults.act(int(self.run.fault), self.state)
            self.run.fault = -1
            self.run.fault_at = self._faults.next

    def _grow(self) -> None:
        keep_polls(self.state, self.world.recorder)
        memory, to = self.lowering.memory, self.lowering.stations
        memory.grow(int(self.run.logged))
        memory.widen_rooms(np.array(to.rooms, dtype=np.int64))
        self._follow_memory()
        self.run.log_room = memory.log_room

    def _follow_memory(self) -> None:
        """Have the kernel look where the arrays are now."""
        memory = self.lowering.memory
        self.state = replace(
            self.state,
            heap=memory.heap.array,
            events=memory.events.array,
            frames=memory.frames.array,
            requests=memory.requests.array,
            waiters=memory.waiters.array,
            **memory.log,
        )

    def finished(self) -> int:
        """How many requests and polls have been answered so far."""
        polls = int(self.state.outcomes[:, :ARRIVED].sum())
        return int(self.run.logged) + int(self.state.domains.answered.sum()) + polls

    def _note_control(self) -> None:
        """Write what the controllers did since the last time into the journal."""
        for note in self.state.notes[: int(self.run.notes)]:
            kind, target = NOTES[int(note.kind)]
            value = int(note.value) if kind == "census" else float(note.value)
            self.world.site.journal.events.append(ControlEvent(int(note.time), kind, target, value))
        self.run.notes = 0


def _far_apart(firsts: range, threads: int) -> list[int]:
    """In an order in which so many threads are never at work on neighbours, who share lines of the
    cache."""
    stride = -(-len(firsts) // threads)
    return [first for start in range(stride) for first in firsts[start::stride]]
