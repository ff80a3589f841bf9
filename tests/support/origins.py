"""Origins as processes of their own, and people who order there."""

import http.client
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from edge.http import IDEMPOTENCY_KEY, TICKET
from edge.secrets import ADMIN_TOKEN, TICKET_SECRET
from edge.tickets import Ticket, Tickets
from sim.units import MINUTE

EVENT = "sale"
SECRET = "q8Zr3vX0pLk29sTbWm41"
TOKEN = "Jx92mfpQ17zLr0vNcT8y"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
COMMAND = [sys.executable, "-W", "error", "-m", "sim.cli", "serve", "origin"]
PATIENCE = 60.0
"""Seconds for anything that has to happen on a loaded machine."""


@dataclass(frozen=True)
class Reply:
    """The answer to one request."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def body(self) -> Any:
        return json.loads(self.text)


def call(
    method: str, url: str, body: object = None, headers: Mapping[str, str] | None = None
) -> Reply:
    """One request on a connection of its own."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE)
    sent = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    try:
        connection.request(method, parts.path, sent, dict(headers or {}))
        answer = connection.getresponse()
        return Reply(answer.status, dict(answer.headers), answer.read().decode())
    finally:
        connection.close()


def until(done: Callable[[], bool]) -> None:
    """Wait for something that has to happen."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def environment(**other: str) -> dict[str, str]:
    """The environment of a service, with its secrets."""
    return os.environ | {TICKET_SECRET: SECRET, ADMIN_TOKEN: TOKEN} | other


def sign(user: int, serial: bytes, event: str = EVENT, expires: int | None = None) -> str:
    """The ticket that an edge node would sign."""
    expires = time.time_ns() + 5 * MINUTE if expires is None else expires
    return Tickets(event, SECRET.encode()).sign(Ticket(user, expires, serial))


class OriginProcess:
    """``floodgate serve origin``, from its ready line to its end."""

    def __init__(self, *options: str) -> None:
        command = [*COMMAND, "--port", "0", *options]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self.process = subprocess.Popen(command, env=environment(), text=True, **pipes)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(self.end()[1])
        self.ready = json.loads(line)
        self.url: str = self.ready["url"]

    def order(
        self,
        user: int,
        serial: bytes | None = None,
        key: str | None = None,
        body: object = None,
        ticket: str | None = None,
    ) -> Reply:
        """Order as a node does: with a fresh ticket, its serial as the key."""
        serial = secrets.token_bytes(16) if serial is None else serial
        headers = {
            TICKET: sign(user, serial) if ticket is None else ticket,
            IDEMPOTENCY_KEY: serial.hex() if key is None else key,
        }
        body = {"user": user} if body is None else body
        return call("POST", f"{self.url}/orders", body, headers)

    def get(self, path: str) -> Reply:
        return call("GET", self.url + path)

    def pay(self, order: str) -> Reply:
        return call("POST", f"{self.url}/orders/{order}/payment")

    def census(self, headers: Mapping[str, str] = BEARER, **report: Any) -> Reply:
        """Report as a node does."""
        report = {"node": "n", "admin": "http://127.0.0.1:1", "waiting": 0} | report
        return call("POST", f"{self.url}/census", report, headers)

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End it; its status, and what it said on standard error."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said
