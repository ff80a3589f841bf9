"""The origin as a process: its start, its end, and a store that goes away."""

import signal
import socket
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from origins import COMMAND, PATIENCE, OriginProcess, environment, until
from servers import PostgresServer, RedisServer, free_port

from edge.clock import Clock
from edge.secrets import ADMIN_TOKEN, TICKET_SECRET

Start = Callable[..., OriginProcess]


def refused(*options: str, **variables: str) -> tuple[int, str]:
    """The status of an origin that does not start, and what it says."""
    done = subprocess.run(
        [*COMMAND, "--port", "0", *options],
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.returncode, done.stderr.strip()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "error: wanted a scenario or --stock, got neither"),
        (("--stock", "-1"), "'--stock'"),
        (("--stock", "1", "--store", "mysql://db"), "error: --store: wanted sqlite:///PATH"),
        (("--stock", "1", "--limit", "tap"), 'error: --limit: kind: unknown kind of limiter "tap"'),
        (("--stock", "1", "--reserve-for", "soon"), "error: --reserve-for: wanted a duration"),
        (("--stock", "1", "--set", "a=b"), "error: --variant, --set: wanted a scenario"),
        (("metastable",), "error: metastable: wanted a scenario with a sale, got one without"),
        (("no_such",), "no_such"),
        (("flash_sale", "--variant", "none"), "none"),
    ],
)
def test_what_cannot_be_is_one_line(options: tuple[str, ...], said: str) -> None:
    """Exit code 2, what was wanted and what came."""
    status, line = refused(*options)
    assert status == 2
    assert said in line


@pytest.mark.parametrize("variable", [TICKET_SECRET, ADMIN_TOKEN])
@pytest.mark.parametrize("secret", ["", "short", "change-me-change-me-please"])
def test_without_a_secret_nothing_starts(variable: str, secret: str) -> None:
    """The line names the variable, and not what it holds."""
    status, line = refused("--stock", "1", **{variable: secret})
    assert status == 2
    assert line.startswith(f"error: {variable}: wanted at least 16 random characters")
    assert not secret or secret not in line


def test_a_port_in_use_is_one_line() -> None:
    """Whoever else listens there keeps it."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        status, line = refused("--stock", "1", "--port", str(port))
    assert status == 2
    assert "wanted an address and a port that are free" in line
    assert "one in use" in line


def test_another_stock_than_the_store_has_is_one_line(origin: Start, tmp_path: Path) -> None:
    """A typing error does not make units out of nothing."""
    assert origin("--stock", "10").end()[0] == 0
    store = f"sqlite:///{tmp_path / 'orders.db'}"
    status, line = refused("--stock", "11", "--store", store)
    assert status == 2
    assert "wanted 11 units of sale, got a store that has 10" in line


def test_a_store_that_is_down_at_the_start_is_one_line(tmp_path: Path) -> None:
    """Exit code 1, where it was looked for, and no password."""
    url = f"postgresql://buyer:hunter2@127.0.0.1:{free_port()}/orders"
    for store in (url, f"sqlite:///{tmp_path}/none/orders.db"):
        status, line = refused("--stock", "1", "--store", store)
        assert status == 1
        assert line.startswith("error: ")
        assert "hunter2" not in line


@pytest.mark.parametrize("counter", [False, True])
def test_a_store_that_goes_down_later_comes_back(
    origin: Start, mortal: PostgresServer, redis: RedisServer, counter: bool
) -> None:
    """503 with Retry-After meanwhile; the same keys are answered, and sold, once it is back."""
    before = f"{redis.url}+" if counter else ""
    shop = origin("--stock", "10", "--store", before + mortal.database("orders"))
    serials = [bytes([number] * 16) for number in range(4)]
    first = shop.order(0, serials[0])
    mortal.kill()
    if counter:
        redis.kill()
    down = shop.order(1, serials[1])
    assert (down.status, down.headers["Retry-After"]) == (503, "1")
    assert down.body == {"outcome": "failed", "error": "the store is down"}
    assert shop.get("/health").status == 503
    mortal.start()
    until(lambda: shop.order(1, serials[1]).status == 201)
    assert shop.order(0, serials[0]).text == first.text
    until(lambda: shop.get("/health").body.get("stock") == 8)
    status, said = shop.end()
    assert status == 0
    assert said.count("the store is down") == said.count("the store is back") >= 1
    assert "Traceback" not in said


def test_orders_in_flight_are_finished_before_it_ends(
    origin: Start, postgres: PostgresServer
) -> None:
    """SIGTERM while an order waits for the row: it is sold, and then the process ends with 0."""
    url = postgres.database("draining")
    shop = origin("--stock", "10", "--store", url)
    hold = "BEGIN; SELECT * FROM stock FOR UPDATE; SELECT pg_sleep(2); COMMIT"
    other = threading.Thread(target=postgres.query, args=(url, hold))
    other.start()
    until(lambda: "pg_sleep" in postgres.query(url, "SELECT query FROM pg_stat_activity"))
    replies = []
    buyer = threading.Thread(target=lambda: replies.append(shop.order(1)))
    buyer.start()
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    until(lambda: postgres.query(url, waiting) != "0")
    status, _ = shop.end(signal.SIGTERM)
    for thread in (other, buyer):
        thread.join()
    assert (status, replies[0].status) == (0, 201)
    assert postgres.query(url, "SELECT count(*) FROM orders") == "1"


def test_ctrl_c_ends_it_too(origin: Start) -> None:
    """Without a traceback."""
    status, said = origin("--stock", "1").end(signal.SIGINT)
    assert (status, said) == (0, "")


def test_a_clock_that_jumps_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of day is read at the start: a jump neither releases units nor ends tickets."""
    import time

    clock = Clock()
    before = clock.now()
    monkeypatch.setattr(time, "time_ns", lambda: before + 10**18)
    assert before <= clock.now() < before + 10**15
