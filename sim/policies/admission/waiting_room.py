"""Waiting room: people wait for their turn, and leave one by one at a rate."""

from heapq import heapify, heappop, heappush
from typing import Literal

from sim.policies import bounds
from sim.policies.admission.base import REFUSE, WAIT, Admission, Decision
from sim.units import Count, Frequency


def turn_after(now: int, turn: int, early: int, count: int, per: int) -> tuple[int, int]:
    """(turn, early): the turn that follows one taken at `now`, where `turn` was the first possible.

    A turn is a whole nanosecond; the exact time it stands for is `early` / count nanoseconds
    earlier, 0 <= early < count. A turn taken on time keeps that exact schedule; one taken late
    starts it anew, so an idle time is no credit.
    """
    if now > turn:
        turn, early = now, 0
    owed = per - early
    return turn - (-owed // count), -owed % count


class WaitingRoom(Admission):
    """Waiting room: clicks wait, and people leave for the data centre at most `outflow` a time.

    In any window [t, t + T) fewer than 1 + outflow * T people leave, whatever came before: an
    idle room saves nothing up. Under a constant backlog from a first turn at t the n-th turn
    after it is at t + ceil(n * per / count) exactly, so no part of a nanosecond is ever lost.

    outflow: people, in (0, 1 per nanosecond]. order: "fifo" by time of joining; "random" by the
    smallest draw. capacity: people who may wait, >= 1; None is no limit.
    Errors: ValueError outside these, and where a call is out of order (see the methods).
    """

    __slots__ = ("capacity", "early", "joined", "order", "outflow", "queue", "serials", "turn")

    def __init__(
        self,
        *,
        outflow: Frequency,
        order: Literal["fifo", "random"] = "fifo",
        capacity: Count | None = None,
    ) -> None:
        if order not in ("fifo", "random"):
            raise ValueError(f'order must be "fifo" or "random", got {order!r}')
        self.outflow = bounds.pace("outflow", outflow)
        self.order = order
        self.capacity = None if capacity is None else bounds.whole("capacity", capacity, 1)
        self.queue: list[tuple[float, int, int]] = []  # a heap of (rank, serial, ticket)
        self.serials: dict[int, int] = {}  # ticket -> serial of its entry in the heap
        self.joined = 0
        self.turn = 0
        self.early = 0

    def decide(self, now: int, draw: float) -> Decision:
        """WAIT, or REFUSE where the room is full."""
        return REFUSE if len(self.serials) == self.capacity else WAIT

    def join(self, now: int, ticket: int, draw: float) -> None:
        """Let `ticket` wait; ValueError if it already does or the room is full."""
        if ticket in self.serials:
            raise ValueError(f"ticket must not be waiting already, got {ticket}")
        if len(self.serials) == self.capacity:
            raise ValueError(f"room must have < {self.capacity} people, got {self.capacity}")
        rank = draw if self.order == "random" else 0.0
        heappush(self.queue, (rank, self.joined, ticket))
        self.serials[ticket] = self.joined
        self.joined += 1

    def next_turn(self, now: int) -> int | None:
        """When (ns, >= now) the next person may leave; None where nobody is waiting."""
        return max(now, self.turn) if self.serials else None

    def take(self, now: int) -> int:
        """The ticket whose turn it is at `now`, which leaves the room.

        ValueError where nobody is waiting or `now` is before the next turn.
        """
        if not self.serials:
            raise ValueError("take wants somebody waiting, got an empty room")
        if now < self.turn:
            raise ValueError(f"now must be >= {self.turn}, the next turn, got {now}")
        self.turn, self.early = turn_after(now, self.turn, self.early, *self.outflow)
        return self._pop()

    def leave(self, ticket: int) -> bool:
        """Let `ticket` give up its place: True if it was waiting."""
        if self.serials.pop(ticket, None) is None:
            return False
        # Its entry stays until it surfaces; once most entries are such, they are swept out.
        if len(self.queue) > 2 * len(self.serials) + 16:
            self.queue = [entry for entry in self.queue if self._is_waiting(entry)]
            heapify(self.queue)
        return True

    def _pop(self) -> int:
        entry = heappop(self.queue)
        while not self._is_waiting(entry):
            entry = heappop(self.queue)
        ticket = entry[2]
        del self.serials[ticket]
        return ticket

    def _is_waiting(self, entry: tuple[float, int, int]) -> bool:
        return self.serials.get(entry[2]) == entry[1]

    def __len__(self) -> int:
        return len(self.serials)

    def __repr__(self) -> str:
        return (
            f"WaitingRoom(outflow={self.outflow!r}, order={self.order!r}, capacity={self.capacity})"
        )
