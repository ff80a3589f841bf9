"""The flash crowd that polls: when it asks, when it hears, when it goes."""

from bench import Bench, Fixed, left
from crowds import crowd, door, people, rows

from sim.outcomes import Outcome

ABANDONED, SHED, SOLD_OUT = Outcome.ABANDONED, Outcome.SHED, Outcome.SOLD_OUT


def test_a_user_asks_on_joining_and_then_every_period(bench: Bench) -> None:
    """Joined at 20, a period of 30, open from 100: asked at 20, 50, 80, 110."""
    polls = door(bench, 100)
    crowd(bench, people([20]), [bench.echo(0)], [polls])
    bench.play()
    assert [time for time, _ in polls.seen] == [20, 50, 80, 110]


def test_the_period_is_from_the_answer(bench: Bench) -> None:
    """With answers after 5 she asks at 20, 55, 90, 125, and clicks at 130."""
    polls, clicks = door(bench, 100, 5), bench.echo(0)
    crowd(bench, people([20]), [clicks], [polls])
    bench.play()
    assert ([time for time, _ in polls.seen], clicks.seen) == ([20, 55, 90, 125], [(130, 0)])


def test_who_hears_that_it_is_open_reacts_and_clicks(bench: Bench) -> None:
    """Told at 110, a reaction of 7: a click at 117."""
    clicks = bench.echo(0)
    crowd(bench, people([20], reaction=[7]), [clicks], [door(bench, 100)])
    bench.play()
    assert clicks.seen == [(117, 0)]


def test_who_joins_after_the_opening_asks_once(bench: Bench) -> None:
    """Joined at 150: asked at 150, clicked at 150."""
    polls, clicks = door(bench, 100), bench.echo(0)
    crowd(bench, people([150]), [clicks], [polls])
    bench.play()
    assert (polls.seen, clicks.seen) == ([(150, 0)], [(150, 0)])


def test_jitter_stretches_and_shrinks_the_period(bench: Bench) -> None:
    """30 ns by up to a tenth: a draw of 0 gives 27, of 1 gives 33, of 0.5 gives 30."""
    times = []
    for draw in (0.0, 0.5, 1.0):
        other = Bench()
        polls = door(other, 100)
        crowd(other, people([0]), [other.echo(0)], [polls], jitter=0.1, jitter_draw=Fixed(draw))
        other.play(50)
        times.append([time for time, _ in polls.seen])
    assert times == [[0, 27], [0, 30], [0, 33]]


def test_each_pause_has_a_draw_of_its_own(bench: Bench) -> None:
    """The n-th pause of a user is drawn under her number and n."""
    draw = Fixed(0.5)
    one = [door(bench, 100)]
    crowd(bench, people([0, 0]), [bench.echo(0)], one, jitter=0.1, jitter_draw=draw)
    bench.play(50)
    assert draw.asked == [(0, 0, 1), (1, 0, 1), (0, 0, 2), (1, 0, 2)]


def test_each_poll_has_draws_of_its_own(bench: Bench) -> None:
    """Polls are keyed by even indices from 2 on: 0 is the click, odd ones are the ways back."""
    polls = door(bench, 70)
    crowd(bench, people([0]), [bench.echo(0)], [polls])
    bench.play()
    asked = [(one.id, one.user, one.attempt, one.index, one.poll) for one in polls.requests]
    assert asked == [(0, 0, 0, index, True) for index in (2, 4, 6, 8)]


def test_polls_go_to_the_users_node(bench: Bench) -> None:
    """Each asks the node that she clicks at."""
    polls = [door(bench, 0), door(bench, 0)]
    crowd(bench, people([0, 0], edge=[1, 0]), [bench.echo(0)] * 2, polls)
    bench.play()
    assert [[id for _, id in one.seen] for one in polls] == [[1], [0]]


def test_what_is_no_answer_is_asked_again(bench: Bench) -> None:
    """A shed poll is like one that said "not yet", even after the opening: 0, 30, 60, 90, 120."""
    polls = door(bench, 0, 0, SHED, SHED, SHED, SHED, Outcome.SERVED)
    crowd(bench, people([0]), [bench.echo(0)], [polls])
    bench.play()
    assert [time for time, _ in polls.seen] == [0, 30, 60, 90, 120]


def test_who_hears_sold_out_goes(bench: Bench) -> None:
    """Joined at 20, told sold out at 50: no click, in the log as sold out by who said so."""
    clicks = bench.echo(0)
    polls = door(bench, 100, 0, Outcome.SERVED, SOLD_OUT)
    one = crowd(bench, people([20]), [clicks], [polls])
    bench.play()
    assert (rows(one), clicks.seen) == ([[0, 0, 0, 0, 0, 20, 30, SOLD_OUT, 1, 0]], [])


def test_who_loses_patience_between_two_polls_goes(bench: Bench) -> None:
    """Joined at 20 with a patience of 45: asked at 20 and 50, gone at 65."""
    polls = door(bench, 100)
    one = crowd(bench, people([20]), [bench.echo(0)], [polls], patience=45)
    bench.play()
    assert (rows(one), len(polls.seen)) == ([[0, 0, 0, 0, 0, 20, 45, ABANDONED, 0, 0]], 2)


def test_a_poll_in_the_instant_of_leaving_is_not_made(bench: Bench) -> None:
    """A patience of 60 ends when the third poll would begin: two polls."""
    polls = door(bench, 100)
    crowd(bench, people([20]), [bench.echo(0)], [polls], patience=60)
    bench.play()
    assert [time for time, _ in polls.seen] == [20, 50]


def test_an_answer_that_comes_after_her_patience_finds_her_gone_at_once(bench: Bench) -> None:
    """A poll that is answered "not yet" at 70, patience over at 65: she leaves at 70."""
    one = crowd(bench, people([20]), [bench.echo(0)], [door(bench, 100, 50)], patience=45)
    bench.play()
    assert [(row[5], row[6]) for row in rows(one)] == [(20, 50)]


def test_every_poll_is_counted_with_its_latency(bench: Bench) -> None:
    """Four polls of 5 ns: the histogram has four, all of them 5."""
    one = crowd(bench, people([20]), [bench.echo(0)], [door(bench, 100, 5)])
    bench.play()
    one.recorder.flush()
    polls = one.recorder.polls
    assert (polls.count, polls.min, polls.max) == (4, 5, 5)


def test_every_poll_has_a_row_where_they_are_kept(bench: Bench) -> None:
    """Asked at 20, 55 and 90, answered 5 later, the last time that it is open."""
    one = crowd(bench, people([20]), [bench.echo(0)], [door(bench, 95, 5)], keeps_polls=True)
    bench.play()
    served = Outcome.SERVED
    rows = [[0, 0, 20, 5, served], [0, 1, 55, 5, served], [0, 2, 90, 5, served]]
    assert one.recorder.take_polls().tolist() == rows


def test_a_poll_without_an_answer_has_no_row(bench: Bench) -> None:
    """The second, asked at 55, is still under way at 58."""
    one = crowd(bench, people([20]), [bench.echo(0)], [door(bench, 100, 5)], keeps_polls=True)
    bench.play(58)
    assert [row[1] for row in one.recorder.take_polls().tolist()] == [0]


def test_the_outcomes_of_polls_are_counted(bench: Bench) -> None:
    """Two shed, one served."""
    polls = door(bench, 0, 0, SHED, SHED, Outcome.SERVED)
    one = crowd(bench, people([0]), [bench.echo(0)], [polls])
    bench.play()
    counts = one.recorder.poll_outcomes
    assert (counts[SHED], counts[Outcome.SERVED], sum(counts)) == (2, 1, 3)


def test_polls_are_in_no_book_of_the_crowd(bench: Bench) -> None:
    """The books count users, and a user who still polls has neither clicked nor left."""
    one = crowd(bench, people([0]), [bench.echo(0)], [door(bench, 100)])
    bench.play(70)
    assert (one.books.arrived, left(one.books), one.in_flight()) == (0, {}, 0)
