"""The link: a wire there, a wire back, and silence where a message is lost."""

from bench import Bench, Fixed, left

from sim.stations.deadline import Deadline
from sim.stations.link import Link
from sim.stations.station import Books, Station
from sim.stations.wire import Wire

BYTE_A_NS = 8_000_000_000


def wire(
    latency: Fixed | int = 0,
    bandwidth: int | None = None,
    loss: float = 0.0,
    lottery: Fixed | None = None,
) -> Wire:
    """A wire with fixed latencies and a fixed lottery."""
    fixed = Fixed(latency) if isinstance(latency, int) else latency
    return Wire(fixed, bandwidth, loss, lottery or Fixed(0.5))  # type: ignore[arg-type]


def link(bench: Bench, inner: Station, there: Wire | None = None, back: Wire | None = None) -> Link:
    """A link with requests of 10 bytes and responses of 20."""
    return Link(
        bench.env,
        Books("link"),
        inner,
        there or wire(),
        back or wire(),
        request_size=10,
        response_size=20,
    )


def test_latency_counts_both_ways() -> None:
    """5 there, 10 of service, 7 back: served at 15, answered at 22."""
    bench = Bench()
    echo = bench.echo(10)
    bench.send(link(bench, echo, wire(5), wire(7)))
    assert (bench.play(), echo.seen) == ({0: (22, "served")}, [(5, 0)])


def test_each_direction_has_its_size_and_bandwidth() -> None:
    """At a byte a nanosecond: 10 there, 20 back."""
    bench = Bench()
    echo = bench.echo(0)
    bench.send(link(bench, echo, wire(0, BYTE_A_NS), wire(0, BYTE_A_NS)))
    assert (bench.play(), echo.seen) == ({0: (30, "served")}, [(10, 0)])


def test_requests_queue_for_the_wire() -> None:
    """Three requests at once arrive 10, 20 and 30 ns later."""
    bench = Bench()
    echo = bench.echo(0)
    bench.send_all(link(bench, echo, wire(0, BYTE_A_NS)), 0, 0, 0)
    bench.play()
    assert echo.seen == [(10, 0), (20, 1), (30, 2)]


def test_responses_queue_for_the_wire_back() -> None:
    """Three answers at once, 20 ns each, arrive one behind the other."""
    bench = Bench()
    bench.send_all(link(bench, bench.echo(5), None, wire(0, BYTE_A_NS)), 0, 0, 0)
    assert bench.play() == {0: (25, "served"), 1: (45, "served"), 2: (65, "served")}


def test_the_directions_do_not_share_bandwidth() -> None:
    """A response does not wait for a request that is on the other wire.

    Request 0 is on the wire until 10, request 1 until 20; the answer to 0 is back at 10 + 20.
    """
    bench = Bench()
    bench.send_all(link(bench, bench.echo(0), wire(0, BYTE_A_NS), wire(0, BYTE_A_NS)), 0, 0)
    assert bench.play() == {0: (30, "served"), 1: (50, "served")}


def test_a_short_way_overtakes_a_long_one() -> None:
    """Latency is drawn for each message: who leaves later may arrive first."""
    bench = Bench()
    echo = bench.echo(0)
    bench.send_all(link(bench, echo, wire(Fixed(5, r0=50))), 0, 1)
    bench.play()
    assert echo.seen == [(6, 1), (50, 0)]


def test_a_lost_request_is_silence() -> None:
    """Nobody serves a lost request and nobody is told: it stays in flight."""
    bench = Bench()
    echo = bench.echo(0)
    one = link(bench, echo, wire(5, loss=0.6))
    bench.send(one)
    assert (bench.play(), echo.seen, one.in_flight()) == ({}, [], 1)


def test_a_lost_response_is_silence_after_the_work() -> None:
    """A request whose answer is lost was served, and stays in flight on the link."""
    bench = Bench()
    instance = bench.instance(10)
    one = link(bench, instance, None, wire(5, loss=0.6))
    bench.send(one)
    assert (bench.play(), left(instance.books), one.in_flight()) == ({}, {"served": 1}, 1)


def test_a_timeout_ends_the_silence() -> None:
    """Who waits for a lost message with a deadline gives up at it."""
    bench = Bench()
    one = link(bench, bench.echo(0), wire(5, loss=0.6))
    bench.send(Deadline(bench.env, Books("timeout"), one, 30))
    assert bench.play() == {0: (30, "timed_out")}


def test_each_direction_draws_for_itself() -> None:
    """There and back are drawn under neighbouring indices: an even one there, the odd one back."""
    bench = Bench()
    latency = Fixed(5)
    bench.send(link(bench, bench.echo(0), wire(latency), wire(latency)), 3, attempt=2, index=8)
    bench.play()
    assert latency.asked == [(3, 2, 8), (3, 2, 9)]


def test_a_request_sent_during_a_cut_is_lost() -> None:
    """Cut from 10 to 20: what leaves at 9 and 20 arrives, what leaves at 10 and 19 does not."""
    bench = Bench()
    there = wire(5)
    one = link(bench, bench.echo(0), there)
    bench.at(10, lambda: setattr(there, "cut", 1))
    bench.at(20, lambda: setattr(there, "cut", 0))
    bench.send_all(one, 9, 10, 19, 20)
    assert (bench.play(), one.in_flight()) == ({0: (14, "served"), 3: (25, "served")}, 2)


def test_a_message_under_way_survives_the_cut() -> None:
    """What left before the cut arrives; the answer to it, sent during the cut, does not."""
    bench = Bench()
    there, back = wire(50), wire(50)
    echo = bench.echo(0)
    one = link(bench, echo, there, back)
    for way in (there, back):
        bench.at(10, lambda way=way: setattr(way, "cut", 1))
    bench.send(one)
    assert (bench.play(), echo.seen) == ({}, [(50, 0)])


def test_the_books_show_what_passed() -> None:
    """Arrived is what came to the link, left is what came back over it."""
    bench = Bench()
    one = link(bench, bench.echo(10), wire(5, loss=0.6, lottery=Fixed(0.9, r1=0.1)), wire(5))
    bench.send_all(one, 0, 0, 0)
    bench.play()
    assert (one.books.arrived, left(one.books)) == (3, {"served": 2})


def test_in_flight_is_on_the_way_there_inside_and_on_the_way_back() -> None:
    """A request is in flight from end to end: 5 there, 10 inside, 5 back."""
    bench = Bench()
    one = link(bench, bench.echo(10), wire(5), wire(5))
    bench.send(one)
    seen = []
    for time in (1, 6, 16, 21):
        bench.play(time)
        seen.append((one.in_flight(), one.passed, one.travelling))
    assert seen == [(1, 0, 1), (1, 1, 0), (1, 0, 1), (0, 0, 0)]
