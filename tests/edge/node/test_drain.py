"""How an edge node goes: what is in flight is finished, and nobody is turned away."""

import asyncio
import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from edge_node import EdgeNode, edge_node, eventually, request, solve, spawn
from raw import address, exchange, status
from stub_origin import stub_origin

POLL = b"GET /poll HTTP/1.1\r\nHost: edge\r\n\r\n"
LAST = b"GET /poll HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n\r\n"


@pytest.fixture
def origin():
    """An origin of each test's own."""
    with stub_origin() as origin:
        yield origin


def test_an_order_in_flight_is_finished(sale, origin):
    """A click that waits for the origin when SIGTERM comes is answered; then the node exits 0."""
    origin.delay = 1.5
    with edge_node(sale, "--origin", origin.url) as node, ThreadPoolExecutor() as pool:
        click = pool.submit(node.click, 1)
        assert eventually(lambda: any("x-ticket" in headers for headers in origin.headers))
        assert node.stop() == 0
        status_, said = click.result()

    assert (status_, said["outcome"]) == (201, "sold")


def test_the_heartbeat_stops_first(sale, origin):
    """While it still answers, a node that is going says so: health is 503, connections end."""
    with edge_node(sale, "--origin", origin.url, "--grace", "2 s") as node:
        with socket.create_connection(address(node.url)) as connection:
            connection.sendall(POLL)
            assert b"Connection: close" not in connection.recv(65536)
            node.process.terminate()
            assert eventually(lambda: request("GET", node.url + "/health")[0] == 503)
            connection.sendall(POLL)
            last = connection.recv(65536)
        assert status(exchange(node.url, LAST)) == 200
        assert node.process.wait(30) == 0

    assert status(last) == 200 and b"Connection: close" in last


def test_ctrl_c_drains_too(sale, origin):
    """Ctrl-C by hand is as good as SIGTERM."""
    with edge_node(sale, "--origin", origin.url) as node:
        node.process.send_signal(2)

        assert node.process.wait(30) == 0


class Client(threading.Thread):
    """Someone who polls over a new connection each time, and one who keeps hers."""

    def __init__(self, url: str, keep: bool) -> None:
        super().__init__()
        self.url = url
        self.keep = keep
        self.over = threading.Event()
        self.answered = 0
        self.problems: list[str] = []
        self.start()

    def run(self) -> None:
        asyncio.run(self._kept() if self.keep else self._new())

    async def _new(self) -> None:
        while not self.over.is_set():
            reader, writer = await asyncio.open_connection(*address(self.url))
            await self._poll(reader, writer, LAST)
            writer.close()
            await asyncio.sleep(0.001)

    async def _kept(self) -> None:
        while not self.over.is_set():
            reader, writer = await asyncio.open_connection(*address(self.url))
            while not self.over.is_set() and await self._poll(reader, writer, POLL):
                await asyncio.sleep(0.01)
            writer.close()

    async def _poll(self, reader, writer, text: bytes) -> bool:
        """Poll: whether the connection may be used again."""
        try:
            writer.write(text)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split()[0]))
        except (OSError, EOFError) as error:
            self.problems.append(repr(error))
            return False
        if not head.startswith(b"HTTP/1.1 200"):
            self.problems.append(head.decode())
        self.answered += 1
        return b"Connection: close" not in head


def take_over(sale, origin, old: EdgeNode) -> EdgeNode:
    """Start a node beside an old one, and let the old one go."""
    words = (sale, "--origin", origin.url, "--port", old.port, "--grace", "300 ms", "--beside")
    new = EdgeNode(spawn(words))
    assert old.stop() == 0
    old.process.communicate()
    return new


def test_nodes_that_are_restarted_one_after_another_lose_no_request(sale, origin):
    """Two restarts at one address under load: every poll and every click is answered."""
    with edge_node(sale, "--origin", origin.url, "--grace", "300 ms") as first:
        clients = [Client(first.url, keep) for keep in (False, False, True, True)]
        node = first
        for user in range(2):
            node = take_over(sale, origin, node)
            assert node.click(user)[0] == 201
        for client in clients:
            client.over.set()
            client.join()
        assert node.stop() == 0
        node.process.communicate()

    assert [client.problems for client in clients] == [[]] * 4
    assert all(client.answered > 10 for client in clients)


def test_whoever_waits_in_a_room_is_let_out_before_the_end(sale, origin):
    """A request that waits for its turn is in flight too: the node waits for it."""
    room = 'edge.admission={ kind = "waiting_room", outflow = "2/s" }'
    words = (sale, "--origin", origin.url, "--set", room)
    with edge_node(*words) as node, ThreadPoolExecutor() as pool:
        clicks = [pool.submit(node.click, user) for user in range(4)]
        assert eventually(lambda: node.state()["clicks"] == 4)
        assert node.stop() == 0

    assert [click.result()[0] for click in clicks] == [201] * 4


def test_a_second_node_at_the_same_port_must_be_asked_for(sale, origin):
    """Without --beside a port that a node listens at is in use."""
    with edge_node(sale, "--origin", origin.url) as node:
        process = spawn((sale, "--origin", origin.url, "--port", node.port))
        out, err = process.communicate(timeout=30)

    assert (process.returncode, out) == (2, "")
    assert err.count("\n") == 1
    assert "free, got one in use" in err


def test_a_click_whose_sender_has_gone_leaves_the_room(sale, origin):
    """Who gives up in a waiting room takes nobody's turn."""
    room = 'edge.admission={ kind = "waiting_room", outflow = "1/h" }'
    with edge_node(sale, "--origin", origin.url, "--set", room) as node:
        assert node.click(1)[0] == 201
        asked = node.get("/code?user=2")[1]
        body = {"user": 2, "challenge": asked["challenge"], "code": solve(asked)}
        content = json.dumps(body).encode()
        head = b"POST /buy HTTP/1.1\r\nHost: edge\r\nContent-Length: %d\r\n\r\n" % len(content)
        with socket.create_connection(address(node.url)) as connection:
            connection.sendall(head + content)
            assert eventually(lambda: node.state()["lobby"] == 1)
        assert eventually(lambda: node.state()["lobby"] == 0)
        assert node.stop() == 0
