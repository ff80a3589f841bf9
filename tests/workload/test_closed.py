"""The closed workload: think, ask, wait, and think again."""

from collections.abc import Callable

from bench import Bench, Fixed

from sim.workload.client import Client
from sim.workload.closed import ClosedWorkload

Clients = Callable[..., Client]


def play(bench: Bench, client: Client, users: int, think: Fixed, **times: int) -> None:
    """Start a closed workload."""
    span = {"start": 0, "stop": 100} | times
    bench.env.process(ClosedWorkload(client, users, think, **span).run())  # type: ignore[arg-type]


def test_a_user_thinks_asks_and_waits(bench: Bench, client: Clients) -> None:
    """Thinking 10, waiting 5: asked at 10, 25, 40."""
    echo = bench.echo(5)
    play(bench, client(echo), 1, Fixed(10), stop=41)
    bench.play()
    assert [time for time, _ in echo.seen] == [10, 25, 40]


def test_a_user_has_one_request_at_a_time(bench: Bench, client: Clients) -> None:
    """Three users of one worker: never more than three inside, and all three always."""
    instance = bench.instance(30)
    one = client(instance)
    play(bench, one, 3, Fixed(0), stop=1000)
    seen = []
    for time in range(10, 900, 37):
        bench.play(time)
        seen.append(one.in_flight())
    assert set(seen) == {3}


def test_a_slow_answer_delays_the_next_question(bench: Bench, client: Clients) -> None:
    """Waiting 50 instead of 5: asked at 10, 70."""
    echo = bench.echo(50)
    play(bench, client(echo), 1, Fixed(10))
    bench.play()
    assert [time for time, _ in echo.seen] == [10, 70]


def test_nobody_asks_from_the_stop_on(bench: Bench, client: Clients) -> None:
    """A stop at 25: what would be asked at 25 is not."""
    echo = bench.echo(5)
    play(bench, client(echo), 1, Fixed(10), stop=25)
    bench.play()
    assert [time for time, _ in echo.seen] == [10]


def test_users_begin_to_think_at_the_start(bench: Bench, client: Clients) -> None:
    """A start at 7 and 10 of thinking: the first question at 17."""
    echo = bench.echo(5)
    play(bench, client(echo), 1, Fixed(10), start=7, stop=20)
    bench.play()
    assert [time for time, _ in echo.seen] == [17]


def test_requests_are_numbered_by_round_and_user(bench: Bench, client: Clients) -> None:
    """Of two users the first has the even numbers, the second the odd ones, round by round.

    User 1 thinks longer (30 for request 1): user 0 asks 0, 2, 4 meanwhile.
    """
    echo = bench.echo(0)
    play(bench, client(echo), 2, Fixed(10, r1=25), stop=41)
    bench.play()
    asked = [(one.id - 1000, one.user) for one in echo.requests]
    assert asked == [(0, 0), (2, 0), (1, 1), (4, 0), (3, 1), (6, 0)]


def test_thinking_is_drawn_for_each_request(bench: Bench, client: Clients) -> None:
    """The time before request n is the draw of n."""
    think = Fixed(10)
    play(bench, client(bench.echo(0)), 2, think, stop=15)
    bench.play()
    assert think.asked == [(0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0)]


def test_a_closed_workload_says_what_it_is(bench: Bench, client: Clients) -> None:
    """The repr is one line with the number of users."""
    text = "ClosedWorkload(Client('work', waiting=0), users=2)"
    assert repr(ClosedWorkload(client(bench.echo()), 2, Fixed(0), 0, 9)) == text  # type: ignore[arg-type]
