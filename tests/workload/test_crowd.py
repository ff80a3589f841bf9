"""The flash crowd that watches a countdown: when each user clicks, and what is logged."""

from bench import Bench, left
from crowds import crowd, people, rows

from sim.outcomes import Outcome

SOLD, ABANDONED = Outcome.SOLD, Outcome.ABANDONED


def test_without_polls_everyone_clicks_at_the_opening(bench: Bench) -> None:
    """Who joined before 100 clicks at 100, in the order of the users."""
    echo = bench.echo(0)
    crowd(bench, people([40, 10, 70]), [echo])
    bench.play()
    assert echo.seen == [(100, 0), (100, 1), (100, 2)]


def test_a_reaction_time_comes_on_top(bench: Bench) -> None:
    """Reactions of 7, 3 and 5 after the opening."""
    echo = bench.echo(0)
    crowd(bench, people([0, 0, 0], reaction=[7, 3, 5]), [echo])
    bench.play()
    assert echo.seen == [(103, 1), (105, 2), (107, 0)]


def test_who_joins_late_clicks_on_joining(bench: Bench) -> None:
    """Joined at 150 with a reaction of 5: 155."""
    echo = bench.echo(0)
    crowd(bench, people([150], reaction=[5]), [echo])
    bench.play()
    assert echo.seen == [(155, 0)]


def test_each_user_clicks_at_her_own_node(bench: Bench) -> None:
    """Users 0 and 2 at node 1, user 1 at node 0."""
    nodes = [bench.echo(0), bench.echo(0)]
    crowd(bench, people([0, 0, 0], edge=[1, 0, 1]), nodes)
    bench.play()
    assert [[id for _, id in node.seen] for node in nodes] == [[1], [0, 2]]


def test_each_user_clicks_once(bench: Bench) -> None:
    """A refusal is the end of it."""
    echo = bench.echo(5, Outcome.REFUSED)
    one = crowd(bench, people([0]), [echo])
    bench.play()
    assert (len(echo.seen), one.clicks, left(one.books)) == (1, 1, {"refused": 1})


def test_a_click_is_a_request_of_its_user(bench: Bench) -> None:
    """Number, user, index 0 and attempt 0: draws that no poll and no other user has."""
    echo = bench.echo(0)
    crowd(bench, people([0, 0]), [echo])
    bench.play()
    asked = [(one.id, one.user, one.attempt, one.index, one.poll) for one in echo.requests]
    assert asked == [(0, 0, 0, 0, False), (1, 1, 0, 0, False)]


def test_the_log_has_the_click(bench: Bench) -> None:
    """A bot at node 1 clicks at 103, is told sold at 123 by the echo, after one attempt."""
    one = crowd(
        bench,
        people([0], edge=[1], bot=[1], reaction=[3]),
        [bench.echo(0), bench.echo(20, SOLD)],
    )
    bench.play()
    assert rows(one) == [[0, 0, 0, 1, 1, 103, 20, SOLD, 1, 1]]


def test_without_an_edge_there_is_no_node_in_the_log(bench: Bench) -> None:
    """Who clicks at the data centre itself has node -1."""
    one = crowd(bench, people([0], edge=[1]), [bench.echo(0), bench.echo(0)], via_edge=False)
    bench.play()
    assert rows(one)[0][4] == -1


def test_who_loses_patience_before_the_opening_leaves_without_a_click(bench: Bench) -> None:
    """Joined at 10 with a patience of 50: gone at 60, logged as abandoned by herself."""
    echo = bench.echo(0)
    one = crowd(bench, people([10]), [echo], patience=50)
    bench.play()
    # start is when she joined, and nothing was sent
    assert (rows(one), echo.seen) == ([[0, 0, 0, 0, 0, 10, 50, ABANDONED, 0, 0]], [])


def test_patience_until_the_opening_is_enough(bench: Bench) -> None:
    """Joined at 49 with a patience of 50 she leaves at 99; joined at 50 she clicks at 100."""
    echo = bench.echo(0)
    one = crowd(bench, people([49, 50]), [echo], patience=50)
    bench.play()
    assert (echo.seen, left(one.books)) == ([(100, 1)], {"served": 1, "abandoned": 1})


def test_the_books_count_who_clicked_and_who_left(bench: Bench) -> None:
    """Of three users one left, one was answered, one waits for the answer."""
    echo = bench.echo(None)
    one = crowd(bench, people([0, 60, 60], reaction=[0, 0, 5]), [echo], patience=50)
    bench.at(102, lambda: setattr(echo, "delay", 1))
    bench.play()
    booked = one.books.arrived, left(one.books), one.in_flight(), one.clicks
    assert booked == (3, {"served": 1, "abandoned": 1}, 1, 2)


def test_who_has_not_come_yet_is_not_there(bench: Bench) -> None:
    """At 120 the user who joins at 150 is in no book."""
    one = crowd(bench, people([0, 150]), [bench.echo(0)])
    bench.play(120)
    assert (one.books.arrived, one.in_flight()) == (1, 0)


def test_attempts_are_in_the_log(bench: Bench) -> None:
    """How often the click was sent in all."""
    echo = bench.echo(5)
    one = crowd(bench, people([0]), [echo])
    bench.at(102, lambda: setattr(echo.requests[0], "tries", 3))
    bench.play()
    assert rows(one)[0][-1] == 3


def test_a_crowd_says_what_it_is(bench: Bench) -> None:
    """The repr is one line."""
    assert repr(crowd(bench, people([0, 0]), [bench.echo(0)])) == "Crowd(users=2, clicks=0)"
