"""A sender: who makes a request, as the request log has it."""

from dataclasses import dataclass

_WORKLOAD_BITS = 40


@dataclass(frozen=True, slots=True)
class Sender:
    """Request ``number`` of ``workload`` (its place in the log's workloads) by ``user``, through
    edge node ``edge``; ``key`` is what draws are keyed by, as in the simulator."""

    number: int
    workload: int
    user: int
    bot: bool
    edge: int
    key: int

    @property
    def identity(self) -> int:
        """The user that the service sees: nobody is in two workloads."""
        return self.workload << _WORKLOAD_BITS | self.user
