"""The compiled engine: lowers a scenario's world, lets the kernel play it, hands over the trace."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np

from sim.control.event import ControlEvent
from sim.control.faults import Crash, Cut
from sim.engines.compiled import lanes, tables  # noqa
from sim.engines.compiled.agenda import NEVER, NORMAL
from sim.engines.compiled.controllers import CENSUS_NOTE, PUSH_NOTE, SOLD_OUT_NOTE
from sim.engines.compiled.frames import FAULT
from sim.engines.compiled.lower import Lowering
from sim.engines.compiled.write_back import Books, record_polls, restore, rows
from sim.engines.execute import Progress
from sim.engines.reference.handover import hand_over
from sim.engines.reference.world import World
from sim.engines.timeline import Timeline
from sim.engines.trace import Trace
from sim.model.cost import estimate
from sim.model.scenario import Scenario

STEPS = 200
"""A run reports its progress at least this often."""


def execute(scenario: Scenario, progress: Progress | None = None, threads: int = 0) -> Trace:
    """Run one (resolved) scenario to its end and return everything that was seen.

    Edge nodes are spread over ``threads`` (0: one for each core); the trace is the same for any
    number.  ``Unsupported`` where the kernel does not know something that the model holds.
    """
    world = World(scenario)
    timeline = Timeline(tuple(world.site.books), scenario.duration, scenario.interval)
    player = Player(world, min(threads or os.cpu_count() or 1, max(1, len(world.nodes))))
    with player:
        _play(player, timeline, progress or (lambda done, expected: None))
    player.note_control()
    restore(player.state, player.lowering, player.books)
    return hand_over(world, timeline, rows(player.state, player.lowering))


def _play(player: "Player", timeline: Timeline, progress: Progress) -> None:
    """Stop before each interval's end to read the books, and often enough to report progress."""
    now, end = 0, timeline.end
    stride = max(1, end // STEPS)
    expected = max(1, round(estimate(player.world.scenario).requests))
    while now < end:
        now = min(timeline.next, (now // stride + 1) * stride, end)
        player.play(now)
        if now == timeline.next:
            timeline.read(player.books.readings(player.state).tolist())
            record_polls(player.state, player.world.recorder)
        progress(min(player.finished(), expected - 1), expected)
    progress(expected, expected)


NOTES = {
    CENSUS_NOTE: ("census", "data_centre"),
    PUSH_NOTE: ("push", "edge"),
    SOLD_OUT_NOTE: ("sold_out", "edge"),
}
"""What the journal says of each kind of note."""


class Player:
    """Plays a lowered world: alone what can be, coupled what must be, with faults between."""

    def __init__(self, world: World, threads: int) -> None:
        self.world = world
        self.threads = threads
        self.lowering = Lowering(world, threads)
        self.state = self.lowering.begin(self.lowering.state())
        self.lowering.arrivals.start(self.state, self.lowering.clients)
        self.books = Books(self.lowering)
        self._mended = [NEVER] * len(world.faults)
        self._begun = [spec.at for spec, _ in world.faults]
        self.run = self.state.run[0]
        self._note_fault()

    def __enter__(self) -> "Player":
        self._pool = ThreadPoolExecutor(self.threads) if self.threads > 1 else None
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown()

    def play(self, until: int) -> None:
        """Play everything before ``until``."""
        run = self.run
        while True:
            if run.instant >= 0:
                self._coupled(min(int(run.instant) + 1, until), everyone=True)
                if run.instant + 1 > until:
                    return
                run.instant = -1
            horizon = min(until, int(min(run.census_at, run.push_at, run.fault_at)))
            self._alone(horizon)
            self._coupled(horizon, everyone=False)
            if horizon == until:
                return
            run.instant = horizon

    def finished(self) -> int:
        """How many requests and polls have been answered so far."""
        polls = int(self.state.outcomes[:, :8].sum()) + sum(self.world.recorder.poll_outcomes)
        return int(self.run.logged) + int(self.state.domains.answered.sum()) + polls

    def _alone(self, until: int) -> None:
        domains = len(self.state.domains)
        while domains > 1 and not self._all_alone(domains, until):
            self._grow()

    def _all_alone(self, domains: int, until: int) -> bool:
        """Let all edge nodes play alone, a part of them on each thread; False: more room."""
        if self._pool is None:
            return bool(lanes.play_alone(self.state, 1, domains, 0, until) == lanes.DONE)
        bounds = np.linspace(1, domains, self.threads + 1).astype(int).tolist()
        jobs = [
            self._pool.submit(lanes.play_alone, self.state, first, last, slot, until)
            for slot, (first, last) in enumerate(zip(bounds, bounds[1:], strict=False))
        ]
        return all([job.result() == lanes.DONE for job in jobs])

    def _coupled(self, until: int, everyone: bool) -> None:
        while (reason := lanes.play_coupled(self.state, until, everyone)) != lanes.DONE:
            if reason == lanes.FULL:
                self._grow()
            elif reason == lanes.HUNGRY:
                self.lowering.arrivals.load(self.state)
            else:
                self._break(int(self.run.fault))

    def _grow(self) -> None:
        memory, to = self.lowering.memory, self.lowering.stations
        memory.grow(int(self.run.logged))
        memory.widen_rooms(np.array(to.rooms, dtype=np.int64))
        self.state = replace(
            self.state,
            heap=memory.heap.array,
            events=memory.events.array,
            frames=memory.frames.array,
            requests=memory.requests.array,
            waiters=memory.waiters.array,
            log=memory.log,
        )
        self.run.log_room = len(memory.log)

    def _break(self, number: int) -> None:
        """Begin or end a fault: the world's own does it, and the arrays follow."""
        self.note_control()
        spec, fault = self.world.faults[number]
        now = int(self.state.domains.now[0])
        self.world.site.env._now = now
        begins = self._begun[number] < NEVER
        (fault.begin if begins else fault.end)()
        self._follow(fault, begins, now)
        kind = fault.began if begins else fault.ended
        self.world.site.journal.note(kind, fault.target, fault.value)
        if begins:
            self._begun[number], self._mended[number] = NEVER, now + spec.lasts
            lanes.post(self.state, now + spec.lasts, NORMAL, FAULT, number)
        else:
            self._mended[number] = NEVER
        self.run.fault = -1
        self._note_fault()

    def _note_fault(self) -> None:
        self.run.fault_at = min([NEVER, *self._begun, *self._mended])

    def _follow(self, fault: Any, begins: bool, now: int) -> None:
        to, s = self.lowering.stations, self.state
        if isinstance(fault, Cut):
            for wire in fault.wires:
                s.wires[to.wire(wire)].cut = wire.cut
            return
        for instance in fault.instances:
            node = s.nodes[to.places[id(instance)]]
            node.down, node.slowdown = instance.down, instance.slowdown
            if begins and isinstance(fault, Crash):
                lanes.fail(s, int(node.pool), now)

    def note_control(self) -> None:
        """Write what the controllers did since the last time into the journal."""
        for note in self.state.notes[: int(self.run.notes)]:
            kind, target = NOTES[int(note.kind)]
            value = int(note.value) if kind == "census" else float(note.value)
            self.world.site.journal.events.append(ControlEvent(int(note.time), kind, target, value))
        self.run.notes = 0
