"""The open workload: one request an arrival, whatever becomes of the others."""

import itertools
from collections.abc import Callable

import numpy as np
from bench import Bench, left

from sim.outcomes import Outcome
from sim.workload.client import Client
from sim.workload.open import OpenWorkload

STATIONS = ("work", "echo")
Clients = Callable[..., Client]


def rows(client: Client) -> list[list[int]]:
    """The log, one list a row."""
    return client.recorder.rows(STATIONS).tolist()


def test_a_request_is_sent_at_each_arrival(bench: Bench, client: Clients) -> None:
    """Arrivals at 5, 5 and 20, whether or not the one before was answered."""
    echo = bench.echo(100)
    bench.env.process(OpenWorkload(client(echo), iter([np.array([5, 5, 20])]), 1000).run())
    bench.play()
    assert [time for time, _ in echo.seen] == [5, 5, 20]


def test_requests_are_numbered_from_the_base(bench: Bench, client: Clients) -> None:
    """The n-th request has the number base + n in its draws; each is a user of its own."""
    echo = bench.echo(0)
    bench.env.process(OpenWorkload(client(echo), iter([np.array([5, 6])]), 1000).run())
    bench.play()
    assert [(one.id, one.user) for one in echo.requests] == [(1000, 0), (1001, 1)]


def test_nothing_is_sent_from_the_stop_on(bench: Bench, client: Clients) -> None:
    """A stop at 20: the arrival at 20 is none, nor is any after it."""
    echo = bench.echo(0)
    arrivals = (np.array([time, time + 10]) for time in itertools.count(0, 20))
    bench.env.process(OpenWorkload(client(echo), arrivals, 20).run())
    bench.play()
    assert [time for time, _ in echo.seen] == [0, 10]


def test_the_log_has_the_send_time_and_the_latency(bench: Bench, client: Clients) -> None:
    """Sent at 5, answered at 25: one row, without an edge node and not by a bot."""
    one = client(bench.echo(20, Outcome.SHED))
    bench.env.process(OpenWorkload(one, iter([np.array([5])]), 1000).run())
    bench.play()
    # request, workload, user, bot, edge, start, latency, outcome, by, attempts
    assert rows(one) == [[0, 3, 0, 0, -1, 5, 20, Outcome.SHED, 1, 1]]


def test_the_log_has_the_attempts(bench: Bench, client: Clients) -> None:
    """How often the request was sent in all is in the log."""
    echo = bench.echo(20)
    one = client(echo)
    bench.env.process(OpenWorkload(one, iter([np.array([5])]), 1000).run())
    bench.at(10, lambda: setattr(echo.requests[0], "tries", 4))
    bench.play()
    assert rows(one)[0][-1] == 4


def test_rows_are_in_order_of_completion(bench: Bench, client: Clients) -> None:
    """Two services of 50 and then 10: the second request is over first."""
    echo = bench.echo(50)
    one = client(echo)
    bench.env.process(OpenWorkload(one, iter([np.array([5, 6])]), 1000).run())
    bench.at(6, lambda: setattr(echo, "delay", 10))
    bench.play()
    assert [row[0] for row in rows(one)] == [1, 0]


def test_what_is_under_way_is_not_in_the_log(bench: Bench, client: Clients) -> None:
    """At 30 one request is over and one is in flight; the books say the same."""
    one = client(bench.echo(20))
    bench.env.process(OpenWorkload(one, iter([np.array([5, 15])]), 1000).run())
    bench.play(30)
    assert (len(rows(one)), one.in_flight(), one.books.arrived, left(one.books)) == (
        1,
        1,
        2,
        {"served": 1},
    )


def test_requests_have_the_priority_of_their_workload(bench: Bench, client: Clients) -> None:
    """How urgent a workload is goes with every request."""
    echo = bench.echo(0)
    bench.env.process(OpenWorkload(client(echo, priority=4), iter([np.array([5])]), 1000).run())
    bench.play()
    assert echo.requests[0].priority == 4


def test_an_open_workload_says_what_it_is(bench: Bench, client: Clients) -> None:
    """The repr is one line."""
    text = "OpenWorkload(Client('work', waiting=0), stop=9)"
    assert repr(OpenWorkload(client(bench.echo()), iter([]), 9)) == text
