"""The stock: one row, one update at a time, never oversold."""

from typing import Any

from bench import Bench, Fixed, left

from sim.stations.station import Books
from sim.stations.stock import Stock

SOLD, SOLD_OUT = "sold", "sold_out"


def stock(bench: Bench, units: int, **options: Any) -> Stock:
    """A stock with updates of 10 ns, a cache of 1 ns, everyone paying, open from the start."""
    room = options.pop("room", None)
    given: dict[str, Any] = {
        "opens_at": 0,
        "update_time": Fixed(10),
        "cache_time": Fixed(1),
        "cached": True,
        "unpaid": 0.0,
        "reserve_for": 0,
        "payment": Fixed(0.5),
    }
    pool = bench.pool(room=room)
    return Stock(bench.env, Books("stock"), pool, units, **(given | options))


def test_updates_of_the_row_are_made_one_at_a_time() -> None:
    """Three buyers at once for three units: 10, 20, 30."""
    bench = Bench()
    bench.send_all(stock(bench, 3), 0, 0, 0)
    assert bench.play() == {0: (10, SOLD), 1: (20, SOLD), 2: (30, SOLD)}


def test_no_more_is_sold_than_there_is() -> None:
    """Five buyers at once for two units, all in line before the first has bought."""
    bench = Bench()
    one = stock(bench, 2)
    bench.send_all(one, *[0] * 5)
    bench.play()
    assert (left(one.books), one.left) == ({SOLD: 2, SOLD_OUT: 3}, 0)


def test_who_was_in_line_learns_it_at_the_row() -> None:
    """Buyers in line when the last unit goes still take the lock: 20 and 30."""
    bench = Bench()
    bench.send_all(stock(bench, 1), 0, 0, 0)
    assert bench.play() == {0: (10, SOLD), 1: (20, SOLD_OUT), 2: (30, SOLD_OUT)}


def test_who_comes_later_learns_it_from_the_cache() -> None:
    """After the last unit has gone, at 10, sold out takes 1 ns and nobody waits."""
    bench = Bench()
    bench.send_all(stock(bench, 1), 0, 10, 10)
    assert bench.play() == {0: (10, SOLD), 1: (11, SOLD_OUT), 2: (11, SOLD_OUT)}


def test_without_a_cache_everyone_takes_the_row() -> None:
    """Sold out takes an update each, one at a time."""
    bench = Bench()
    bench.send_all(stock(bench, 1, cached=False), 0, 10, 10)
    assert bench.play() == {0: (10, SOLD), 1: (20, SOLD_OUT), 2: (30, SOLD_OUT)}


def test_no_stock_is_sold_out_from_the_start() -> None:
    """Zero units: nobody buys, and the moment it was sold out never came."""
    bench = Bench()
    one = stock(bench, 0)
    bench.send(one)
    assert (bench.play(), one.sold_out_at) == ({0: (1, SOLD_OUT)}, -1)


def test_before_the_opening_everyone_is_refused() -> None:
    """Open from 50: who comes at 49 is refused at once, who comes at 50 buys."""
    bench = Bench()
    bench.send_all(stock(bench, 5, opens_at=50), 49, 50)
    assert bench.play() == {0: (49, "refused"), 1: (60, SOLD)}


def test_the_line_at_the_row_may_be_bounded() -> None:
    """Room for one: of three at once the third is shed."""
    bench = Bench()
    bench.send_all(stock(bench, 5, room=1), 0, 0, 0)
    assert bench.play() == {2: (0, "shed"), 0: (10, SOLD), 1: (20, SOLD)}


def test_the_moment_it_was_sold_out_is_when_the_last_unit_went() -> None:
    """Two units, gone at 10 and 20."""
    bench = Bench()
    one = stock(bench, 2)
    bench.send_all(one, 0, 0, 0)
    bench.play()
    assert one.sold_out_at == 20


def test_an_unpaid_unit_comes_back() -> None:
    """Reserved at 10 for 100, back at 110."""
    bench = Bench()
    one = stock(bench, 1, unpaid=0.3, reserve_for=100, payment=Fixed(0.29))
    bench.send(one)
    counts = []
    for time in (110, 111):
        bench.play(time)
        counts.append((one.left, one.reserved, one.released))
    assert counts == [(0, 1, 0), (1, 1, 1)]


def test_a_paid_unit_is_gone() -> None:
    """A draw at the share of those who do not pay is a payment."""
    bench = Bench()
    one = stock(bench, 1, unpaid=0.3, reserve_for=100, payment=Fixed(0.3))
    bench.send(one)
    bench.play()
    assert (one.left, one.released) == (0, 0)


def test_what_came_back_is_sold_again() -> None:
    """One unit, bought by 0 and never paid: at 50 it is sold out, at 200 it is sold to 2."""
    bench = Bench()
    one = stock(bench, 1, unpaid=0.5, reserve_for=100, payment=Fixed(0.9, r0=0.1))
    bench.send_all(one, 0, 50, 200)
    assert bench.play() == {0: (10, SOLD), 1: (51, SOLD_OUT), 2: (210, SOLD)}


def test_two_promises_for_one_unit_are_never_held_together() -> None:
    """Reserved less released never exceeds the units, at any instant of many sales and returns."""
    bench = Bench()
    one = stock(bench, 2, unpaid=1.0, reserve_for=35)
    bench.send_all(one, *range(0, 600, 7))
    held = []
    for time in range(1, 800):
        bench.play(time)
        held.append(one.reserved - one.released)
    assert (max(held), min(held), one.left) == (2, 0, 2)


def test_sold_out_is_when_it_first_was() -> None:
    """A unit that came back and went again does not move the moment: 10."""
    bench = Bench()
    one = stock(bench, 1, unpaid=0.5, reserve_for=100, payment=Fixed(0.9, r0=0.1))
    bench.send_all(one, 0, 200)
    bench.play()
    assert one.sold_out_at == 10


def test_whether_one_pays_is_keyed_by_request_and_attempt() -> None:
    """A buyer who tries twice decides twice."""
    bench, payment = Bench(), Fixed(0.9)
    bench.send(stock(bench, 1, unpaid=0.5, payment=payment), 7, attempt=3)
    bench.play()
    assert payment.asked == [(7, 3, 0)]


def test_in_flight_is_at_the_row_in_line_or_at_the_cache() -> None:
    """At 5 one has the lock and one waits; at 25 (cache of 10 ns from 20) one reads the cache."""
    bench = Bench()
    one = stock(bench, 2, cache_time=Fixed(10))
    bench.send_all(one, 0, 0, 20)
    seen = []
    for time in (5, 25, 31):
        bench.play(time)
        seen.append(one.in_flight())
    assert seen == [2, 1, 0]


def test_the_books_of_a_stock_add_up() -> None:
    """Refused, sold, sold out at the row and from the cache: everyone is booked once."""
    bench = Bench()
    one = stock(bench, 1, opens_at=5)
    bench.send_all(one, 0, 5, 5, 40)
    bench.play()
    assert (one.books.arrived, left(one.books)) == (4, {"refused": 1, SOLD: 1, SOLD_OUT: 2})


def test_a_stock_says_what_it_is() -> None:
    """The repr is one line with the units and what is left."""
    assert repr(stock(Bench(), 3)) == "Stock(units=3, left=3)"
