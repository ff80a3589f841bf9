"""The worker pool: who gets a worker, who waits, who is sent away."""

import pytest
from bench import Bench, left

SERVED, SHED, TIMED_OUT = "served", "shed", "timed_out"


def served_order(discipline: str, *priorities: int) -> list[int]:
    """The order in which requests end that arrive at 0, 1, 2, ... for one worker of 10 ns."""
    bench = Bench()
    instance = bench.instance(10, discipline=discipline)
    for id, priority in enumerate(priorities):
        bench.send(instance, id, at=id, priority=priority)
    bench.play()
    return list(bench.ends)


def test_as_many_are_served_at_once_as_there_are_workers() -> None:
    """Three workers, four requests at once: three end at 10, the fourth at 20."""
    bench = Bench()
    bench.send_all(bench.instance(10, workers=3), 0, 0, 0, 0)
    assert [end for end, _ in bench.play().values()] == [10, 10, 10, 20]


def test_fifo_serves_the_first_to_come() -> None:
    """First come, first served."""
    assert served_order("fifo", 0, 0, 0, 0) == [0, 1, 2, 3]


def test_lifo_serves_the_last_to_come() -> None:
    """Request 0 is being served while 1, 2 and 3 line up: then 3, 2, 1."""
    assert served_order("lifo", 0, 0, 0, 0) == [0, 3, 2, 1]


def test_priority_serves_the_smallest_number() -> None:
    """Request 0 is being served while 3, 1 and 2 line up by urgency."""
    assert served_order("priority", 9, 3, 1, 2) == [0, 2, 3, 1]


def test_priority_is_first_come_first_served_among_equals() -> None:
    """Equally urgent requests keep their order."""
    assert served_order("priority", 0, 2, 1, 2, 1) == [0, 2, 4, 1, 3]


def test_priority_does_not_pre_empt() -> None:
    """The most urgent request waits for the one that is being served."""
    assert served_order("priority", 9, 0) == [0, 1]


def test_a_full_line_sheds() -> None:
    """One worker, room for two: of four at once the fourth is shed at once."""
    bench = Bench()
    bench.send_all(bench.instance(10, room=2), 0, 0, 0, 0)
    assert bench.play()[3] == (0, SHED)


def test_who_was_not_shed_is_served() -> None:
    """The three others end one after the other."""
    bench = Bench()
    bench.send_all(bench.instance(10, room=2), 0, 0, 0, 0)
    assert [bench.play()[id] for id in range(3)] == [(10, SERVED), (20, SERVED), (30, SERVED)]


def test_no_room_means_no_line() -> None:
    """With room for none whoever finds no free worker is shed."""
    bench = Bench()
    bench.send_all(bench.instance(10, room=0), 0, 1)
    assert bench.play() == {0: (10, SERVED), 1: (1, SHED)}


def test_an_unbounded_line_sheds_nobody() -> None:
    """Without a bound a thousand wait."""
    bench = Bench()
    instance = bench.instance(10)
    bench.send_all(instance, *[0] * 1000)
    bench.play()
    assert left(instance.books) == {SERVED: 1000}


def test_the_peak_is_the_longest_the_line_has_been() -> None:
    """Four at once for one worker leave three in line; then it only shrinks."""
    bench = Bench()
    instance = bench.instance(10)
    bench.send_all(instance, 0, 0, 0, 0, 35)
    bench.play()
    assert instance.pool.peak_queue == 3


def expired(margin: int | None, deadline: int, discipline: str = "fifo") -> tuple[int, str]:
    """The end of a request with a deadline that gets the worker at 10, for a service of 10."""
    bench = Bench()
    instance = bench.instance(10, discipline=discipline, margin=margin)
    bench.send(instance, 0)
    bench.send(instance, 1, at=1, deadline=deadline)
    return bench.play()[1]


def test_expired_work_is_done_for_nobody() -> None:
    """Without a margin a request is served although its deadline has passed."""
    assert expired(None, deadline=5) == (20, SERVED)


def test_expired_work_is_dropped_when_its_turn_comes() -> None:
    """With a margin of 0 a request past its deadline is dropped at its turn, at 10."""
    assert expired(0, deadline=5) == (10, TIMED_OUT)


@pytest.mark.parametrize(
    ("deadline", "end"), [(10, (10, TIMED_OUT)), (11, (20, SERVED))], ids=["at", "after"]
)
def test_no_margin_wants_time_left(deadline: int, end: tuple[int, str]) -> None:
    """At its deadline a request has no time left; one nanosecond before it has."""
    assert expired(0, deadline) == end


@pytest.mark.parametrize(
    ("deadline", "end"), [(14, (10, TIMED_OUT)), (15, (20, SERVED))], ids=["at", "above"]
)
def test_the_margin_is_the_time_that_must_be_left(deadline: int, end: tuple[int, str]) -> None:
    """With a margin of 4 a request at 10 needs more than 4 ns until its deadline."""
    assert expired(4, deadline) == end


@pytest.mark.parametrize("discipline", ["fifo", "lifo", "priority"])
def test_every_discipline_drops_what_has_expired(discipline: str) -> None:
    """Whoever is next, expired work is dropped at its turn."""
    assert expired(0, 5, discipline) == (10, TIMED_OUT)


def test_dropping_takes_no_time() -> None:
    """A worker passes over all expired work in one instant and takes the first that is not.

    Requests 1 and 2 expire at 5, request 3 never: it is served from 10 to 20.
    """
    bench = Bench()
    instance = bench.instance(10, margin=0)
    bench.send(instance, 0)
    bench.send(instance, 1, deadline=5)
    bench.send(instance, 2, deadline=5)
    bench.send(instance, 3)
    ends = bench.play()
    assert [ends[id] for id in (1, 2, 3)] == [(10, TIMED_OUT), (10, TIMED_OUT), (20, SERVED)]


def test_a_worker_that_found_only_expired_work_is_free() -> None:
    """After everything in line was dropped the worker serves the next to come."""
    bench = Bench()
    instance = bench.instance(10, margin=0, room=1)
    bench.send(instance, 0)
    bench.send(instance, 1, at=1, deadline=5)
    bench.send(instance, 2, at=12)
    assert bench.play()[2] == (22, SERVED)


def test_busy_time_is_the_service_times() -> None:
    """Three services of 10 ns on two workers are 30 worker-nanoseconds."""
    bench = Bench()
    instance = bench.instance(10, workers=2)
    bench.send_all(instance, 0, 3, 50)
    bench.play()
    assert instance.pool.busy_ns(1000) == 30


def test_busy_time_counts_what_is_under_way() -> None:
    """At 14 one worker has been busy since 0 (10 + 4 for the next), the other since 3."""
    bench = Bench()
    instance = bench.instance(10, workers=2)
    bench.send_all(instance, 0, 3, 5)
    bench.play(14)
    assert instance.pool.busy_ns(14) == 14 + 10


def test_in_flight_is_who_is_served_and_who_waits() -> None:
    """Five for two workers: two are served, three wait; at 15 three are left."""
    bench = Bench()
    instance = bench.instance(10, workers=2)
    bench.send_all(instance, 0, 0, 0, 0, 0)
    seen = []
    for time in (5, 15):
        bench.play(time)
        seen.append((instance.in_flight(), instance.pool.busy, len(instance.pool.line)))
    assert seen == [(5, 2, 3), (3, 2, 1)]


def test_a_pool_says_what_it_is() -> None:
    """The repr is one line with the workers, and how many of them are busy."""
    assert repr(Bench().pool(3)) == "WorkerPool(workers=3, busy=0, queue=0)"
