"""The service of one edge node: its parts put together, run until it is told to go."""

import asyncio
import json

from edge.admin import Admin
from edge.census import CensusReporter
from edge.clock import Clock
from edge.code import Codes
from edge.door import Door
from edge.drain import drain
from edge.draws import draws
from edge.heartbeat import Heartbeat
from edge.identity import identity
from edge.limits import LimitedServer
from edge.listener import BACKLOG, listen
from edge.metrics import NodeMetrics
from edge.node import Node
from edge.process import address, room, running, stop_signal
from edge.sale import Sale
from edge.setup import Setup
from edge.tickets import Tickets
from edge.till import Till
from edge.upstream import Upstream
from edge.work import Work
from sim.model import build
from sim.model.edge import Edge
from sim.units import SECOND

ADMIN_CONNECTIONS = 100
PATIENCE = 30 * SECOND
"""How long an order may take where the scenario has no deadline."""


class Service:
    """One edge node that listens, and runs once ``run`` is awaited.

    OSError where an address is in use.
    """

    def __init__(self, setup: Setup, clock: Clock) -> None:
        assert setup.scenario.edge is not None
        self.setup = setup
        self.spec: Edge = setup.scenario.edge
        self.clock = clock
        self.listener = listen(*setup.address, beside=setup.beside)
        try:
            self.admin_listener = listen(*setup.admin_address, beside=setup.beside)
        except OSError:
            self.listener.close()
            raise
        ip, port = self.listener.getsockname()[:2]
        self.heartbeat = Heartbeat(identity(ip, port, clock.now() // SECOND))

    async def run(self) -> None:
        """Answer until SIGTERM or SIGINT, then drain.

        On asyncio's own loop, which accepts all who wait at once.  uvloop, a quarter faster,
        accepts one a turn: on a busy node whoever was new starved behind those with a connection
        (at 1.1 of saturation 3.3 s at p99, against 0.9 s here).
        """
        stop = stop_signal()
        origin = self._upstream()
        node = self._node(origin)
        server = LimitedServer(node, room(self.setup.most_connections))
        admin = Admin(node, NodeMetrics(node, server), self.setup.admin_tokens)
        admin_server = LimitedServer(admin, ADMIN_CONNECTIONS)
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(server, sock=self.listener, backlog=BACKLOG)
        admin_listening = await loop.create_server(admin_server, sock=self.admin_listener)
        census = self._census(node, origin)
        jobs = (self.heartbeat.beat(), server.sweep(), admin_server.sweep(), census.run())
        async with running(*jobs):
            self._say_ready()
            await stop.wait()
            grace = self.setup.grace / SECOND
            await drain(node, self.heartbeat, self.listener, listening, server, grace)
        admin_listening.close()
        await admin_server.shutdown(1)
        await origin.close()

    def _upstream(self) -> Upstream:
        setup, spec = self.setup, self.spec
        seconds = (spec.deadline or PATIENCE) / SECOND
        limited = str(getattr(spec.admission, "kind", "admission"))
        return Upstream(setup.origin, setup.admin_tokens[0], seconds, limited)

    def _node(self, origin: Upstream) -> Node:
        setup, clock = self.setup, self.clock
        tickets = Tickets(setup.event, *setup.ticket_secrets)
        return Node(
            clock,
            Sale(clock, setup.opens_at),
            Door(clock, build(self.spec.admission)),
            Till(clock, tickets, origin, setup.ticket_life),
            Codes(setup.event, *setup.ticket_secrets),
            self.heartbeat,
            draws(setup.seed),
            Work(setup.work),
        )

    def _census(self, node: Node, origin: Upstream) -> CensusReporter:
        interval = self.setup.scenario.control.census_interval
        shortcut = self.spec.sold_out_shortcut
        return CensusReporter(node, origin, self.admin_url, interval, shortcut=shortcut)

    @property
    def admin_url(self) -> str:
        return address(self.admin_listener)

    def _say_ready(self) -> None:
        where = {"url": address(self.listener), "admin": self.admin_url}
        pid = int(self.heartbeat.identity.rpartition(":")[2])
        said = {"ready": True, **where, "pid": pid, "identity": self.heartbeat.identity}
        print(json.dumps(said), flush=True)
