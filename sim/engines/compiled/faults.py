"""Faults: the world's own begin and end them, and the kernel's tables follow."""

from sim.control.faults import Crash, Cut, Fault
from sim.engines.compiled import lanes
from sim.engines.compiled.agenda import NORMAL
from sim.engines.compiled.kinds import FAULT
from sim.engines.compiled.records import State
from sim.engines.compiled.stations_table import Stations
from sim.engines.compiled.wheel import NEVER
from sim.engines.reference.world import World


class Faults:
    """The faults of a world, each either still to begin, or under way, or over."""

    def __init__(self, world: World, to: Stations) -> None:
        self.world = world
        self.to = to
        self._due = [spec.at for spec, _ in world.faults]
        self._under_way = [False] * len(world.faults)

    @property
    def next(self) -> int:
        """When a fault begins or ends next; NEVER where none does."""
        return min([NEVER, *self._due])

    def act(self, number: int, s: State) -> None:
        """Begin or end a fault, at the time where the data centre is."""
        spec, fault = self.world.faults[number]
        now = int(s.domains.now[0])
        ends = self._under_way[number]
        self.world.site.env._now = now
        (fault.end if ends else fault.begin)()
        self._follow(fault, not ends, s, now)
        self.world.site.journal.note(
            fault.ended if ends else fault.began, fault.target, fault.value
        )
        self._under_way[number] = not ends
        self._due[number] = NEVER if ends else now + spec.lasts
        if not ends and spec.at:
            lanes.post(s, now + spec.lasts, NORMAL, FAULT, number)

    def _follow(self, fault: Fault, begins: bool, s: State, now: int) -> None:
        if isinstance(fault, Cut):
            for wire in fault.wires:
                s.wires[self.to.wire_number(wire)].cut = wire.cut
            return
        assert hasattr(fault, "instances")
        for instance in fault.instances:
            node = s.nodes[self.to.places[id(instance)]]
            node.down, node.slowdown = instance.down, instance.slowdown
            if begins and isinstance(fault, Crash):
                lanes.fail(s, int(node.pool), now)
