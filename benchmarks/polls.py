"""Polls a second of one edge process on one core, beside a bare handler on the same server.

    python benchmarks/polls.py [--seconds 0.5] [--slices 12] [--connections 32] [--json]

Both answer the same bytes over kept connections; the bare one does nothing else.  They share one
core and take turns, a slice each, under a load from another core; whoever has no load is idle.  A
ratio is of two neighbouring slices, and the median of the ratios is shown.
"""

import argparse
import asyncio
import json
import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from sim.model import dumps, load

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = CORES[0], CORES[-1]
NODE = [sys.executable, "-m", "sim.cli", "serve", "edge"]
NOBODY = "http://127.0.0.1:9"
SECRETS = ("FLOODGATE_TICKET_SECRET", "FLOODGATE_ADMIN_TOKEN")

BARE = """
import asyncio, json
from aiohttp import web

BODY = b'{"open":true,"opens_in_ms":0,"sold_out":false,"buy":"/buy"}'
HEADERS = {"Content-Type": "application/json", "Cache-Control": "no-store"}

async def bare(request):
    return web.Response(body=BODY, headers=HEADERS)

async def main():
    server = web.Server(bare, access_log=None)
    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    print(json.dumps({"url": f"http://127.0.0.1:{port}"}), flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


class Poller(asyncio.Protocol):
    """One user who polls again as soon as she is answered, while her crowd does."""

    def __init__(self, crowd: "Crowd", user: int) -> None:
        self._crowd = crowd
        self._request = b"GET /poll?user=%d HTTP/1.1\r\nHost: edge\r\n\r\n" % user

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert data.startswith(b"HTTP/1.1 200") and data.endswith(b"}"), data
        self._crowd.answered += 1
        if self._crowd.on:
            self.poll()

    def poll(self) -> None:
        self._transport.write(self._request)


class Crowd:
    """The users of one server, over connections that they keep."""

    def __init__(self, url: str, users: int) -> None:
        self.url = urlsplit(url)
        self.answered = 0
        self.on = False
        self.pollers = [Poller(self, user) for user in range(users)]

    async def connect(self) -> None:
        """Open the connections."""
        loop, host, port = asyncio.get_running_loop(), self.url.hostname, self.url.port
        for poller in self.pollers:
            await loop.create_connection(partial(_same, poller), host, port)

    async def rate(self, seconds: float) -> float:
        """Poll for a while: polls a second, without the first fifth."""
        self.on = True
        for poller in self.pollers:
            poller.poll()
        await asyncio.sleep(seconds / 5)
        before, began = self.answered, time.perf_counter()
        await asyncio.sleep(seconds)
        rate = (self.answered - before) / (time.perf_counter() - began)
        self.on = False
        await asyncio.sleep(seconds / 10)
        return rate


def _same(poller: Poller) -> Poller:
    return poller


async def turns(urls: dict[str, str], users: int, slices: int, seconds: float) -> dict[str, Any]:
    """The polls a second of each server in each slice, in turn."""
    crowds = {name: Crowd(url, users) for name, url in urls.items()}
    rates: dict[str, list[float]] = {name: [] for name in urls}
    for crowd in crowds.values():
        await crowd.connect()
        await crowd.rate(seconds)
    for _ in range(slices):
        for name, crowd in crowds.items():
            rates[name].append(await crowd.rate(seconds))
    return rates


@contextmanager
def serving(*words: str) -> Iterator[str]:
    """A server on its core for the time of a block: its URL."""
    made = {name: secrets.token_urlsafe(24) for name in SECRETS}
    process = subprocess.Popen(
        ["taskset", "-c", str(SERVER_CORE), *words],
        env=os.environ | made,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.kill()


def measure(users: int, slices: int, seconds: float) -> dict[str, Any]:
    """The polls a second of both in each slice, and their ratio."""
    with TemporaryDirectory() as folder:
        scenario = Path(folder) / "sale.toml"
        scenario.write_text(dumps(load("flash_sale")))
        node = (*NODE, str(scenario), "--origin", NOBODY, "--port", "0", "--opens-at", "0 s")
        with serving(sys.executable, "-c", BARE) as bare, serving(*node) as edge:
            os.sched_setaffinity(0, {LOAD_CORE})
            rates = asyncio.run(turns({"bare": bare, "edge": edge}, users, slices, seconds))
    ratios = [edge / bare for edge, bare in zip(rates["edge"], rates["bare"], strict=True)]
    return rates | {"ratios": ratios, "ratio": statistics.median(ratios)}


def main() -> None:
    """Measure, and show polls a second and the ratio."""
    parser = argparse.ArgumentParser(description="Polls a second beside a bare handler.")
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--slices", type=int, default=12)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(options.connections, options.slices, options.seconds)
    if options.json:
        print(json.dumps(result))
        return
    for name in ("bare", "edge"):
        print(f"{name}: {statistics.median(result[name]):,.0f} polls a second")
    spread = f"{min(result['ratios']):.2f} to {max(result['ratios']):.2f}"
    print(f"ratio: {result['ratio']:.2f} (slices: {spread})")


if __name__ == "__main__":
    main()
