"""The lobby of an edge node: turns, patience, and going home."""

from typing import Any

from bench import Bench, Fixed

from sim.outcomes import Outcome
from sim.policies.admission.waiting_room import WaitingRoom
from sim.policies.backoff.none import NoBackoff
from sim.stations.deadline import Deadline
from sim.stations.edge_node import EdgeNode
from sim.stations.retry import Retry
from sim.stations.station import Books
from sim.units import Rate

ABANDONED = "abandoned"


def node(bench: Bench, origin: Any = None, draw: Any = None, **room: Any) -> EdgeNode:
    """A node with a waiting room that lets out one person in 100 ns; nothing else takes time."""
    return EdgeNode(
        bench.env,
        Books("edge"),
        bench.pool(99),
        origin or bench.echo(0, Outcome.SOLD),
        WaitingRoom(outflow=Rate(1, 100), **room),
        opens_at=0,
        poll_time=Fixed(0),  # type: ignore[arg-type]
        click_time=Fixed(0),  # type: ignore[arg-type]
        draw=draw or Fixed(0.5),
    )


def reached(bench: Bench, one: EdgeNode) -> list[tuple[int, int]]:
    """When the origin saw whom."""
    bench.play()
    return one.origin.seen  # type: ignore[attr-defined, no-any-return]


def test_the_first_to_come_goes_at_once() -> None:
    """An empty room that has been idle lets the first person through in the same instant."""
    bench = Bench()
    one = node(bench)
    bench.send(one, at=30)
    assert reached(bench, one) == [(30, 0)]


def test_people_leave_one_by_one() -> None:
    """Four at once leave at 0, 100, 200, 300, first come first."""
    bench = Bench()
    one = node(bench)
    bench.send_all(one, 0, 0, 0, 0)
    assert reached(bench, one) == [(0, 0), (100, 1), (200, 2), (300, 3)]


def test_an_empty_lobby_is_a_lobby() -> None:
    """Who comes to an empty room just after a turn still waits for the next: 5, then 105."""
    bench = Bench()
    one = node(bench)
    bench.send_all(one, 5, 10)
    assert reached(bench, one) == [(5, 0), (105, 1)]


def test_idle_time_is_no_credit() -> None:
    """After 1,000 ns without anybody two people still leave 100 ns apart."""
    bench = Bench()
    one = node(bench)
    bench.send_all(one, 0, 1000, 1000)
    assert reached(bench, one) == [(0, 0), (1000, 1), (1100, 2)]


def test_random_order_takes_the_smallest_draw() -> None:
    """0 leaves at once; of 1, 2 and 3, who wait together, the draws say 2, 3, 1."""
    bench = Bench()
    one = node(bench, draw=Fixed(0.5, r1=0.9, r2=0.1, r3=0.4), order="random")
    bench.send_all(one, 0, 1, 2, 3)
    assert [id for _, id in reached(bench, one)] == [0, 2, 3, 1]


def test_random_order_is_among_those_who_are_there() -> None:
    """Who comes after a turn is not asked for it, however small the draw: 1 leaves at 100."""
    bench = Bench()
    one = node(bench, draw=Fixed(0.5, r1=0.9, r2=0.1), order="random")
    bench.send_all(one, 0, 1, 150)
    assert reached(bench, one) == [(0, 0), (100, 1), (200, 2)]


def test_a_full_room_refuses() -> None:
    """Room for two: 0 leaves at 0, 1 and 2 wait, 3 is refused; after the turn at 100 4 fits."""
    bench = Bench()
    one = node(bench, capacity=2)
    bench.send_all(one, 0, 1, 2, 3, 101)
    bench.play()
    assert [bench.ends[id] for id in (3, 4)] == [(3, "refused"), (300, "sold")]


def test_who_loses_patience_leaves_the_lobby() -> None:
    """Patience until 60: 1 leaves at 60, without having seen the origin."""
    bench = Bench()
    one = node(bench)
    bench.send(one, 0)
    bench.send(one, 1, deadline=60)
    assert (reached(bench, one), bench.ends[1]) == ([(0, 0)], (60, ABANDONED))


def test_the_place_of_who_left_is_not_kept() -> None:
    """2 takes the turn, at 100, that 1 did not wait for."""
    bench = Bench()
    one = node(bench)
    bench.send(one, 0)
    bench.send(one, 1, deadline=60)
    bench.send(one, 2)
    assert reached(bench, one) == [(0, 0), (100, 2)]


def test_patience_that_ends_with_a_turn_set_later_has_ended() -> None:
    """Timers of one instant go in order of setting: the patience of 1, then the door for 100.

    All three come at 0, before the door has opened for the first time and looks to the next turn.
    """
    bench = Bench()
    one = node(bench)
    bench.send(one, 0)
    bench.send(one, 1, deadline=100)
    bench.send(one, 2)
    bench.play()
    assert [bench.ends[id] for id in (1, 2)] == [(100, ABANDONED), (100, "sold")]


def test_patience_that_ends_with_a_turn_set_earlier_has_not() -> None:
    """Who comes at 1, with the smallest draw, finds the door waiting for 100 already."""
    bench = Bench()
    one = node(bench, draw=Fixed(0.5, r1=0.1), order="random")
    bench.send(one, 0)
    bench.send(one, 2)
    bench.send(one, 1, at=1, deadline=100)
    assert reached(bench, one) == [(0, 0), (100, 1), (200, 2)]


def test_a_turn_that_is_over_is_over() -> None:
    """Patience that ends after the turn, at the origin, is no business of the lobby."""
    bench = Bench()
    one = node(bench, bench.echo(500, Outcome.SOLD))
    bench.send(one, 0, deadline=60)
    assert (bench.play(), len(one.lobby or ())) == ({0: (500, "sold")}, 0)


def test_the_door_stays_shut_for_nobody() -> None:
    """Everybody left before the turn at 100: who comes at 150 goes at once."""
    bench = Bench()
    one = node(bench)
    bench.send(one, 0)
    bench.send(one, 1, deadline=60)
    bench.send(one, 2, at=150)
    assert reached(bench, one) == [(0, 0), (150, 2)]


def test_who_comes_while_the_door_waits_for_nobody_is_not_late() -> None:
    """1 left at 60, 2 came at 80: the turn is at 100."""
    bench = Bench()
    one = node(bench)
    bench.send(one, 0)
    bench.send(one, 1, deadline=60)
    bench.send(one, 2, at=80)
    assert reached(bench, one) == [(0, 0), (100, 2)]


def test_sold_out_sends_everyone_home() -> None:
    """At 50 the data centre says so: whoever waits hears it then, whoever comes later at once."""
    bench = Bench()
    one = node(bench)
    bench.at(50, lambda: one.announce(sold_out=True))
    bench.send_all(one, 0, 1, 2, 70)
    bench.play()
    assert [bench.ends[id] for id in (1, 2, 3)] == [
        (50, "sold_out"),
        (50, "sold_out"),
        (70, "sold_out"),
    ]


def test_who_went_home_has_no_turn() -> None:
    """After everybody went home nobody reaches the origin at 100."""
    bench = Bench()
    one = node(bench)
    bench.at(50, lambda: one.announce(sold_out=True))
    bench.send_all(one, 0, 1)
    assert reached(bench, one) == [(0, 0)]


def test_two_attempts_of_one_request_may_wait_together() -> None:
    """An attempt that was given up may come in late, beside the one that followed it.

    Request 7 waits as attempt 1 when its attempt 0 comes at 5, past its deadline of 3: that one
    leaves at once, and attempt 1 has its turn at 100.
    """
    bench = Bench()
    one = node(bench)
    bench.send(one, 0)
    bench.send(one, 7, at=4, attempt=1)
    bench.send(one, 7, at=5, attempt=0, deadline=3)
    assert reached(bench, one) == [(0, 0), (100, 7)]


def test_the_patience_of_an_earlier_attempt_is_not_that_of_the_next() -> None:
    """Attempt 0 has until 150 but is shed at the origin at 0; attempt 1 waits for its own turn.

    Ahead of it are 1 and 2, with the turns at 100 and 200: at 150 nobody is sent away, and
    attempt 1 reaches the origin at 300.
    """
    bench = Bench()
    origin = bench.echo(10, Outcome.SHED, Outcome.SOLD)
    one = node(bench, origin)
    bench.send(one, 0, deadline=150)
    bench.send(one, 1, at=1)
    bench.send(one, 2, at=2)
    bench.send(one, 0, at=10, attempt=1, deadline=900)
    assert reached(bench, one) == [(0, 0), (100, 1), (200, 2), (300, 0)]


def test_attempts_with_a_timeout_play_in_a_waiting_room() -> None:
    """Retry(Timeout(node)): 1 gives up at 60, 120 and 180, and never reaches the origin.

    Its three attempts join at 0, 60 and 120 behind 0, 2 and 3, who leave at 0, 100 and 200.
    """
    bench = Bench()
    one = node(bench)
    timeout = Deadline(bench.env, Books("timeout"), one, 60)
    on, backoff = [Outcome.TIMED_OUT], NoBackoff()
    retry = Retry(bench.env, Books("retry"), timeout, 3, on, backoff, None, Fixed(0.5))  # type: ignore[arg-type]
    for id in (0, 2, 3):
        bench.send(one, id)
    bench.send(retry, 1)
    assert (reached(bench, one), bench.ends[1]) == (
        [(0, 0), (100, 2), (200, 3)],
        (180, "timed_out"),
    )


def test_who_waits_is_in_flight() -> None:
    """Two wait in the lobby, one is at the origin."""
    bench = Bench()
    one = node(bench, bench.echo(500))
    bench.send_all(one, 0, 0, 0)
    bench.play(50)
    assert (one.in_flight(), len(one.lobby or ())) == (3, 2)


def test_a_lobby_says_what_it_is() -> None:
    """The repr is one line with the room, and how many wait."""
    room = "WaitingRoom(outflow=Rate(count=1, per=100), order='fifo', capacity=None)"
    assert repr(node(Bench()).lobby) == f"Lobby({room}, waiting=0)"
