"""A shop that is only its contract: polls, codes and clicks over HTTP, in a process of its own.

``python shop_stub.py '{"serves_in_ms": 20}'`` prints one line when it is ready and serves until
it is terminated.  It is a real server on a real socket, with no rule of admission behind it.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import time_ns
from typing import Any
from urllib.request import urlopen

from aiohttp import web

from edge import http

TOKEN = "f9b1c07d52ae48368e"


class Stub:
    """Clicks are served ``desks`` at a time, each in ``serves_in_ms``; every ``fails``-th is
    answered as failed, and with ``codes`` a click has to bring the right one."""

    def __init__(
        self,
        serves_in_ms: float = 0.0,
        desks: int = 1,
        codes: bool = True,
        fails: int = 0,
        stock: int = 1 << 60,
        opens_in_ms: float = 0.0,
    ) -> None:
        self.serves_in = serves_in_ms / 1000
        self.codes = codes
        self.fails = fails
        self.stock = stock
        self.opens_at = time_ns() + int(opens_in_ms * 1e6)
        self.desks = asyncio.Semaphore(desks)
        self.inside = self.peak = 0
        self.seen: list[int] = []

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get(http.POLL, self.poll)
        app.router.add_post(http.BUY, self.buy)
        app.router.add_patch(http.ADMIN, self.change)
        app.router.add_get(http.ADMIN, self.tell)
        if self.codes:
            app.router.add_get(http.CODE, self.code)
        return app

    async def poll(self, _: web.Request) -> web.Response:
        left = self.opens_at - time_ns()
        answer = {"open": left <= 0, "opens_in_ms": max(0, left) / 1e6, "sold_out": False}
        return web.json_response(answer)

    async def code(self, request: web.Request) -> web.Response:
        user = int(request.query["user"])
        left, right = user % 7, user % 11
        question = f"What is {left} + {right}?"
        return web.json_response({"question": question, "challenge": f"{left + right}"})

    async def buy(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.seen.append(body["user"])
        if self.codes and body.get("code") != body.get("challenge"):
            return web.json_response({"outcome": "refused", "kind": "code"}, status=403)
        if time_ns() < self.opens_at:
            return web.json_response({"outcome": "refused", "kind": "closed"}, status=403)
        self.inside += 1
        self.peak = max(self.peak, self.inside)
        async with self.desks:
            await asyncio.sleep(self.serves_in)
        self.inside -= 1
        return self._answer()

    def _answer(self) -> web.Response:
        if self.fails and len(self.seen) % self.fails == 0:
            return web.json_response({"outcome": "failed", "ticket": "T"}, status=503)
        if not self.stock:
            return web.json_response({"outcome": "sold_out", "ticket": "T"}, status=410)
        self.stock -= 1
        return web.json_response({"outcome": "sold", "ticket": "T"}, status=201)

    async def change(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({}, status=401)
        opens_at = datetime.fromisoformat((await request.json())["opens_at"])
        self.opens_at = round(opens_at.timestamp() * 1e6) * 1000
        return web.json_response({"opens_at": self.opens_at})

    async def tell(self, _: web.Request) -> web.Response:
        return web.json_response({"seen": self.seen, "peak": self.peak})


async def serve(**how: float) -> None:
    runner = web.AppRunner(Stub(**how).app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=4096)
    await site.start()
    host, port = runner.addresses[0][:2]
    print(json.dumps({"url": f"http://{host}:{port}"}), flush=True)
    await asyncio.Event().wait()


@dataclass(frozen=True)
class Shop:
    """A stub that runs: its address, and its process, to freeze or to kill."""

    url: str
    process: "subprocess.Popen[str]"

    @property
    def seen(self) -> list[int]:
        """The users of all clicks so far."""
        return list(self._told("seen"))

    @property
    def peak(self) -> int:
        """The most clicks that were there at a time."""
        return int(self._told("peak"))

    def _told(self, what: str) -> Any:
        with urlopen(self.url + http.ADMIN, timeout=30) as response:
            return json.load(response)[what]


@contextmanager
def shop(**how: float) -> Iterator[Shop]:
    """A stub in a process of its own, gone when this is over."""
    command = [sys.executable, str(Path(__file__)), json.dumps(how)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Shop(json.loads(process.stdout.readline())["url"], process)
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(serve(**json.loads(sys.argv[1])))
