"""The data centre's control of the edge: it collects the census and pushes what follows from it."""

from collections.abc import Callable, Generator, Sequence
from typing import Any

from simpy import Event

from sim.control.journal import Journal
from sim.policies.admission.census import Census
from sim.stations.clock import CENTRE, Clock, Message
from sim.stations.edge_node import EdgeNode
from sim.stations.stock import Stock
from sim.stations.wire import Wire
from sim.workload.people import Ints

MESSAGE_BYTES = 200
KEY_BASE = 1 << 62
"""Control messages draw their latencies under numbers that no request has."""

Process = Generator[Event, Any, None]


class DataCentre:
    """Two loops between the stock and the edge nodes, over the same wires that clicks take.

    Every ``census_interval`` each edge node reports how many people loaded the page and have not
    clicked; what the data centre knows is the last report that arrived.  Every ``push_interval``
    it tells each node whether anything is left (where there is a ``shortcut``) and, under a census
    admission, the share of clicks to admit.  Both travel, may be lost, and arrive stale.
    """

    def __init__(
        self,
        env: Clock,
        journal: Journal,
        nodes: Sequence[EdgeNode],
        stock: Stock,
        joins: Sequence[Ints],
        wires: tuple[Wire, Wire] | None,
        *,
        census_interval: int,
        push_interval: int,
        shortcut: bool,
    ) -> None:
        self.env = env
        self.journal = journal
        self.nodes = nodes
        self.stock = stock
        self.joins = joins
        self.wires = wires
        self.census_interval = census_interval
        self.push_interval = push_interval
        self.shortcut = shortcut
        self._sold_out = False
        self.known = [0] * len(nodes)
        self._policy = nodes[0].admission

    def start(self) -> None:
        """Begin both loops."""
        if isinstance(self._policy, Census):
            self.env.process(self._census())
        self.env.process(self._push())

    def _census(self) -> Process:
        index = 0
        while True:
            for number in range(len(self.nodes)):
                self._send(0, number, index, self._report(number))
            self.journal.note("census", "data_centre", sum(self.known))
            yield self.env.timeout(self.census_interval)
            index += 2

    def _report(self, number: int) -> Callable[[Any], None]:
        waiting = self.waiting(number)

        def arrive(_: Any) -> None:
            self.known[number] = waiting

        return arrive

    def waiting(self, number: int) -> int:
        """How many people an edge node believes are waiting now."""
        joined = int(self.joins[number].searchsorted(self.env._now, side="right"))
        return max(0, joined - self.nodes[number].people)

    def _push(self) -> Process:
        index = 1
        while True:
            sold_out, share = self._look(), self._share()
            for number, node in enumerate(self.nodes):
                self.env.place = node.place
                self._send(1, number, index, self._tell(node, sold_out, share))
            self.env.place = CENTRE
            if share is not None:
                self.journal.note("push", "edge", share)
            yield self.env.timeout(self.push_interval)
            index += 2

    def _look(self) -> bool:
        """Whether to say "sold out", noted when it changes."""
        sold_out = self.shortcut and self.stock.left == 0
        if sold_out != self._sold_out:
            self._sold_out = sold_out
            self.journal.note("sold_out", "edge", float(sold_out))
        return sold_out

    def _share(self) -> float | None:
        if not isinstance(self._policy, Census):
            return None
        return self._policy.share(self.stock.left, sum(self.known))

    def _tell(self, node: EdgeNode, sold_out: bool, share: float | None) -> Callable[[Any], None]:
        def arrive(_: Any) -> None:
            if sold_out != node.sold_out:
                node.announce(sold_out)
            if share is not None:
                assert isinstance(node.admission, Census)
                node.admission.update(share)

        return arrive

    def _send(self, way: int, number: int, index: int, arrive: Callable[[Any], None]) -> None:
        delay: int | None = 0
        if self.wires is not None:
            wire = self.wires[way]
            delay = wire.delay(self.env._now, MESSAGE_BYTES, KEY_BASE + number, 0, index)
        if delay is not None:
            Message(self.env, delay, arrive)

    def __repr__(self) -> str:
        return f"DataCentre(nodes={len(self.nodes)}, known={sum(self.known)})"
