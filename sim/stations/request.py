"""A request on its way, and the response it gets."""

from typing import NamedTuple

from sim.outcomes import Outcome

NEVER = 1 << 62
"""A deadline that does not come (146 years in nanoseconds)."""


class Request:
    """One request in flight.

    ``id``, ``attempt`` and ``index`` key its random draws; ``deadline`` is the instant (ns) after
    which nobody waits for the answer; ``tries`` is how often the sender has sent it so far;
    ``poll`` marks the question "has it started?", which no station passes on.
    """

    __slots__ = ("attempt", "deadline", "id", "index", "poll", "priority", "tries", "user")

    def __init__(
        self,
        id: int,
        user: int,
        *,
        attempt: int = 0,
        index: int = 0,
        deadline: int = NEVER,
        priority: int = 0,
        poll: bool = False,
    ) -> None:
        self.id = id
        self.user = user
        self.attempt = attempt
        self.index = index
        self.deadline = deadline
        self.priority = priority
        self.poll = poll
        self.tries = 1

    def again(self, attempt: int, deadline: int) -> "Request":
        """The same request as another attempt, with draws of its own."""
        return Request(
            self.id,
            self.user,
            attempt=attempt,
            index=self.index,
            deadline=deadline,
            priority=self.priority,
            poll=self.poll,
        )

    def __repr__(self) -> str:
        return f"Request({self.id}, user={self.user}, attempt={self.attempt})"


class Response(NamedTuple):
    """What happened to a request, which station decided it, and whether the sale is open."""

    outcome: Outcome
    by: str
    open: bool = False
