"""The instance: a service time, and calls that hold the worker."""

from bench import Bench, Fixed, left

from sim.outcomes import Outcome
from sim.stations.deadline import Deadline
from sim.stations.request import Request
from sim.stations.station import Books

SERVED, FAILED = "served", "failed"


def test_a_request_takes_its_service_time() -> None:
    """Each request has a service time of its own, to the nanosecond."""
    bench = Bench()
    bench.send_all(bench.instance(Fixed(0, r0=123, r1=7), workers=2), 0, 1000)
    assert bench.play() == {0: (123, SERVED), 1: (1007, SERVED)}


def test_no_service_time_is_a_service_time() -> None:
    """A request may take no time at all."""
    bench = Bench()
    bench.send(bench.instance(0), at=5)
    assert bench.play() == {0: (5, SERVED)}


def test_service_times_are_keyed_by_request_attempt_and_index() -> None:
    """The draw belongs to this request, this attempt, this index."""
    bench, time = Bench(), Fixed(10)
    bench.send(bench.instance(time), 3, attempt=4, index=6)
    bench.play()
    assert time.asked == [(3, 4, 6)]


def test_calls_are_made_one_after_the_other() -> None:
    """10 of its own, then 5 and 7 of calls: the second begins when the first is answered."""
    bench = Bench()
    first, second = bench.echo(5), bench.echo(7)
    bench.send(bench.instance(10, calls=[first, second]))
    assert (bench.play(), first.seen, second.seen) == ({0: (22, SERVED)}, [(10, 0)], [(15, 0)])


def test_the_first_call_that_fails_ends_the_request() -> None:
    """After a call that was shed no other is made, and that is the outcome."""
    bench = Bench()
    first, second = bench.echo(5, Outcome.SHED), bench.echo(7)
    bench.send(bench.instance(10, calls=[first, second]))
    assert (bench.play(), second.seen) == ({0: (15, "shed")}, [])


def test_the_outcome_of_a_call_names_who_decided_it() -> None:
    """A failed call is told on with the name of the station that failed."""
    bench = Bench()
    bench.send(bench.instance(10, calls=[bench.echo(5, Outcome.REFUSED)]))
    bench.play()
    assert bench.responses[0].by == "echo"


def test_what_the_stock_says_is_told_on() -> None:
    """Sold and sold out are answers: later calls are made, and the answer is passed up."""
    for outcome in (Outcome.SOLD, Outcome.SOLD_OUT):
        bench = Bench()
        bench.send(bench.instance(10, calls=[bench.echo(5, outcome), bench.echo(7)]))
        assert bench.play() == {0: (22, outcome.label)}


def test_a_call_holds_the_worker() -> None:
    """While request 0 waits for its call (10 to 40) its worker serves nobody else."""
    bench = Bench()
    bench.send_all(bench.instance(10, calls=[bench.echo(30)]), 0, 1)
    assert bench.play() == {0: (40, SERVED), 1: (80, SERVED)}


def test_a_worker_that_waits_for_a_call_is_busy() -> None:
    """Busy time is service and calls together: 10 + 30."""
    bench = Bench()
    instance = bench.instance(10, calls=[bench.echo(30)])
    bench.send(instance)
    bench.play()
    assert instance.pool.busy_ns(100) == 40


def test_a_slow_callee_makes_the_line_of_its_caller_grow() -> None:
    """A cascade: requests every 10 ns on a caller that would take 5 ns each.

    With a callee of 5 ns a worker is held for 10 ns, and nobody waits. With one of 45 ns it is
    held for 50: the two workers begin at 0, 50, 100, 150 and at 10, 60, 110, 160, so just before
    200, when 20 have come, 8 have begun and 12 wait.
    """
    lines = []
    for callee_time in (5, 45):
        bench = Bench()
        callee = bench.instance(callee_time, workers=100, name="callee")
        caller = bench.instance(5, workers=2, calls=[callee], name="caller")
        bench.send_all(caller, *range(0, 200, 10))
        bench.play(200)
        lines.append((len(caller.pool.line), len(callee.pool.line)))
    assert lines == [(0, 0), (12, 0)]


def test_a_callee_without_workers_left_holds_its_caller() -> None:
    """The line of the callee is in the caller's workers: 3 workers held, 1 served, 2 in its line.

    Caller 0 ns of its own; callee one worker of 100 ns.
    """
    bench = Bench()
    callee = bench.instance(100, name="callee")
    caller = bench.instance(0, workers=3, calls=[callee], name="caller")
    bench.send_all(caller, *[0] * 5)
    bench.play(50)
    lengths = caller.pool.busy, len(caller.pool.line), callee.pool.busy, len(callee.pool.line)
    assert lengths == (3, 2, 1, 2)


def test_giving_up_on_a_call_gives_the_worker_back() -> None:
    """A call with a timeout of 20 frees the caller's worker at 30, although the callee works on."""
    bench = Bench()
    callee = bench.instance(100, name="callee")
    call = Deadline(bench.env, Books("timeout"), callee, 20)
    caller = bench.instance(10, calls=[call], name="caller")
    bench.send(caller)
    bench.play(50)
    assert (bench.ends, caller.pool.busy, callee.pool.busy) == ({0: (30, "timed_out")}, 0, 1)


def test_calls_inherit_the_attempt_and_the_deadline() -> None:
    """A call is the same request: id, user, attempt, deadline and priority go along."""
    bench = Bench()
    echo = bench.echo(0)
    bench.send(bench.instance(0, calls=[echo]), 7, user=8, attempt=2, deadline=99, priority=3)
    bench.play()
    made = echo.requests[0]
    assert (made.id, made.user, made.attempt, made.deadline, made.priority) == (7, 8, 2, 99, 3)


def test_the_tries_of_a_call_are_not_those_of_the_client() -> None:
    """How often a service asked another does not show in its own request."""
    bench = Bench()
    echo = bench.echo(0)
    request = bench.send(bench.instance(0, calls=[echo]))
    bench.play()
    echo.requests[0].tries = 9
    assert request.tries == 1


def test_polls_are_answered_without_calls() -> None:
    """A poll takes the service time and goes no further."""
    bench = Bench()
    echo = bench.echo(5)
    bench.send(bench.instance(10, calls=[echo]), poll=True)
    assert (bench.play(), echo.seen) == ({0: (10, SERVED)}, [])


def test_polls_are_told_whether_the_sale_is_open_when_they_are_answered() -> None:
    """Open from 20 on: a poll that ends at 19 is told no, one that ends at 20 yes."""
    bench = Bench()
    instance = bench.instance(10, workers=2, opens_at=20)
    for id, at in enumerate((9, 10)):
        bench.send(instance, id, at, poll=True)
    bench.play()
    assert [bench.responses[id].open for id in (0, 1)] == [False, True]


def test_the_books_show_what_came_and_what_became_of_it() -> None:
    """Arrived and left are counted at the instance, with the outcome that it told."""
    bench = Bench()
    calls = [bench.echo(5, Outcome.SERVED, Outcome.SHED)]
    instance = bench.instance(10, workers=2, room=0, calls=calls)
    bench.send_all(instance, 0, 1, 2)
    bench.play()
    assert (instance.books.arrived, left(instance.books)) == (3, {SERVED: 1, "shed": 2})


def test_an_instance_says_what_it_is() -> None:
    """The repr is one line."""
    text = "Instance('service', WorkerPool(workers=1, busy=0, queue=0))"
    assert repr(Bench().instance()) == text


def test_a_request_says_what_it_is() -> None:
    """The repr is one line with the number, the user and the attempt."""
    assert repr(Request(7, 8, attempt=2)) == "Request(7, user=8, attempt=2)"
