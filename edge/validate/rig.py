"""The rig: how the real service is set up and driven."""

from dataclasses import dataclass

from edge.load.lag import DEFAULT_LAG


@dataclass(frozen=True, slots=True)
class Rig:
    """``work`` is how many hash rounds an edge node does for a click, so that its processor is
    what limits; ``processes`` make the load, and may send at most ``lag`` late to be believed."""

    work: int = 16_000
    processes: int = 1
    lag: str = DEFAULT_LAG
