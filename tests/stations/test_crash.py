"""Crashes and slowdowns of an instance, exactly."""

import pytest
from bench import Bench, Fixed, left

from sim.stations.instance import Instance

SERVED, FAILED = "served", "failed"


def crash(bench: Bench, instance: Instance, at: int, until: int) -> None:
    """Let an instance be down for a while."""
    bench.at(at, instance.crash)
    bench.at(until, instance.recover)


def test_an_instance_that_is_down_refuses_connections() -> None:
    """Down from 10 to 30: who comes at 10 or 29 fails at once, who comes at 30 is served."""
    bench = Bench()
    instance = bench.instance(5)
    crash(bench, instance, 10, 30)
    bench.send_all(instance, 10, 29, 30)
    assert bench.play() == {0: (10, FAILED), 1: (29, FAILED), 2: (35, SERVED)}


def test_who_waits_in_line_fails_at_the_crash() -> None:
    """The line is lost in the instant of the crash."""
    bench = Bench()
    instance = bench.instance(100)
    crash(bench, instance, 10, 30)
    bench.send_all(instance, 0, 1, 2)
    ends = bench.play()
    assert (ends[1], ends[2]) == ((10, FAILED), (10, FAILED))


def test_who_is_served_fails_when_the_service_would_have_ended() -> None:
    """Nobody tells the one who was being served: it fails at 100, not at 10."""
    bench = Bench()
    instance = bench.instance(100)
    crash(bench, instance, 10, 30)
    bench.send(instance, 0)
    assert bench.play() == {0: (100, FAILED)}


def test_who_waits_for_a_call_fails_when_the_call_ends() -> None:
    """10 of service and a call of 50; a crash at 20 shows at 60."""
    bench = Bench()
    instance = bench.instance(10, calls=[bench.echo(50)])
    crash(bench, instance, 20, 30)
    bench.send(instance, 0)
    assert bench.play() == {0: (60, FAILED)}


def test_the_dead_make_no_calls() -> None:
    """A service that a crash interrupted is followed by no call."""
    bench = Bench()
    echo = bench.echo(50)
    instance = bench.instance(10, calls=[echo])
    crash(bench, instance, 5, 7)
    bench.send(instance, 0)
    assert (bench.play(), echo.seen) == ({0: (10, FAILED)}, [])


def test_the_dead_make_no_further_calls() -> None:
    """A crash during the first of two calls: it ends, and the second is not made."""
    bench = Bench()
    first, second = bench.echo(50), bench.echo(50)
    instance = bench.instance(10, calls=[first, second])
    crash(bench, instance, 20, 30)
    bench.send(instance, 0)
    assert (bench.play(), len(first.seen), second.seen) == ({0: (60, FAILED)}, 1, [])


def test_an_instance_comes_back_empty() -> None:
    """After the crash all workers are free, although the lost service has not ended yet.

    One worker, a service of 100 from 0, down from 10 to 30: request 1 is served from 30 to 130.
    """
    bench = Bench()
    instance = bench.instance(100, room=0)
    crash(bench, instance, 10, 30)
    bench.send_all(instance, 0, 30)
    assert bench.play()[1] == (130, SERVED)


def test_what_was_lost_gives_no_worker_back() -> None:
    """The end of a lost service frees no worker of the new life.

    Request 0 (lost) ends at 100, request 1 is served from 30 to 130: request 2, at 101, is shed.
    """
    bench = Bench()
    instance = bench.instance(100, room=0)
    crash(bench, instance, 10, 30)
    bench.send_all(instance, 0, 30, 101)
    assert bench.play()[2] == (101, "shed")


def test_what_was_lost_hands_no_worker_over() -> None:
    """The end of a lost service is nobody's turn: request 2 waits for the worker of request 1."""
    bench = Bench()
    instance = bench.instance(100)
    crash(bench, instance, 10, 30)
    bench.send_all(instance, 0, 30, 40)
    assert bench.play()[2] == (230, SERVED)


def test_a_service_that_outlives_the_recovery_still_fails() -> None:
    """Back at 30, a service that began before the crash fails at its end all the same."""
    bench = Bench()
    instance = bench.instance(100)
    crash(bench, instance, 10, 30)
    bench.send(instance, 0)
    assert bench.play() == {0: (100, FAILED)}


def test_a_service_lost_in_the_first_crash_is_not_lost_again() -> None:
    """Two crashes while one service lasts: it is counted as one in flight, until it ends."""
    bench = Bench()
    instance = bench.instance(100)
    crash(bench, instance, 10, 20)
    crash(bench, instance, 30, 40)
    bench.send(instance, 0)
    bench.play(50)
    before = instance.in_flight()
    bench.play()
    assert (before, instance.in_flight(), bench.ends) == (1, 0, {0: (100, FAILED)})


def test_who_has_not_noticed_is_in_flight() -> None:
    """Between the crash and the end of its step a lost request is inside, at no worker."""
    bench = Bench()
    instance = bench.instance(100)
    crash(bench, instance, 10, 30)
    bench.send(instance, 0)
    bench.play(50)
    assert (instance.in_flight(), instance.pool.busy) == (1, 0)


def test_lost_work_is_busy_until_the_crash() -> None:
    """A worker that crashed at 10 was busy for 10 ns, although its request ends at 100."""
    bench = Bench()
    instance = bench.instance(100)
    crash(bench, instance, 10, 30)
    bench.send(instance, 0)
    bench.play()
    assert instance.pool.busy_ns(1000) == 10


def test_overlapping_crashes_are_over_when_all_are() -> None:
    """Down from 10 to 30 and from 20 to 50: at 40 it is down, at 50 it is up."""
    bench = Bench()
    instance = bench.instance(5)
    crash(bench, instance, 10, 30)
    crash(bench, instance, 20, 50)
    bench.send_all(instance, 40, 50)
    assert bench.play() == {0: (40, FAILED), 1: (55, SERVED)}


def test_a_service_that_ends_in_the_instant_of_the_crash_has_ended() -> None:
    """Releases come first: what is done at 10 is done, a crash at 10 comes after."""
    bench = Bench()
    instance = bench.instance(10)
    crash(bench, instance, 10, 30)
    bench.send(instance, 0)
    assert bench.play() == {0: (10, SERVED)}


def test_who_got_the_worker_in_the_instant_of_the_crash_is_lost() -> None:
    """A worker handed over at 10 and lost at 10: its service would have ended at 20."""
    bench = Bench()
    instance = bench.instance(10)
    crash(bench, instance, 10, 15)
    bench.send_all(instance, 0, 1)
    assert bench.play() == {0: (10, SERVED), 1: (20, FAILED)}


def test_the_books_of_a_crash_add_up() -> None:
    """Served, in line, in service and refused: four came, one was served, three failed."""
    bench = Bench()
    instance = bench.instance(10)
    crash(bench, instance, 15, 30)
    bench.send_all(instance, 0, 1, 2, 20)
    bench.play()
    assert (instance.books.arrived, left(instance.books)) == (4, {SERVED: 1, FAILED: 3})


def test_a_slowdown_multiplies_services_that_begin() -> None:
    """Three times as slow from 10 to 40: 0 begins before, 1 and 2 within, 3 after."""
    bench = Bench()
    instance = bench.instance(20, workers=4)
    bench.at(10, lambda: instance.slow(3.0))
    bench.at(40, lambda: instance.speed_up(3.0))
    bench.send_all(instance, 0, 10, 39, 40)
    assert bench.play() == {
        0: (20, SERVED),
        1: (10 + 60, SERVED),
        2: (39 + 60, SERVED),
        3: (60, SERVED),
    }


def test_slow_services_are_rounded_to_whole_nanoseconds() -> None:
    """5 ns times 1.5 are 7.5, to even: 8; 3 times 1.5 are 4.5: 4."""
    bench = Bench()
    instance = bench.instance(Fixed(5, r1=3), workers=2)
    instance.slow(1.5)
    bench.send_all(instance, 0, 0)
    assert bench.play() == {1: (4, SERVED), 0: (8, SERVED)}


def test_a_factor_below_one_makes_an_instance_faster() -> None:
    """Half the service time."""
    bench = Bench()
    instance = bench.instance(10)
    instance.slow(0.5)
    bench.send(instance)
    assert bench.play() == {0: (5, SERVED)}


def test_overlapping_slowdowns_multiply() -> None:
    """Twice and three times as slow together are six times."""
    instance = Bench().instance()
    instance.slow(2.0)
    instance.slow(3.0)
    assert instance.slowdown == 6.0


@pytest.mark.parametrize("ends", [(0, 1, 2), (2, 1, 0), (1, 2, 0)], ids=str)
def test_after_the_last_slowdown_the_speed_is_exactly_what_it_was(ends: tuple[int, ...]) -> None:
    """Factors that divide into no float, ended in any order, leave exactly 1."""
    instance, factors = Bench().instance(), (1.1, 0.7, 1.3)
    for factor in factors:
        instance.slow(factor)
    for number in ends:
        instance.speed_up(factors[number])
    assert instance.slowdown == 1


def test_of_two_equal_slowdowns_one_ends() -> None:
    """Two slowdowns by the same factor end one at a time."""
    instance = Bench().instance()
    instance.slow(1.1)
    instance.slow(1.1)
    instance.speed_up(1.1)
    assert instance.slowdown == 1.1


def test_only_the_own_time_is_slow() -> None:
    """A slow instance waits for its calls as long as ever: 20 of its own, 30 of the call."""
    bench = Bench()
    instance = bench.instance(10, calls=[bench.echo(30)])
    instance.slow(2.0)
    bench.send(instance)
    assert bench.play() == {0: (50, SERVED)}
