"""What finds every worker of an edge node idle, where the node has to be woken first."""

from typing import Any

import pytest
from bench import Bench, Fixed, left

from sim.outcomes import Outcome
from sim.stations.edge_node import EdgeNode

SOLD, SERVED, SHED = "sold", "served", "shed"


def node(bench: Bench, *, away: int = 1, **options: Any) -> EdgeNode:
    """It wakes in 10 ns, and takes 1 for a poll, 2 for a click; its origin answers in ``away``."""
    given: dict[str, Any] = {"wake_time": Fixed(10)}
    return bench.edge_node(origin=bench.echo(away, Outcome.SOLD), **given | options)


def test_a_click_that_finds_the_node_idle_wakes_it() -> None:
    """10 ns until it is awake, 2 at work, 1 at the origin."""
    bench = Bench()
    bench.send(node(bench))
    assert bench.play() == {0: (13, SOLD)}


def test_one_that_waited_in_line_finds_it_awake() -> None:
    """Click 0 has the worker until 12, click 1 from there to 14."""
    bench = Bench()
    bench.send_all(node(bench), 0, 5)
    assert bench.play() == {0: (13, SOLD), 1: (15, SOLD)}


def test_it_sleeps_again_as_soon_as_it_has_nothing_to_do() -> None:
    """Click 1 comes in the instant in which click 0 lets the worker go: 12 to 24."""
    bench = Bench()
    bench.send_all(node(bench), 0, 12)
    assert bench.play() == {0: (13, SOLD), 1: (25, SOLD)}


def test_a_poll_wakes_it_too() -> None:
    """10 ns until it is awake, 1 at work."""
    bench = Bench()
    bench.send(node(bench), poll=True)
    assert bench.play() == {0: (11, SERVED)}


def test_an_answer_wakes_it_too() -> None:
    """Awake at 10, clicked at 12, answered at 13, awake again at 23, passed on at 26."""
    bench = Bench()
    bench.send(node(bench, answer_time=Fixed(3)))
    assert bench.play() == {0: (26, SOLD)}


def test_an_answer_that_waits_in_line_finds_it_awake() -> None:
    """The answer to 0 comes at 13; click 1, there at 5, has the worker from 12 to 14, then the
    answer until 17; the answer to 1, at 15, has it from there to 20."""
    bench = Bench()
    bench.send_all(node(bench, answer_time=Fixed(3)), 0, 5)
    assert bench.play() == {0: (17, SOLD), 1: (20, SOLD)}


def test_an_answer_that_takes_no_worker_wakes_nobody() -> None:
    """There at 13, passed on at 13; the click at 13 finds a node that is idle all the same."""
    bench = Bench()
    bench.send_all(node(bench), 0, 13)
    assert bench.play() == {0: (13, SOLD), 1: (26, SOLD)}


def test_one_worker_at_work_keeps_the_others_awake() -> None:
    """Click 1 comes at 5, when only one of two workers is busy: it is done at 7, and gone at 8.
    Click 2 comes at 12 and finds both idle."""
    bench = Bench()
    bench.send_all(node(bench, workers=2), 0, 5, 12)
    assert bench.play() == {0: (13, SOLD), 1: (8, SOLD), 2: (25, SOLD)}


def test_whoever_comes_while_it_wakes_may_be_shed() -> None:
    """The worker is taken from the first moment on."""
    bench = Bench()
    bench.send_all(node(bench, room=0), 0, 5)
    assert bench.play() == {0: (13, SOLD), 1: (5, SHED)}


@pytest.mark.parametrize("time", [None, Fixed(0)])
def test_without_it_everything_takes_as_long(time: Fixed | None) -> None:
    """2 ns at the node, 1 at the origin, at any time."""
    bench = Bench()
    bench.send_all(node(bench, wake_time=time), 0, 1, 9)
    assert bench.play() == {0: (3, SOLD), 1: (5, SOLD), 2: (12, SOLD)}


def test_its_times_are_keyed_by_request_attempt_and_index() -> None:
    """Who finds a worker busy draws none; an answer that wakes the node draws as its click did."""
    bench, time = Bench(), Fixed(10)
    one = node(bench, wake_time=time, answer_time=Fixed(3), away=100)
    bench.send(one, 7, attempt=3)
    bench.send(one, 8, at=5)
    bench.send(one, 9, at=50, index=4, poll=True)
    bench.play()
    assert time.asked == [(7, 3, 0), (9, 0, 4), (7, 3, 0)]


def test_the_books_add_up_at_every_instant() -> None:
    """Clicks and polls through a node with little room: arrived = left + inside, ns by ns; the
    workers were busy for what was done, and 10 ns for each that woke the node."""
    bench, time = Bench(), Fixed(10)
    one = node(bench, room=1, wake_time=time, answer_time=Fixed(3))
    bench.send_all(one, 0, 1, 2, 25, 25, 48)
    for id in range(6, 12):
        bench.send(one, id, at=12 * id - 70, poll=True)
    for instant in range(1, 150):
        bench.play(until=instant)
        assert one.books.arrived == sum(one.books.left) + one.in_flight()
    assert one.in_flight() == 0
    work = 2 * one.clicks + 3 * one.admitted + left(one.books)[SERVED]
    assert one.pool.busy_ns(150) == work + 10 * len(time.asked)
    assert len(time.asked) > 3
