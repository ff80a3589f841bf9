"""The answer of the data centre at an edge node, where passing it on takes a worker."""

from typing import Any

from bench import Bench, Fixed, left

from sim.stations.edge_node import EdgeNode

SOLD, SHED = "sold", "shed"


def node(bench: Bench, **options: Any) -> EdgeNode:
    """A node with one worker: 1 ns a poll, 2 ns a click, 3 ns an answer; its origin takes 1 ns."""
    given: dict[str, Any] = {"answer_time": Fixed(3)}
    return bench.edge_node(**given | options)


def test_it_holds_a_worker_before_it_is_passed_on() -> None:
    """2 ns at the node, 1 at the origin, 3 at the node."""
    bench = Bench()
    bench.send(node(bench))
    assert bench.play() == {0: (6, SOLD)}


def test_it_waits_behind_other_clicks() -> None:
    """The answer to 0 is there at 3, when the worker is with click 1 from 2 to 4: it has him from
    4 to 7.  The answer to 1 came at 5: 7 to 10.
    """
    bench = Bench()
    bench.send_all(node(bench), 0, 0)
    assert bench.play() == {0: (7, SOLD), 1: (10, SOLD)}


def test_other_clicks_wait_behind_it() -> None:
    """The answer to 0 has the worker from 3 to 6, when click 1 comes at 4: 6 to 8, and 9 to 12."""
    bench = Bench()
    bench.send_all(node(bench), 0, 4)
    assert bench.play() == {0: (6, SOLD), 1: (12, SOLD)}


def test_polls_wait_behind_it() -> None:
    """The same with a poll: 6 to 7."""
    bench = Bench()
    one = node(bench)
    bench.send(one, 0)
    bench.send(one, 1, at=4, poll=True)
    assert bench.play() == {0: (6, SOLD), 1: (7, "served")}


def test_a_full_line_never_sheds_it() -> None:
    """No room to wait: click 1 comes at 2 and has the worker until 4; the answer to 0, at 3, waits
    for it all the same, until 7.  The answer to 1, at 5, waits until 10.
    """
    bench = Bench()
    one = node(bench, room=0)
    bench.send_all(one, 0, 2)
    assert bench.play() == {0: (7, SOLD), 1: (10, SOLD)}
    assert one.pool.peak_queue == 1


def test_it_takes_room_in_line() -> None:
    """Room for one, 4 ns a click: the answer to 0 has it from 5 to 8, when click 1 is done.  A poll
    at 6 is shed, one at 8 waits until 11; the answer to 1, at 9, waits behind it until 12.
    """
    bench = Bench()
    one = node(bench, room=1, click_time=Fixed(4))
    bench.send_all(one, 0, 4)
    bench.send(one, 2, at=6, poll=True)
    bench.send(one, 3, at=8, poll=True)
    assert bench.play() == {0: (11, SOLD), 1: (15, SOLD), 2: (6, SHED), 3: (12, "served")}


def test_one_that_takes_no_time_waits_for_its_turn_too() -> None:
    """There at 3, passed on at 4, when click 1 lets the worker go."""
    bench = Bench()
    bench.send_all(node(bench, answer_time=Fixed(0)), 0, 0)
    assert bench.play() == {0: (4, SOLD), 1: (5, SOLD)}


def test_without_it_no_worker_is_asked() -> None:
    """There at 3, passed on at 3."""
    bench = Bench()
    bench.send_all(node(bench, answer_time=None), 0, 0)
    assert bench.play() == {0: (3, SOLD), 1: (5, SOLD)}


def test_its_times_are_keyed_by_request_attempt_and_index() -> None:
    """Another attempt takes another time, and who is refused draws none."""
    bench, time = Bench(), Fixed(1)
    bench.send(node(bench, answer_time=time), 7, attempt=3)
    bench.send(node(bench, answer_time=time, opens_at=100), 8)
    bench.play()
    assert time.asked == [(7, 3, 0)]


def test_it_is_counted_when_it_comes_and_booked_when_it_leaves() -> None:
    """A sale is known at 3; the request leaves the node at 6."""
    bench = Bench()
    one = node(bench)
    bench.send(one)
    bench.play(until=4)
    assert (one.forwarded, one.sold, left(one.books), one.in_flight()) == (0, 1, {}, 1)
    bench.play(until=7)
    assert (one.pool.busy, left(one.books), one.in_flight()) == (0, {SOLD: 1}, 0)


def test_the_books_add_up_at_every_instant() -> None:
    """Clicks and polls through a node with little room: arrived = left + inside, ns by ns."""
    bench = Bench()
    one = node(bench, room=1)
    bench.send_all(one, 0, 1, 2, 5, 5, 8)
    for id in range(6, 12):
        bench.send(one, id, at=2 * id - 10, poll=True)
    for instant in range(1, 40):
        bench.play(until=instant)
        assert one.books.arrived == sum(one.books.left) + one.in_flight()
    assert one.in_flight() == 0
    assert one.pool.busy_ns(40) == 2 * one.clicks + 3 * one.admitted + left(one.books)["served"]
