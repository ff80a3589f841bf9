"""The retry: when it asks again, when it stops, and what the attempts are called."""

from typing import Any

from bench import Bench, Echo, Fixed, left

from sim.outcomes import Outcome
from sim.policies.backoff.base import Backoff
from sim.policies.backoff.exponential import Exponential
from sim.policies.backoff.none import NoBackoff
from sim.policies.retry_budget import RetryBudget
from sim.stations.retry import Retry
from sim.stations.station import Books, Station

SERVED, SHED, FAILED, REFUSED = Outcome.SERVED, Outcome.SHED, Outcome.FAILED, Outcome.REFUSED


class Delays(Backoff):
    """A backoff of fixed delays that remembers what it was asked."""

    def __init__(self, *delays: int) -> None:
        self.delays = delays
        self.asked: list[tuple[int, int, float]] = []

    def delay(self, retry: int, previous: int, draw: float) -> int:
        self.asked.append((retry, previous, draw))
        return self.delays[retry - 1]


def retry(
    bench: Bench,
    inner: Station,
    attempts: int = 3,
    *,
    on: tuple[Outcome, ...] = (SHED, FAILED),
    backoff: Backoff | None = None,
    budget: RetryBudget | None = None,
    draw: Any = None,
) -> Retry:
    """A retry with books of its own, without a pause by default."""
    return Retry(
        bench.env,
        Books("retry"),
        inner,
        attempts,
        on,
        backoff or NoBackoff(),
        budget,
        draw or Fixed(0.5),
    )


def times(echo: Echo) -> list[int]:
    """When the inner station was asked."""
    return [time for time, _ in echo.seen]


def test_an_answer_is_not_asked_for_again() -> None:
    """A first attempt that is served is the only one."""
    bench = Bench()
    echo = bench.echo(10)
    request = bench.send(retry(bench, echo))
    assert (bench.play(), times(echo), request.tries) == ({0: (10, "served")}, [0], 1)


def test_it_asks_again_until_there_is_an_answer() -> None:
    """Shed after 10 ns, failed after 20, served after 30: three tries."""
    bench = Bench()
    echo = bench.echo(10, SHED, FAILED, SERVED)
    request = bench.send(retry(bench, echo, 5))
    assert (bench.play(), times(echo), request.tries) == ({0: (30, "served")}, [0, 10, 20], 3)


def test_the_last_attempt_is_the_last() -> None:
    """Four attempts are three retries; then the last outcome is the outcome."""
    bench = Bench()
    echo = bench.echo(10, SHED, SHED, SHED, FAILED)
    request = bench.send(retry(bench, echo, 4))
    assert (bench.play(), len(echo.seen), request.tries) == ({0: (40, "failed")}, 4, 4)


def test_only_the_outcomes_it_was_told_are_asked_for_again() -> None:
    """A refusal is final where only shed and failed are retried."""
    bench = Bench()
    echo = bench.echo(10, SHED, REFUSED, SERVED)
    bench.send(retry(bench, echo))
    assert bench.play() == {0: (20, "refused")}


def test_the_backoff_is_between_the_attempts() -> None:
    """10 ns an attempt, pauses of 100, 200, 400: asked at 0, 110, 320, 730; over at 740."""
    bench = Bench()
    echo = bench.echo(10, SHED)
    bench.send(retry(bench, echo, 4, backoff=Exponential(base=100, cap=1000)))
    assert (bench.play(), times(echo)) == ({0: (740, "shed")}, [0, 110, 320, 730])


def test_the_backoff_knows_the_retry_and_the_delay_before() -> None:
    """Retry numbers 1, 2, 3; the delay before: none, then what it was."""
    bench = Bench()
    backoff = Delays(7, 9, 0)
    bench.send(retry(bench, bench.echo(0, SHED), 4, backoff=backoff))
    bench.play()
    assert [(number, before) for number, before, _ in backoff.asked] == [(1, 0), (2, 7), (3, 9)]


def test_no_pause_follows_the_last_attempt() -> None:
    """The backoff is asked once fewer than there are attempts."""
    bench = Bench()
    backoff = Delays(1, 1)
    bench.send(retry(bench, bench.echo(10, SHED), 3, backoff=backoff))
    assert (bench.play(), len(backoff.asked)) == ({0: (32, "shed")}, 2)


def test_attempts_are_numbered_from_zero() -> None:
    """The attempts of a first request are 0, 1, 2: draws of their own."""
    bench = Bench()
    echo = bench.echo(0, SHED)
    bench.send(retry(bench, echo, 3))
    bench.play()
    assert [request.attempt for request in echo.requests] == [0, 1, 2]


def test_attempts_of_attempts_have_numbers_of_their_own() -> None:
    """Two attempts of three attempts each are 0..5, none of them twice."""
    bench = Bench()
    echo = bench.echo(0, SHED)
    bench.send(retry(bench, retry(bench, echo, 3), 2))
    bench.play()
    assert [request.attempt for request in echo.requests] == [0, 1, 2, 3, 4, 5]


def test_each_attempt_draws_its_own_service_time() -> None:
    """An instance is asked for the service times of attempts 0 and 1 of the same request."""
    bench, time = Bench(), Fixed(10)
    down = bench.instance(time, calls=[bench.echo(0, SHED, SERVED)])
    bench.send(retry(bench, down), 5)
    bench.play()
    assert time.asked == [(5, 0, 0), (5, 1, 0)]


def test_each_pause_has_a_draw_of_its_own() -> None:
    """The backoff's draws are keyed by request, attempt and index."""
    bench, draw = Bench(), Fixed(0.25)
    backoff = Delays(1, 1)
    one = retry(bench, bench.echo(0, SHED), 3, backoff=backoff, draw=draw)
    bench.send(one, 7, index=4)
    bench.play()
    assert (draw.asked, backoff.asked[0]) == ([(7, 0, 4), (7, 1, 4)], (1, 0, 0.25))


def test_a_retry_that_would_begin_at_the_deadline_is_not_made() -> None:
    """Failed at 10 with a pause of 90: it would begin at 100, which is the deadline."""
    bench = Bench()
    echo = bench.echo(10, SHED)
    bench.send(retry(bench, echo, backoff=Delays(90, 90)), deadline=100)
    assert (bench.play(), times(echo)) == ({0: (10, "shed")}, [0])


def test_a_retry_that_begins_just_before_the_deadline_is_made() -> None:
    """A pause of 89: the retry begins at 99; the next would not."""
    bench = Bench()
    echo = bench.echo(10, SHED)
    bench.send(retry(bench, echo, backoff=Delays(89, 89)), deadline=100)
    assert (bench.play(), times(echo)) == ({0: (109, "shed")}, [0, 99])


def test_a_budget_bounds_the_retries_of_all() -> None:
    """A reserve of two and no income: of three requests the first retries twice, the rest never.

    Each is asked 10 ns; request 0 tries at 0, 10, 20; requests 1 and 2, later, once each.
    """
    bench = Bench()
    echo = bench.echo(10, SHED)
    budget = RetryBudget(ratio=0.0, reserve=2)
    bench.send_all(retry(bench, echo, 9, budget=budget), 0, 100, 200)
    bench.play()
    assert echo.seen == [(0, 0), (10, 0), (20, 0), (100, 1), (200, 2)]


def test_a_budget_earns_from_first_attempts() -> None:
    """Half a retry each: every second request has one retry."""
    bench = Bench()
    echo = bench.echo(10, SHED)
    budget = RetryBudget(ratio=0.5, reserve=0)
    bench.send_all(retry(bench, echo, 9, budget=budget), 0, 100, 200, 300)
    bench.play()
    assert [id for _, id in echo.seen] == [0, 1, 1, 2, 3, 3]


def test_retries_earn_nothing() -> None:
    """A full budget of one retry a request: one retry each, whatever the retries do."""
    bench = Bench()
    echo = bench.echo(10, SHED)
    budget = RetryBudget(ratio=1.0, reserve=0)
    bench.send_all(retry(bench, echo, 9, budget=budget), 0, 100)
    bench.play()
    assert [id for _, id in echo.seen] == [0, 0, 1, 1]


def test_a_retry_that_comes_too_late_costs_nothing() -> None:
    """Request 0 may not retry for its deadline, so request 1 has the one retry."""
    bench = Bench()
    echo = bench.echo(10, SHED)
    one = retry(bench, echo, 9, budget=RetryBudget(ratio=0.0, reserve=1))
    bench.send(one, 0, deadline=10)
    bench.send(one, 1, at=100)
    bench.play()
    assert [id for _, id in echo.seen] == [0, 1, 1]


def test_a_success_costs_nothing() -> None:
    """Only retries are paid for."""
    bench = Bench()
    budget = RetryBudget(ratio=0.0, reserve=1)
    before = budget.credit
    bench.send(retry(bench, bench.echo(10), budget=budget))
    bench.play()
    assert budget.credit == before


def test_the_books_count_requests_and_not_attempts() -> None:
    """Two requests, three attempts each: two came, two were shed."""
    bench = Bench()
    one = retry(bench, bench.echo(10, SHED))
    bench.send_all(one, 0, 0)
    bench.play()
    assert (one.books.arrived, left(one.books), one.in_flight()) == (2, {"shed": 2}, 0)


def test_who_pauses_is_in_flight() -> None:
    """Between two attempts, from 10 to 60, the request is inside."""
    bench = Bench()
    one = retry(bench, bench.echo(10, SHED), backoff=Delays(50, 50))
    bench.send(one)
    bench.play(30)
    assert one.in_flight() == 1
