"""A small real origin: it sells a stock over HTTP and remembers what it was told."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class StubOrigin(ThreadingHTTPServer):
    """Sells ``stock`` units, one a new idempotency key; ``orders`` are (user, key) as they came.

    ``reports``: the census as it came, newest last.  ``says``: more for the census answer.
    ``delay``: seconds that an order takes.  ``status``: answered to every order if not None.
    """

    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, stock: int = 10**9, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.stock = stock
        self.orders: list[tuple[int, str]] = []
        self.headers: list[dict[str, str]] = []
        self.reports: list[dict[str, Any]] = []
        self.says: dict[str, Any] = {}
        self.delay = 0.0
        self.status: int | None = None
        self.lock = threading.Lock()
        self.sold: dict[str, str] = {}
        self.pause = threading.Event()
        self.connections: list[socket.socket] = []

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self.connections.append(connection)
        return connection, address

    def hang_up(self) -> None:
        """End all connections, as a process that dies does."""
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def order(self, user: int, key: str) -> tuple[int, dict[str, Any]]:
        """Sell one unit, or say that there is none; the same key gets the same answer."""
        self.pause.wait(self.delay)
        with self.lock:
            self.orders.append((user, key))
            if self.status is not None:
                return self.status, {"outcome": "refused", "kind": "limiter"}
            if key not in self.sold and len(self.sold) >= self.stock:
                return 410, {"outcome": "sold_out"}
            number = self.sold.setdefault(key, f"order-{len(self.sold) + 1}")
            return 201, {"outcome": "sold", "order": number}

    def report(self, report: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Take a report of the census."""
        self.reports.append(report)
        left = self.stock - len(self.sold)
        return 200, {"stock": left, "sold_out": left <= 0} | self.says


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StubOrigin
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        if self.path == "/census":
            status, said = self.server.report(body)
        else:
            status, said = self.server.order(body["user"], self.headers["Idempotency-Key"])
        content = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        if status == 429:
            self.send_header("Retry-After", "7")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def stub_origin(stock: int = 10**9, port: int = 0) -> Iterator[StubOrigin]:
    """A stub that listens for the time of a block."""
    origin = StubOrigin(stock, port)
    thread = threading.Thread(target=origin.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield origin
    finally:
        origin.pause.set()
        origin.shutdown()
        thread.join()
        origin.hang_up()
        origin.server_close()


@contextmanager
def reserved() -> Iterator[int]:
    """A port where nobody listens, and where ``stub_origin`` may begin to."""
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]
