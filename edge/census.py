"""The census: an edge node reports who is waiting, and hears from the origin what is left."""

import asyncio
from typing import Any

from edge.log import log
from edge.node import Node
from edge.upstream import OriginError, Upstream
from sim.policies.admission import Census
from sim.units import SECOND


class CensusReporter:
    """Reports every ``interval`` (ns); ``admin`` is where the origin pushes to, with a token.

    Under ``shortcut`` the node answers "sold out" by itself once the origin said so.  An origin
    that cannot be reached is asked again after the interval; what it said last stays true.
    """

    def __init__(
        self, node: Node, origin: Upstream, admin: str, interval: int, *, shortcut: bool
    ) -> None:
        self._node = node
        self._origin = origin
        self._admin = admin
        self._interval = interval
        self._shortcut = shortcut
        self.is_heard = True

    async def run(self) -> None:
        """Report until cancelled or until the heartbeat stops."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while not self._node.draining:
            await self._report()
            due = max(due + self._interval / SECOND, loop.time())
            await asyncio.sleep(due - loop.time())

    async def _report(self) -> None:
        try:
            reply = await self._origin.census(self._census())
            if reply.status == 200:
                self._hear(reply.body)
            problem = None if reply.status == 200 else f"the origin answered {reply.status}"
        except (OriginError, ValueError) as error:
            problem = str(error)
        self._tell(problem)

    def _census(self) -> dict[str, Any]:
        node = self._node
        return {
            "node": node.heartbeat.identity,
            "admin": self._admin,
            "waiting": node.people.waiting,
            "clicks": node.counts.clicks,
            "admitted": node.counts.admitted,
        }

    def _hear(self, said: dict[str, Any]) -> None:
        sold_out, share = said.get("sold_out"), said.get("probability")
        if self._shortcut and isinstance(sold_out, bool) and sold_out != self._node.sale.sold_out:
            self._node.announce(sold_out)
        if isinstance(share, int | float) and isinstance(self._node.door.policy, Census):
            self._node.door.update(share)

    def _tell(self, problem: str | None) -> None:
        """One line when the origin is lost, and one when it is back."""
        if problem is None and not self.is_heard:
            log.warning("census: the origin is back")
        elif problem is not None and self.is_heard:
            log.warning("census: %s; trying again every interval", problem)
        self.is_heard = problem is None
