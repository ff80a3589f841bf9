"""What came of a task: a replication, or why there is none."""

from dataclasses import dataclass

from sim.results.replication import Replication


@dataclass(frozen=True)
class Failure:
    """A run that came to nothing, with the reason in one line."""

    seed: int
    error: str


Record = Replication | Failure
"""What a sweep keeps of a run."""
