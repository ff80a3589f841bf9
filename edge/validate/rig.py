"""The rig: how the real service is set up and driven."""

from dataclasses import dataclass

from edge.load.lag import DEFAULT_LAG
from edge.usual import WORK


@dataclass(frozen=True, slots=True)
class Rig:
    """``work`` is how long (ns) an edge node's processor is busy with a click beyond what it takes
    anyhow, so that this is what limits; ``processes`` make the load, and may send at most ``lag``
    late to be believed."""

    work: int = WORK
    processes: int = 1
    lag: str = DEFAULT_LAG
