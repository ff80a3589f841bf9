"""The lobby of the real edge node: requests held until their turn in a waiting room comes."""

import asyncio
from itertools import count

from edge.clock import Clock
from sim.policies.admission import WaitingRoom
from sim.units import MILLISECOND, SECOND

SLACK = 50 * MILLISECOND
"""How late a turn may be taken and still count as on time: a timer of the operating system is
late by about a millisecond, which would slow a fast room down."""


class Lobby:
    """Plays a waiting room in real time, as ``sim.stations.lobby`` does in virtual time.

    Everyone who comes in has a ticket of her own; a request that is cancelled leaves the room.
    """

    def __init__(self, clock: Clock, room: WaitingRoom) -> None:
        self.room = room
        self._clock = clock
        self._tickets = count()
        self._turns: dict[int, asyncio.Future[str | None]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._opened = 0

    async def wait(self, draw: float) -> str | None:
        """Wait for one's turn: None once it has come, or what ``close`` said instead."""
        ticket = next(self._tickets)
        turn: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self.room.join(self._clock.elapsed(), ticket, draw)
        self._turns[ticket] = turn
        if self._timer is None:
            self._opened = self._clock.elapsed()
            self._let_out()
        try:
            return await turn
        finally:
            if self._turns.pop(ticket, None):
                self.room.leave(ticket)

    def close(self, reason: str) -> None:
        """Send everyone out of the room with a reason."""
        for ticket, turn in self._turns.items():
            self.room.leave(ticket)
            _tell(turn, reason)
        self._turns.clear()

    def _let_out(self) -> None:
        """Let out everyone whose turn has come, and come back for the next."""
        now = self._clock.elapsed()
        while (turn := self._next_turn(now)) is not None and turn <= now:
            _tell(self._turns.pop(self.room.take(turn)), None)
        self._timer = None if turn is None else self._at(turn - now)

    def _next_turn(self, now: int) -> int | None:
        # Never before the room filled: what an idle room did not let out is no credit.
        return self.room.next_turn(max(self._opened, now - SLACK))

    def _at(self, delay: int) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(delay / SECOND, self._let_out)

    def __len__(self) -> int:
        return len(self._turns)

    def __repr__(self) -> str:
        return f"Lobby({self.room!r}, waiting={len(self)})"


def _tell(turn: asyncio.Future[str | None], reason: str | None) -> None:
    if not turn.done():  # else its request was cancelled and has not left yet
        turn.set_result(reason)
