"""The service of the origin: its store opened, its port listened at, until it is told to go."""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from edge.identity import identity
from edge.limits import LimitedServer
from edge.listener import BACKLOG
from edge.origin import Origin
from edge.process import address, room, running, stop_signal
from edge.stores import StoreDownError
from sim.units import SECOND

SWEEP_INTERVAL = SECOND
"""How often unpaid units are put back, and their users may order again; an order that finds too
few units left does not wait for it."""
FINISH_SECONDS = 30
"""How long orders in flight may take to finish."""
MOST_CONNECTIONS = 15_000


async def serve(origin: Origin, listener: socket.socket) -> None:
    """Take orders until SIGTERM or SIGINT, then finish those in flight.

    StoreDownError, StoreMismatchError where the store cannot be opened.
    """
    stop = stop_signal()
    async with _open(origin):
        server = LimitedServer(origin, room(MOST_CONNECTIONS))
        jobs = (
            _every(SWEEP_INTERVAL, origin.sweep, origin.lose),
            _every(origin.terms.push_interval, origin.push, origin.lose),
            server.sweep(),
        )
        listening = await asyncio.get_running_loop().create_server(
            server, sock=listener, backlog=BACKLOG
        )
        async with running(*jobs):
            print(json.dumps(_ready(listener, origin)), flush=True)
            await stop.wait()
            await _drain(origin, listening, server)


async def _drain(origin: Origin, listening: asyncio.Server, server: LimitedServer) -> None:
    origin.draining = True
    listening.close()
    server.pre_shutdown()
    await server.shutdown(FINISH_SECONDS)


@asynccontextmanager
async def _open(origin: Origin) -> AsyncIterator[None]:
    try:
        await origin.store.open(origin.terms.event, origin.terms.stock)
        yield
    finally:
        await origin.store.close()


def _ready(listener: socket.socket, origin: Origin) -> dict[str, object]:
    ip, port = listener.getsockname()[:2]
    url = address(listener)
    name = identity(ip, port, origin.clock.now() // SECOND)
    return {"ready": True, "url": url, "admin": url, "pid": os.getpid(), "identity": name}


async def _every(
    interval: int,
    action: Callable[[], Awaitable[None]],
    lose: Callable[[StoreDownError], None],
) -> None:
    while True:
        try:
            await action()
        except StoreDownError as error:
            lose(error)
        await asyncio.sleep(interval / SECOND)
