"""The deadline: how long a caller waits, and what goes on without it."""

from bench import Bench, left

from sim.outcomes import Outcome
from sim.stations.deadline import Deadline
from sim.stations.request import NEVER
from sim.stations.station import Books, Station


def deadline(
    bench: Bench, inner: Station, limit: int, outcome: Outcome = Outcome.TIMED_OUT
) -> Deadline:
    """A deadline with books of its own."""
    return Deadline(bench.env, Books("limit"), inner, limit, outcome)


def test_an_answer_in_time_is_passed_on() -> None:
    """An answer after 20 of 30 is the answer, at 20."""
    bench = Bench()
    bench.send(deadline(bench, bench.echo(20, Outcome.SOLD), 30))
    assert (bench.play(), bench.responses[0].by) == ({0: (20, "sold")}, "echo")


def test_without_an_answer_it_gives_up_at_the_limit() -> None:
    """No answer in 30: timed out at 30, by the deadline itself."""
    bench = Bench()
    bench.send(deadline(bench, bench.echo(50), 30), at=5)
    assert (bench.play(), bench.responses[0].by) == ({0: (35, "timed_out")}, "limit")


def test_giving_up_may_have_another_name() -> None:
    """A person abandons."""
    bench = Bench()
    bench.send(deadline(bench, bench.echo(50), 30, Outcome.ABANDONED))
    assert bench.play() == {0: (30, "abandoned")}


def test_the_work_goes_on_unwanted() -> None:
    """The inner station serves to the end, at 50, what was given up at 30."""
    bench = Bench()
    instance = bench.instance(50)
    bench.send(deadline(bench, instance, 30))
    bench.play(40)
    working = instance.pool.busy
    bench.play()
    assert (working, left(instance.books)) == (1, {"served": 1})


def test_unwanted_work_is_in_the_way() -> None:
    """The next request waits for the work that nobody wants: 50, not 30, then 50 of its own."""
    bench = Bench()
    one = deadline(bench, bench.instance(50), 120)
    two = deadline(bench, one.inner, 30)
    bench.send(two, 0)
    bench.send(one, 1, at=30)
    assert bench.play() == {0: (30, "timed_out"), 1: (100, "served")}


def test_a_late_answer_is_heard_by_nobody() -> None:
    """The answer at 50 is not booked a second time."""
    bench = Bench()
    one = deadline(bench, bench.echo(50), 30)
    bench.send(one)
    bench.play()
    assert (one.books.arrived, left(one.books), one.in_flight()) == (1, {"timed_out": 1}, 0)


def test_the_timer_of_an_answered_request_does_nothing() -> None:
    """The limit passes after the answer without a trace."""
    bench = Bench()
    one = deadline(bench, bench.echo(10), 30)
    bench.send(one)
    bench.play(100)
    assert (left(one.books), one.in_flight()) == ({"served": 1}, 0)


def test_who_waits_is_in_flight() -> None:
    """A request is with the inner station until it is answered or given up."""
    bench = Bench()
    one = deadline(bench, bench.echo(50), 30)
    bench.send(one)
    seen = []
    for time in (29, 31):
        bench.play(time)
        seen.append(one.in_flight())
    assert seen == [1, 0]


def test_the_inner_request_knows_the_deadline() -> None:
    """Sent at 5 with a limit of 30, it is worth an answer until 35."""
    bench = Bench()
    echo = bench.echo(0)
    bench.send(deadline(bench, echo, 30), at=5)
    bench.play()
    assert echo.requests[0].deadline == 35


def test_the_earlier_of_two_deadlines_counts() -> None:
    """Within a deadline at 20 a limit of 30 does not extend it; one of 10 shortens it."""
    bench = Bench()
    echo = bench.echo(0)
    for id, limit in enumerate((30, 10)):
        bench.send(deadline(bench, echo, limit), id, deadline=20)
    bench.play()
    assert [request.deadline for request in echo.requests] == [20, 10]


def test_without_a_deadline_there_is_none() -> None:
    """A request that nobody guards may take for ever."""
    bench = Bench()
    echo = bench.echo(0)
    bench.send(echo)
    bench.play()
    assert echo.requests[0].deadline == NEVER


def test_expired_work_behind_a_deadline_is_dropped() -> None:
    """A pool that drops expired work does so at the limit of its caller.

    Request 0 is served from 0 to 50; request 1 came at 5 and was given up at 35: at 50 the worker
    drops it and serves request 2 to the end, 100.
    """
    bench = Bench()
    instance = bench.instance(50, margin=0)
    bench.send(instance, 0)
    bench.send(deadline(bench, instance, 30), 1, at=5)
    bench.send(instance, 2, at=6)
    bench.play()
    assert (bench.ends[2], left(instance.books)) == (
        (100, "served"),
        {"served": 2, "timed_out": 1},
    )


def test_the_tries_so_far_are_known_when_it_gives_up() -> None:
    """Given up in the middle, the sender's request says how often it was sent until then."""
    bench = Bench()
    echo = bench.echo(50)
    request = bench.send(deadline(bench, echo, 30))
    bench.at(20, lambda: setattr(echo.requests[0], "tries", 2))
    bench.at(40, lambda: setattr(echo.requests[0], "tries", 3))
    bench.play()
    assert request.tries == 2


def test_a_guard_says_what_it_is() -> None:
    """The repr is one line with the name of its books."""
    bench = Bench()
    assert repr(deadline(bench, bench.echo(), 1)) == "Deadline('limit')"
