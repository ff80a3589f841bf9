"""Serving: one application on one port, from the line that says it is ready until SIGTERM."""

import asyncio
import json
import os
import signal
import sys
import time

from aiohttp import web

DRAIN = 60.0
"""Seconds for what is in flight to finish."""


def serve_forever(app: web.Application, host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C, then finish what is in flight.  OSError: the port."""
    with asyncio.Runner(loop_factory=_new_loop) as runner:
        runner.run(_serve(app, host, port))


async def _serve(app: web.Application, host: str, port: int) -> None:
    stopped = _stop_signal()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN)
    try:
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        print(json.dumps(_ready(host, runner.addresses[0][1])), flush=True)
        await stopped.wait()
    finally:
        await runner.cleanup()


def _ready(host: str, port: int) -> dict[str, object]:
    url, pid = f"http://{host}:{port}", os.getpid()
    identity = f"{host}:{port}:{time.time_ns()}:{pid}"
    return {"ready": True, "url": url, "admin": url, "pid": pid, "identity": identity}


def _stop_signal() -> asyncio.Event:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    return stopped


def _new_loop() -> asyncio.AbstractEventLoop:
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop

    return uvloop.new_event_loop()
