"""What small random models do not come to: full tables, long waits, many arrivals."""

import pytest
from engines import Ends, check_same
from plays import scenario

from sim.engines.compiled import arrivals, memory
from sim.engines.compiled.clients import FEW

MS = 1_000_000


def test_memory_grows_while_nodes_wait_for_the_data_centre() -> None:
    """Polls that are given up on pile up in line, so frames run out again and again: nobody is
    left behind while more are made."""
    body = """
    [crowd]
    users = 400
    join_window = "20 ms"
    timeout = "1 ms"
    poll = { period = "1 ms" }
    reaction = { kind = "uniform", low = "0 ms", high = "40 ms" }
    [sale]
    stock = 9
    opens_at = "15 ms"
    update_time = "1 ms"
    [edge]
    nodes = 3
    workers = 2
    admission = "open"
    origin = "shop"
    poll_time = "1 ms"
    click_time = "100 us"
    [services.shop]
    service_time = "1 ms"
    calls = [{ to = "stock" }]
    """
    check_same(scenario(body, "60 ms"))


def test_arrivals_are_loaded_as_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workloads of 12,000 requests and 8,000, with room for few of them at a time."""
    monkeypatch.setattr(arrivals, "LOADED", FEW + 100)
    body = """
    [workloads.even]
    kind = "deterministic"
    rate = "120000/s"
    to = "shop"
    [workloads.odd]
    kind = "poisson"
    rate = "80000/s"
    to = "shop"
    [services.shop]
    workers = 3
    queue = 5
    service_time = "20 us"
    """
    check_same(scenario(body, "100 ms"))


def test_more_requests_are_logged_than_were_foreseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two thousand, with room for ten at first and for a hundred or so."""
    monkeypatch.setattr(memory, "MOST_ROWS", 10)
    body = """
    [workloads.even]
    kind = "deterministic"
    rate = "20k/s"
    to = "shop"
    [services.shop]
    service_time = "1 us"
    """
    check_same(scenario(body, "100 ms"))


def test_events_lie_hours_and_nanoseconds_apart() -> None:
    """Users who think for hours, and two thousand requests within 2 ms, of a microsecond each."""
    body = """
    [workloads.slow]
    kind = "closed"
    users = 3
    to = "shop"
    think_time = { kind = "exponential", mean = "1 h" }
    [workloads.burst]
    kind = "deterministic"
    rate = "1000000/s"
    start = "1 h"
    stop = "3600002 ms"
    to = "shop"
    [workloads.rare]
    kind = "poisson"
    rate = "0.01/s"
    timeout = "2 h"
    to = "shop"
    [services.shop]
    service_time = { kind = "exponential", mean = "1 us" }
    link = { latency = "1 ns" }
    """
    check_same(scenario(body, "3 d", interval="1 h"))


def test_users_of_a_crowd_are_less_urgent_than_who_goes_before_them(ends: Ends) -> None:
    """People have priority 0. Two click at 0, w comes at 5 with -1 and is served before user 1.

    Each holds the only worker for 10 ms.
    """
    body = """
    [workloads.w]
    kind = "deterministic"
    rate = "1/s"
    start = "5 ms"
    stop = "1 s"
    priority = -1
    to = "shop"
    [crowd]
    users = 2
    entry = "shop"
    [sale]
    stock = 0
    opens_at = "0 ms"
    update_time = "0 ms"
    [services.shop]
    service_time = "10 ms"
    discipline = "priority"
    """
    assert ends(body) == [
        ("buy", 0, 10 * MS, "served", "shop"),
        ("w", 0, 20 * MS, "served", "shop"),
        ("buy", 1, 30 * MS, "served", "shop"),
    ]
