"""The load sends what the simulator plays: the same people, at the same instants, once each."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from loads import CLOSED, CROWD, OPEN, SERVICE, scenario, simulated, starts
from shop_stub import TOKEN, shop

from edge.load import LoadResult, run
from sim.engines.reference.workloads import gather_people
from sim.results.request_log import RequestLog

SCENARIO = scenario(SERVICE, CROWD, OPEN, CLOSED)


@dataclass(frozen=True)
class Played:
    """A load, and the clicks that each of the two edge nodes saw."""

    result: LoadResult
    seen: list[list[int]]


def play(processes: int) -> Iterator[Played]:
    with shop() as one, shop() as two:
        urls = [one.url, two.url]
        how = {"admins": urls, "token": TOKEN, "lag": "p99 <= 10 s"}
        yield Played(run(SCENARIO, urls, processes=processes, **how), [one.seen, two.seen])


@pytest.fixture(scope="module")
def alone() -> Iterator[Played]:
    yield from play(1)


@pytest.fixture(scope="module")
def together() -> Iterator[Played]:
    yield from play(2)


@pytest.fixture(scope="module")
def simulation() -> RequestLog:
    return simulated(SCENARIO)


def test_arrivals_are_those_of_the_simulator(alone: Played, simulation: RequestLog) -> None:
    """Every request of an open workload was to be sent at the simulator's instant, to the ns."""
    assert starts(alone.result.requests, "visits") == starts(simulation, "visits")


def test_planned_clicks_are_those_of_the_simulator(alone: Played, simulation: RequestLog) -> None:
    """So was every click of a crowd that knows the hour."""
    assert starts(alone.result.requests, "buy") == starts(simulation, "buy")


def test_people_are_those_of_the_simulator(alone: Played) -> None:
    """Every user comes through the simulator's edge node, and is a bot if she is one there."""
    assert SCENARIO.crowd is not None
    people, log = gather_people(SCENARIO, SCENARIO.crowd), alone.result.requests
    rows = log.is_of("buy")
    assert (people.edge[log.user[rows]] == log.edge[rows]).all()
    assert (people.bot[log.user[rows]] == log.bot[rows]).all()
    assert people.bot.any() and len(set(people.edge.tolist())) == 2


def test_every_click_is_sent_once(alone: Played) -> None:
    """The nodes saw as many clicks as there are rows, each user's at her own node."""
    log = alone.result.requests
    assert len(log) == sum(map(len, alone.seen))
    for node, seen in enumerate(alone.seen):
        users = log.user[log.is_of("buy") & (log.edge == node)]
        assert sorted(user for user in seen if user < 1 << 40) == sorted(users.tolist())


def test_nobody_is_left_over(alone: Played) -> None:
    """All were answered: sold, and nothing is in flight."""
    counts = alone.result.requests.counts()
    assert counts["sold"] == len(alone.result.requests)
    assert alone.result.in_flight == 0


def test_closed_users_wait_for_their_answers(alone: Played) -> None:
    """The next request of a user begins a think time of 200 ms after the last one's answer."""
    log = alone.result.requests
    rows = log.is_of("regulars") & (log.user == 1)
    order = log.request[rows].argsort()
    begun, over = log.start[rows][order], log.finished[rows][order]
    assert len(begun) >= 2
    assert (begun[1:] - over[:-1] == 200_000_000).all()


@pytest.mark.parametrize("name", ["buy", "visits"])
def test_processes_share_the_same_requests(alone: Played, together: Played, name: str) -> None:
    """Two processes send between them what one sends, at the same instants."""
    assert starts(together.result.requests, name) == starts(alone.result.requests, name)
    assert together.result.processes == 2
