"""The journal: what controllers and faults did, and when."""

from sim.control.event import ControlEvent
from sim.stations.clock import Clock


class Journal:
    """A list of control events in order of time."""

    def __init__(self, env: Clock) -> None:
        self.env = env
        self.events: list[ControlEvent] = []

    def note(self, kind: str, target: str, value: float) -> None:
        """Write down that ``kind`` happened to ``target`` now."""
        self.events.append(ControlEvent(self.env._now, kind, target, value))

    def __repr__(self) -> str:
        return f"Journal(events={len(self.events)})"
