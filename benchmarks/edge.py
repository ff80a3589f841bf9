"""Polls a second of one edge process on one core, beside a bare handler on the same server.

    python benchmarks/edge.py [--seconds 3] [--rounds 5] [--connections 32] [--json]

Both answer the same bytes over kept connections; the bare one does nothing else.  They run one
after the other in each round, in processes of their own on one core, and the load comes from
another core.  The ratio of each round is of the same minute, and the median is shown.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from sim.model import dumps, load

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = CORES[0], CORES[-1]
NODE = [sys.executable, "-m", "sim.cli", "serve", "edge"]
NOBODY = "http://127.0.0.1:9"

BARE = """
import asyncio, json, sys
import uvloop
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

uvloop.run(main())
"""


class Poller(asyncio.Protocol):
    """One user who polls again as soon as she is answered."""

    answered = 0

    def __init__(self, user: int) -> None:
        self._request = b"GET /poll?user=%d HTTP/1.1\r\nHost: edge\r\n\r\n" % user

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        assert data.startswith(b"HTTP/1.1 200") and data.endswith(b"}"), data
        Poller.answered += 1
        self._transport.write(self._request)


def polls(url: str, connections: int, seconds: float) -> float:
    """Polls a second that so many users get answered, after a warm-up of a fifth of the time."""

    async def measure() -> float:
        host, port = urlsplit(url).hostname, urlsplit(url).port
        loop = asyncio.get_running_loop()
        for user in range(connections):
            await loop.create_connection(lambda user=user: Poller(user), host, port)  # type: ignore[misc]
        await asyncio.sleep(seconds / 5)
        before, began = Poller.answered, time.perf_counter()
        await asyncio.sleep(seconds)
        return (Poller.answered - before) / (time.perf_counter() - began)

    import uvloop

    os.sched_setaffinity(0, {LOAD_CORE})
    Poller.answered = 0
    return uvloop.run(measure())


@contextmanager
def serving(*words: str) -> Iterator[str]:
    """A server on its core for the time of a block: its URL."""
    made = {name: secrets.token_urlsafe(24) for name in SECRETS}
    command = ["taskset", "-c", str(SERVER_CORE), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | made) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.kill()


SECRETS = ("FLOODGATE_TICKET_SECRET", "FLOODGATE_ADMIN_TOKEN")


def measure(rounds: int, connections: int, seconds: float) -> dict[str, Any]:
    """The polls a second of both in each round, and their ratio."""
    with TemporaryDirectory() as folder, multiprocessing.get_context("spawn").Pool(1) as load_:
        scenario = Path(folder) / "sale.toml"
        scenario.write_text(dumps(load("flash_sale")))
        node = (*NODE, str(scenario), "--origin", NOBODY, "--port", "0", "--opens-at", "0 s")
        results: dict[str, list[float]] = {"bare": [], "edge": []}
        for _ in range(rounds):
            for name, words in (("bare", (sys.executable, "-c", BARE)), ("edge", node)):
                with serving(*words) as url:
                    results[name].append(load_.apply(polls, (url, connections, seconds)))
    ratios = [edge / bare for edge, bare in zip(results["edge"], results["bare"], strict=True)]
    return results | {"ratios": ratios, "ratio": statistics.median(ratios)}


def main() -> None:
    """Measure, and show polls a second and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(options.rounds, options.connections, options.seconds)
    if options.json:
        print(json.dumps(result))
        return
    for name in ("bare", "edge"):
        print(f"{name}: {statistics.median(result[name]):,.0f} polls a second")
    spread = f"{min(result['ratios']):.2f} to {max(result['ratios']):.2f}"
    print(f"ratio: {result['ratio']:.2f} (rounds: {spread})")


if __name__ == "__main__":
    main()
