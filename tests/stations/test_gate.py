"""The gate: a limiter in front of a station."""

from bench import Bench, left

from sim.outcomes import Outcome
from sim.policies.limiters.base import Limiter
from sim.policies.limiters.concurrency import Concurrency
from sim.policies.limiters.token_bucket import TokenBucket
from sim.stations.gate import Gate
from sim.stations.station import Books, Station
from sim.units import Rate


def gate(bench: Bench, inner: Station, limiter: Limiter) -> Gate:
    """A gate with books of its own."""
    return Gate(bench.env, Books("gate"), inner, limiter)


def test_what_the_limiter_refuses_is_refused_at_once() -> None:
    """A bucket of one token, one in 10 ns: 0 passes, 5 is refused, 10 passes."""
    bench = Bench()
    echo = bench.echo(3)
    bench.send_all(gate(bench, echo, TokenBucket(rate=Rate(1, 10), burst=1)), 0, 5, 10)
    assert (bench.play(), echo.seen) == (
        {0: (3, "served"), 1: (5, "refused"), 2: (13, "served")},
        [(0, 0), (10, 2)],
    )


def test_a_refusal_names_the_gate() -> None:
    """Who refused is in the response."""
    bench = Bench()
    bench.send_all(gate(bench, bench.echo(9), Concurrency(limit=1)), 0, 1)
    bench.play()
    assert bench.responses[1].by == "gate"


def test_a_concurrency_limit_counts_who_is_inside() -> None:
    """Two inside, from 0 to 10 and from 1 to 11: who comes at 2 is refused, at 10 it is let in."""
    bench = Bench()
    bench.send_all(gate(bench, bench.instance(10, workers=9), Concurrency(limit=2)), 0, 1, 2, 10)
    ends = bench.play()
    assert [ends[id][1] for id in range(4)] == ["served", "served", "refused", "served"]


def test_a_place_is_given_back_whatever_the_outcome() -> None:
    """What is shed inside leaves the gate too."""
    bench = Bench()
    limiter = Concurrency(limit=1)
    bench.send(gate(bench, bench.echo(5, Outcome.SHED), limiter))
    bench.play()
    assert limiter.in_flight == 0


def test_the_refused_take_no_place() -> None:
    """Of three at once one is inside: the two that were refused give nothing back."""
    bench = Bench()
    limiter = Concurrency(limit=1)
    bench.send_all(gate(bench, bench.echo(5), limiter), 0, 0, 0)
    bench.play(3)
    assert limiter.in_flight == 1


def test_the_books_of_a_gate_add_up() -> None:
    """Three came: one was served inside, one is there still, one was refused."""
    bench = Bench()
    one = gate(bench, bench.instance(10, workers=2), Concurrency(limit=1))
    bench.send_all(one, 0, 5, 15)
    bench.play(20)
    assert (one.books.arrived, left(one.books), one.in_flight()) == (
        3,
        {"served": 1, "refused": 1},
        1,
    )
