"""An origin that is away, slow or out of its mind: the node says so, and recovers by itself."""

import json
import socket
import threading
import time
from contextlib import closing, suppress

from edge_node import edge_node, eventually, request, solve
from stub_origin import reserved, stub_origin

from edge.http import TICKET


def click(node, user: int) -> tuple[int, dict[str, str], dict]:
    """A click with its headers."""
    asked = node.get(f"/code?user={user}")[1]
    body = {"user": user, "challenge": asked["challenge"], "code": solve(asked)}
    status, headers, said = request("POST", node.url + "/buy", body)
    return status, headers, json.loads(said)


def test_an_origin_that_is_away_is_503_with_retry_after_until_it_is_back(sale):
    """Polls go on; a click keeps its ticket, which buys once the origin is there."""
    with (
        reserved() as port,
        edge_node(sale, "--origin", f"http://127.0.0.1:{port}") as node,
    ):
        status, headers, said = click(node, 1)
        assert (status, headers["retry-after"], said["outcome"]) == (503, "1", "failed")
        assert node.get("/poll")[0] == node.get("/health")[0] == 200
        with stub_origin(port=port):
            again = request("POST", node.url + "/orders", {"user": 1}, {TICKET: said["ticket"]})
            assert again[0] == 201
            assert click(node, 2)[0] == 201
        assert click(node, 3)[0] == 503
        with stub_origin(port=port):
            assert click(node, 4)[0] == 201


def test_losing_and_finding_the_origin_are_a_line_each(sale):
    """The log says it once, not with every report."""
    with (
        reserved() as port,
        edge_node(sale, "--origin", f"http://127.0.0.1:{port}") as node,
    ):
        time.sleep(0.3)  # six reports
        with stub_origin(port=port) as origin:
            assert eventually(lambda: len(origin.reports) > 2)
        time.sleep(0.3)
        node.process.terminate()
        log = node.process.stderr.read().splitlines()

    assert [line.partition(";")[0] for line in log] == [
        "census: the origin cannot be reached",
        "census: the origin is back",
        "census: the origin cannot be reached",
    ]


def test_an_origin_that_is_too_slow_is_504(sale):
    """After the scenario's deadline the user hears so, and keeps her ticket."""
    with stub_origin() as origin:
        origin.delay = 5
        words = ("--set", "edge.deadline=300 ms")
        with edge_node(sale, "--origin", origin.url, *words) as node:
            status, headers, said = click(node, 1)
            origin.pause.set()

    assert (status, said["outcome"]) == (504, "timed_out")
    assert "retry-after" in headers and said["ticket"]


PAUSE = 0.05
"""Seconds between two pieces of an answer."""


class Babbler(threading.Thread):
    """A listener that answers whatever comes with the same bytes, in pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces = [b""]
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.start()

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, suppress(ConnectionError):
                connection.recv(65536)
                for piece in self.pieces:
                    connection.sendall(piece)
                    time.sleep(PAUSE)

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.join()
        self.listener.close()


def test_an_origin_that_talks_nonsense_is_503(sale):
    """No JSON, no object, no HTTP: the node answers as if nobody were there, and lives on."""
    babbler = Babbler()
    with closing(babbler), edge_node(sale, "--origin", babbler.url) as node:
        for answer in (
            b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<p>",
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",
            b"SSH-2.0-x\r\n",
            b"",
        ):
            babbler.pieces = [answer]
            assert click(node, 1)[0] == 503, answer
        assert node.get("/health")[0] == 200


def test_an_origin_whose_answer_comes_in_pieces_is_heard(sale):
    """To its end: networks cut where they like."""
    babbler = Babbler()
    with closing(babbler), edge_node(sale, "--origin", babbler.url) as node:
        header = b"HTTP/1.1 201 Created\r\nContent-Length: 18\r\n\r\n"
        babbler.pieces = [header, b'{"outcome":', b'"sold"}']
        status, _, said = click(node, 1)
        assert (status, said["outcome"]) == (201, "sold")


def test_the_census_reports_and_hears(sale):
    """Who waits is reported with the node's identity; sold out and probability come back."""
    words = ("--set", "edge.admission={ kind = 'census', initial = 0.0 }")
    with stub_origin() as origin, edge_node(sale, "--origin", origin.url, *words) as node:
        for user in range(5):
            node.get(f"/poll?user={user}")
        assert node.click(0)[0] == 403
        origin.says = {"probability": 1.0}
        assert eventually(lambda: node.state()["probability"] == 1.0)
        assert node.click(1)[0] == 201
        assert eventually(lambda: origin.reports[-1]["admitted"] == 1)
        last = origin.reports[-1]
        origin.says = {"sold_out": True}
        assert eventually(lambda: node.get("/poll")[1]["sold_out"])

    assert last == {
        "node": node.identity,
        "admin": node.admin,
        "waiting": 3,
        "clicks": 2,
        "admitted": 1,
    }


def test_a_probability_out_of_range_is_not_taken(sale):
    """What the origin says is checked as well; the node goes on with what it had."""
    words = ("--set", "edge.admission={ kind = 'census', initial = 1.0 }")
    with stub_origin() as origin, edge_node(sale, "--origin", origin.url, *words) as node:
        origin.says = {"probability": 7, "sold_out": "perhaps"}
        before = len(origin.reports)
        assert eventually(lambda: len(origin.reports) > before + 2)
        assert node.state()["probability"] == 1.0
        assert node.get("/poll")[1]["sold_out"] is False


def test_without_a_shortcut_the_node_leaves_sold_out_to_the_origin(sale):
    """A scenario may want every admitted click to hear it from the stock."""
    words = ("--set", "edge.sold_out_shortcut=false")
    with stub_origin(stock=0) as origin, edge_node(sale, "--origin", origin.url, *words) as node:
        assert eventually(lambda: len(origin.reports) > 2)
        assert node.click(1)[0] == 410
        assert len(origin.orders) == 1
