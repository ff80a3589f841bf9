"""The order within one instant, as stations show it: release before seize, then scheduling."""

from bench import Bench, Fixed, left

from sim.outcomes import Outcome
from sim.stations.deadline import Deadline
from sim.stations.station import Books

SERVED, SHED, TIMED_OUT = "served", "shed", "timed_out"


def test_a_worker_is_free_for_who_comes_as_it_is_released() -> None:
    """Whoever arrives in the instant in which a service ends finds the worker free.

    Request 0 is served from 0 to 10; request 1 comes at 10 and there is no room to wait.
    """
    bench = Bench()
    bench.send_all(bench.instance(10, room=0), 0, 10)
    assert bench.play() == {0: (10, SERVED), 1: (20, SERVED)}


def test_a_nanosecond_earlier_there_is_none() -> None:
    """One nanosecond before the release the worker is still taken."""
    bench = Bench()
    bench.send_all(bench.instance(10, room=0), 0, 9)
    assert bench.play() == {0: (10, SERVED), 1: (9, SHED)}


def test_a_place_in_line_is_free_for_who_comes_as_the_line_moves() -> None:
    """Whoever arrives as the head of a full line gets its worker takes the place in line.

    Room for one: request 1 waits from 5, gets the worker at 10; request 2 comes at 10, waits.
    """
    bench = Bench()
    bench.send_all(bench.instance(10, room=1), 0, 5, 10)
    assert bench.play() == {0: (10, SERVED), 1: (20, SERVED), 2: (30, SERVED)}


def test_who_waits_gets_the_worker_before_who_comes() -> None:
    """A released worker goes to the line, not to the one who arrives in that instant.

    Under LIFO request 2 would be served first, had it been in line when the worker was free.
    """
    bench = Bench()
    bench.send_all(bench.instance(10, discipline="lifo"), 0, 5, 10)
    assert bench.play() == {0: (10, SERVED), 1: (20, SERVED), 2: (30, SERVED)}


def test_urgency_does_not_take_a_worker_that_was_handed_over() -> None:
    """A more urgent request that arrives in the instant of the hand-over comes too late."""
    bench = Bench()
    instance = bench.instance(10, discipline="priority")
    bench.send(instance, 0, at=0, priority=5)
    bench.send(instance, 1, at=5, priority=5)
    bench.send(instance, 2, at=10, priority=0)
    assert bench.play() == {0: (10, SERVED), 1: (20, SERVED), 2: (30, SERVED)}


def test_a_worker_goes_on_at_once() -> None:
    """A worker that is handed over starts in the same instant: n requests take n service times."""
    bench = Bench()
    bench.send_all(bench.instance(7), 0, 0, 0, 0)
    assert [end for end, _ in bench.play().values()] == [7, 14, 21, 28]


def test_who_is_handed_a_worker_starts_before_who_comes() -> None:
    """In the instant of a hand-over the work that was waiting is ahead of the work that arrives.

    Both workers are released at 10; request 2 waits since 5, request 3 comes at 10 and is served
    by the other worker. The service time of 2 is drawn, and begins, first.
    """
    bench, time = Bench(), Fixed(10)
    bench.send_all(bench.instance(time, workers=2), 0, 0, 5, 10)
    bench.play()
    assert [request for request, _, _ in time.asked] == [0, 1, 2, 3]


def test_services_that_end_together_end_in_order_of_their_start() -> None:
    """Of two workers released in one instant, the one seized first serves the head of the line."""
    bench = Bench()
    bench.send_all(bench.instance(10, workers=2), 0, 0, 1, 2)
    bench.play()
    assert list(bench.ends) == [0, 1, 2, 3]


def test_arrivals_in_one_instant_are_taken_in_order() -> None:
    """Who was scheduled first comes first: of three for one worker the last finds no room."""
    bench = Bench()
    bench.send_all(bench.instance(10, room=1), 5, 5, 5)
    assert bench.play() == {0: (15, SERVED), 1: (25, SERVED), 2: (5, SHED)}


def test_a_worker_that_comes_back_from_a_call_is_released_in_order_of_scheduling() -> None:
    """The answer to a call is no release: who was scheduled before it still finds a busy worker.

    Request 0 is served until 10 and its call is answered at 20 by a timer that was set at 10; the
    arrival at 20 was scheduled at 0.
    """
    bench = Bench()
    bench.send_all(bench.instance(10, room=0, calls=[bench.echo(10)]), 0, 20)
    assert bench.play() == {0: (20, SERVED), 1: (20, SHED)}


def test_who_is_scheduled_after_the_answer_to_a_call_finds_the_worker_free() -> None:
    """The same, with an arrival that is scheduled at 15: it comes after the answer."""
    bench = Bench()
    instance = bench.instance(10, room=0, calls=[bench.echo(10)])
    bench.send(instance, 0)
    bench.at(15, lambda: bench.send(instance, 1, at=5))
    assert bench.play() == {0: (20, SERVED), 1: (40, SERVED)}


def test_an_answer_in_the_instant_of_the_deadline_is_in_time() -> None:
    """A service that ends exactly when patience does has answered: releases come first."""
    bench = Bench()
    bench.send(Deadline(bench.env, Books("timeout"), bench.instance(10), 10))
    assert bench.play() == {0: (10, SERVED)}


def test_an_answer_one_nanosecond_after_the_deadline_is_too_late() -> None:
    """A limit one nanosecond shorter than the service times out."""
    bench = Bench()
    bench.send(Deadline(bench.env, Books("timeout"), bench.instance(10), 9))
    assert bench.play() == {0: (9, TIMED_OUT)}


def test_an_answer_from_afar_in_the_instant_of_the_deadline_is_too_late() -> None:
    """An answer that is no release is behind the deadline's timer, which was set before it."""
    bench = Bench()
    bench.send(Deadline(bench.env, Books("timeout"), bench.echo(10), 10))
    assert bench.play() == {0: (10, TIMED_OUT)}


def test_the_outer_of_two_deadlines_goes_first() -> None:
    """Where two deadlines end together the outer one, set first, says what happened."""
    bench = Bench()
    inner = Deadline(bench.env, Books("timeout"), bench.echo(99), 10)
    outer = Deadline(bench.env, Books("patience"), inner, 10, Outcome.ABANDONED)
    bench.send(outer)
    bench.play()
    assert (bench.ends[0], left(inner.books)) == ((10, "abandoned"), {"timed_out": 1})
