"""Draining: how an edge node goes without losing a request."""

import asyncio
import socket

from edge.heartbeat import Heartbeat
from edge.limits import LimitedServer
from edge.listener import hush
from edge.node import Node

ACCEPT_SECONDS = 0.2
"""How long connections that began may take to be accepted once no others begin."""
FINISH_SECONDS = 30
"""How long requests in flight may take to finish."""


async def drain(
    node: Node,
    heartbeat: Heartbeat,
    listener: socket.socket,
    listening: asyncio.Server,
    server: LimitedServer,
    grace: float,
) -> None:
    """Stop the heartbeat, finish what is in flight, and close.

    For ``grace`` seconds the node still answers, each answer the last of its connection: who
    keeps one comes back to another node, and whoever watches the heartbeat has looked elsewhere.
    Then no connection begins, and those that began are answered too.
    """
    heartbeat.stop()
    node.draining = True
    await asyncio.sleep(grace)
    hush(listener)
    await asyncio.sleep(ACCEPT_SECONDS)
    listening.close()
    server.pre_shutdown()
    late = asyncio.get_running_loop().call_later(FINISH_SECONDS, node.door.send_home, "shed")
    await server.shutdown(FINISH_SECONDS + 1)
    late.cancel()
