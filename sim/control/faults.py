"""Faults: something that breaks at a time, for a time."""

from collections.abc import Callable, Generator, Sequence
from typing import Any

from simpy import Event

from sim.control.journal import Journal
from sim.stations.clock import Clock
from sim.stations.instance import Instance
from sim.stations.wire import Wire

Action = Callable[[], None]


def play(
    env: Clock, journal: Journal, at: int, lasts: int, fault: "Fault"
) -> Generator[Event, Any, None]:
    """A process that breaks something at ``at`` and mends it ``lasts`` nanoseconds later."""
    if at:  # at 0 it begins at once: a timeout would come after what is seized first
        yield env.timeout(at)
    fault.begin()
    journal.note(fault.began, fault.target, fault.value)
    yield env.timeout(lasts)
    fault.end()
    journal.note(fault.ended, fault.target, fault.value)


class Fault:
    """What breaks: how it begins and ends, and what the journal calls it."""

    began = "fault"
    ended = "mended"

    def __init__(self, target: str, value: float) -> None:
        self.target = target
        self.value = value

    def begin(self) -> None:
        raise NotImplementedError

    def end(self) -> None:
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.target!r}, {self.value})"


class Crash(Fault):
    """Instances that lose everything inside and refuse connections until they are back."""

    began, ended = "crash", "recover"

    def __init__(self, target: str, instances: Sequence[Instance]) -> None:
        super().__init__(target, len(instances))
        self.instances = instances

    def begin(self) -> None:
        for instance in self.instances:
            instance.crash()

    def end(self) -> None:
        for instance in self.instances:
            instance.recover()


class Slow(Fault):
    """Instances whose service times are multiplied by a factor."""

    began, ended = "slow", "recover"

    def __init__(self, target: str, instances: Sequence[Instance], factor: float) -> None:
        super().__init__(target, factor)
        self.instances = instances

    def begin(self) -> None:
        for instance in self.instances:
            instance.slow(self.value)

    def end(self) -> None:
        for instance in self.instances:
            instance.speed_up(self.value)


class Cut(Fault):
    """Wires on which every message is lost."""

    began, ended = "cut", "mended"

    def __init__(self, target: str, wires: Sequence[Wire]) -> None:
        super().__init__(target, len(wires))
        self.wires = wires

    def begin(self) -> None:
        for wire in self.wires:
            wire.cut += 1

    def end(self) -> None:
        for wire in self.wires:
            wire.cut -= 1
