"""The lobby of an edge node: people in a waiting room, and the door that lets them out."""

from collections.abc import Generator
from itertools import count
from typing import Any

from simpy import Event

from sim.outcomes import Outcome
from sim.policies.admission.waiting_room import WaitingRoom
from sim.stations.clock import Clock, wake
from sim.stations.request import NEVER, Request


class Lobby:
    """Plays a waiting room in virtual time: whose turn it is, and who gave up before it came.

    Everyone who comes in gets a ticket of her own, so that an attempt that its sender has given up
    and the one that followed it can be inside together.
    """

    def __init__(self, env: Clock, room: WaitingRoom) -> None:
        self.env = env
        self.room = room
        self._tickets = count()
        self._turns: dict[int, Event] = {}
        self._door_open = False

    def wait(self, request: Request, draw: float) -> Generator[Event, Any, Outcome | None]:
        """Wait for one's turn: None once it has come, or the outcome that came instead."""
        turn, ticket = Event(self.env), next(self._tickets)
        self._turns[ticket] = turn
        self.room.join(self.env._now, ticket, draw)
        if request.deadline != NEVER:
            self._leave_at(request.deadline, ticket)
        if not self._door_open:
            self._door_open = True
            self.env.process(self._door())
        outcome: Outcome | None = yield turn
        return outcome

    def _leave_at(self, deadline: int, ticket: int) -> None:
        timer = self.env.timeout(max(0, deadline - self.env._now))
        assert timer.callbacks is not None
        timer.callbacks.append(lambda _: self._give_up(ticket))

    def _give_up(self, ticket: int) -> None:
        if ticket in self._turns and self.room.leave(ticket):
            wake(self._turns.pop(ticket), Outcome.ABANDONED)

    def _door(self) -> Generator[Event, Any, None]:
        while (turn := self.room.next_turn(self.env._now)) is not None:
            yield self.env.timeout(max(0, turn - self.env._now))
            if len(self.room) and self.room.next_turn(self.env._now) == self.env._now:
                wake(self._turns.pop(self.room.take(self.env._now)))
        self._door_open = False

    def close(self, outcome: Outcome) -> None:
        """Send everyone home with ``outcome``."""
        for ticket, turn in self._turns.items():
            self.room.leave(ticket)
            wake(turn, outcome)
        self._turns.clear()

    def __len__(self) -> int:
        return len(self._turns)

    def __repr__(self) -> str:
        return f"Lobby({self.room!r}, waiting={len(self)})"
