"""An edge node as a process of its own, and a person in front of it."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

TICKET_SECRET = "q8rj2mz7vk1xw9b3nd5c"
ADMIN_TOKEN = "h4t6y8u1i3o5p7a9s2d4"
SECRETS = {"FLOODGATE_TICKET_SECRET": TICKET_SECRET, "FLOODGATE_ADMIN_TOKEN": ADMIN_TOKEN}
BEARER = {"Authorization": f"Bearer {ADMIN_TOKEN}"}
COMMAND = [sys.executable, "-W", "error", "-m", "sim.cli", "serve", "edge"]

SALE = """
name = "small"
question = "Does it sell?"
answer = "Yes."
duration = "10 s"

[crowd]
users = 100
poll = { period = "1 s" }

[sale]
stock = 10
opens_at = "0 s"
update_time = "1 ms"

[edge]
nodes = 1
workers = 8
poll_time = "50 us"
click_time = "100 us"
origin = "shop"
admission = "open"
deadline = "10 s"

[services.shop]
service_time = "1 ms"
calls = [{ to = "stock" }]

[control]
census_interval = "50 ms"
push_interval = "50 ms"
"""


def request(
    method: str, url: str, body: Any = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """One request over a connection of its own: status, headers in small letters, body."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection.request(method, path or "/", content, headers or {})
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


class EdgeNode:
    """A running node: ``url``, ``admin``, ``identity`` and ``pid`` as it said when it was ready."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        self.ready = json.loads(line)
        self.url, self.admin = self.ready["url"], self.ready["admin"]
        self.pid, self.identity = self.ready["pid"], self.ready["identity"]
        self.port = urlsplit(self.url).port or 0

    def get(self, path: str) -> tuple[int, Any]:
        """GET from the node: status and what the body says."""
        status, _, body = request("GET", self.url + path)
        return status, json.loads(body)

    def click(self, user: int, code: str | None = None, **more: Any) -> tuple[int, Any]:
        """Ask for a code, do the sum unless another ``code`` is given, and click."""
        _, asked = self.get(f"/code?user={user}")
        body = {"user": user, "challenge": asked["challenge"], "code": code or solve(asked)}
        status, _, answer = request("POST", self.url + "/buy", body | more)
        return status, json.loads(answer)

    def change(self, **changes: Any) -> tuple[int, Any]:
        """PATCH the admin interface."""
        status, _, body = request("PATCH", self.admin + "/admin", changes, BEARER)
        return status, json.loads(body)

    def state(self) -> Any:
        """GET from the admin interface."""
        return json.loads(request("GET", self.admin + "/admin", headers=BEARER)[2])

    def stop(self) -> int:
        """Ask it to go: its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def files(self) -> int:
        """How many descriptors it has open."""
        return len(os.listdir(f"/proc/{self.pid}/fd"))  # noqa: PTH208


def solve(asked: dict[str, str]) -> str:
    """The answer to a question."""
    return str(sum(int(number) for number in asked["question"].split("+")))


def eventually(holds: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether something comes to hold within some seconds."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def spawn(words: Sequence[object], **environment: str) -> subprocess.Popen[str]:
    """The process of a node that may not come up."""
    return subprocess.Popen(
        [*COMMAND, *map(str, words)],
        env=os.environ | SECRETS | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def edge_node(*words: object, **environment: str) -> Iterator[EdgeNode]:
    """A node for the time of a block, with no grace unless the words say so."""
    process = spawn(["--port", 0, "--grace", "0 s", *words], **environment)
    try:
        yield EdgeNode(process)
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)
