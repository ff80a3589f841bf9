"""A client for open and closed workloads, in front of any station."""

from collections.abc import Callable

import pytest
from bench import Bench

from sim.stations.station import Books, Station
from sim.workload.client import Client
from sim.workload.recorder import Recorder

Clients = Callable[..., Client]


@pytest.fixture
def bench() -> Bench:
    """A clock to put workloads on."""
    return Bench()


@pytest.fixture
def client(bench: Bench) -> Clients:
    """Makes the client of workload 3, whose requests are numbered from 1000 on."""

    def make(entry: Station, priority: int = 0) -> Client:
        books = Books("work")
        return Client(bench.env, Recorder(), books, entry, workload=3, base=1000, priority=priority)

    return make
