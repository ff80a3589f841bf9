"""The origin's view of the edge nodes: what they reported, and what they are told."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import ClientError, ClientSession, ClientTimeout

from edge.http import ADMIN
from edge.log import log
from edge.terms import Terms
from sim.units import SECOND

LEAST_SECONDS = 0.25
FORGOTTEN_AFTER = 30
"""Census intervals without a report, after which a node is told nothing any more."""


@dataclass(frozen=True, slots=True)
class Report:
    """The last that one node said: where it is told things, who waits there, and when (ns)."""

    admin: str
    waiting: int
    at: int


class Nodes:
    """The nodes that reported lately, by name, and the share of clicks that follows from them.

    ``tell`` sends each node whether anything is left (where the scenario has the shortcut) and,
    under a census admission, the probability; what it cannot deliver the next push brings.
    """

    def __init__(self, terms: Terms, token: str) -> None:
        self._terms = terms
        self._headers = {"Authorization": f"Bearer {token}"}
        self._reports: dict[str, Report] = {}
        self.failures = 0

    def hear(self, node: str, report: Report) -> None:
        """Take a node's report, and forget those that have long been silent."""
        self._reports[node] = report
        oldest = report.at - FORGOTTEN_AFTER * self._terms.census_interval
        for silent in [name for name, known in self._reports.items() if known.at < oldest]:
            del self._reports[silent]

    @property
    def waiting(self) -> int:
        """How many people are waiting at all nodes, as far as was heard."""
        return sum(report.waiting for report in self._reports.values())

    def news(self, left: int) -> dict[str, float | bool]:
        """What a node should know where ``left`` units are left."""
        news: dict[str, float | bool] = {}
        if self._terms.shortcut:
            news["sold_out"] = left == 0
        if self._terms.census is not None:
            news["probability"] = self._terms.census.share(left, self.waiting)
        return news

    async def tell(self, left: int) -> None:
        """Push the news to every node's admin interface, to all at the same time."""
        news = self.news(left)
        if news and self._reports:
            # What takes longer is out of date, and would hold up the next push to all others.
            seconds = max(self._terms.push_interval / SECOND, LEAST_SECONDS)
            timeout = ClientTimeout(total=seconds)
            async with ClientSession(headers=self._headers, timeout=timeout) as session:
                places = {report.admin for report in self._reports.values()}
                await asyncio.gather(*(self._push(session, place, news) for place in places))

    async def _push(self, session: ClientSession, admin: str, news: Mapping[str, object]) -> None:
        try:
            async with session.patch(admin.rstrip("/") + ADMIN, json=news) as answer:
                answer.raise_for_status()
        except (ClientError, TimeoutError, ValueError) as error:
            self.failures += 1
            log.warning("push to %s: %s", admin, error or type(error).__name__)
