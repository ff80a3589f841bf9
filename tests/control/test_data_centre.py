"""The data centre's control of the edge: the census that comes in, the push that goes out."""

from collections.abc import Callable
from typing import Any

import pytest
from bench import Bench, Fixed

from sim.control.data_centre import DataCentre
from sim.policies.admission.census import Census
from sim.stations.wire import Wire

Centres = Callable[..., DataCentre]


def wire(latency: int = 0, loss: float = 0.0, lottery: Any = None) -> Wire:
    """A wire with a fixed latency."""
    return Wire(Fixed(latency), None, loss, lottery or Fixed(0.5))  # type: ignore[arg-type]


def census() -> Census:
    """Admits 1.5 clicks a unit; nobody before the first push."""
    return Census(target=1.5)


def shares(centre: DataCentre) -> list[float]:
    """The probability at each node now."""
    return [node.admission.probability for node in centre.nodes]  # type: ignore[attr-defined]


def noted(centre: DataCentre, kind: str) -> list[tuple[int, float]]:
    """What the journal says happened of a kind: when, and how much."""
    return [(event.time, event.value) for event in centre.journal.events if event.kind == kind]


def test_the_census_counts_who_joined_and_has_not_clicked(bench: Bench, centre: Centres) -> None:
    """Node 0: joins at 0, 10 and 20, one click at 15. At 5, 12, 18 and 30: 1, 2, 1, 2 wait."""
    made = centre([[0, 10, 20]])
    bench.send(made.nodes[0], at=15)
    seen = []
    for time in (5, 12, 18, 30):
        bench.play(time)
        seen.append(made.waiting(0))
    assert seen == [1, 2, 1, 2]


def test_who_joins_now_is_counted(bench: Bench, centre: Centres) -> None:
    """A join at 10 is one who waits at 10, not at 9."""
    made = centre([[10]])
    seen = []
    for time in (9, 10):
        bench.play(time)
        seen.append(made.waiting(0))
    assert seen == [0, 1]


def test_a_second_attempt_is_the_same_person(bench: Bench, centre: Centres) -> None:
    """Two clicks of one person leave the other waiting."""
    made = centre([[0, 0]])
    bench.send(made.nodes[0], at=5)
    bench.send(made.nodes[0], at=6, attempt=1)
    bench.play(50)
    assert made.waiting(0) == 1


def test_reports_come_every_interval(bench: Bench, centre: Centres) -> None:
    """One user joins at 50, two more at 150: known after the reports of 100 and 200."""
    made = centre([[50, 150, 150]], census)
    seen = []
    for time in (99, 101, 199, 201):
        bench.play(time)
        seen.append(made.known)
        made.known = list(made.known)
    assert [counts[0] for counts in seen] == [0, 1, 1, 3]


def test_without_a_census_admission_nobody_is_counted(bench: Bench, centre: Centres) -> None:
    """An open edge sends no reports."""
    made = centre([[0, 0]])
    bench.play(500)
    assert (made.known, noted(made, "census")) == ([0], [])


def test_the_push_is_the_share_that_the_stock_allows(bench: Bench, centre: Centres) -> None:
    """20 wait at two nodes, 5 units at 1.5 clicks each: 7.5 / 20 = 0.375 at both.

    The census of 0 arrives after the push of 0 was computed: the push of 100 is the first with it.
    """
    made = centre([[0] * 12, [0] * 8], census)
    bench.play(150)
    assert shares(made) == [0.375, 0.375]


def test_nobody_known_to_wait_means_everyone_may_pass(bench: Bench, centre: Centres) -> None:
    """Before the first report has arrived the share is 1."""
    made = centre([[0] * 20], census)
    bench.play(50)
    assert shares(made) == [1.0]


def test_without_stock_nobody_may_pass(bench: Bench, centre: Centres) -> None:
    """Nothing left: a share of 0."""
    made = centre([[0] * 20], census, stock=0)
    bench.play(50)
    assert shares(made) == [0.0]


def test_before_the_first_push_the_initial_share_counts(bench: Bench, centre: Centres) -> None:
    """A push sent at 0 over a link of 30 arrives at 30."""
    made = centre([[0]], lambda: Census(initial=0.25), wires=(wire(), wire(30)))
    seen = []
    for time in (30, 31):
        bench.play(time)
        seen += shares(made)
    assert seen == [0.25, 1.0]


def test_a_report_is_as_old_as_the_link_is_long(bench: Bench, centre: Centres) -> None:
    """Reports take 40 ns: that of 100, with one user, is known at 140 and not before."""
    made = centre([[50]], census, wires=(wire(40), wire()))
    seen = []
    for time in (140, 141):
        bench.play(time)
        seen.append(made.known[0])
    assert seen == [0, 1]


def test_a_push_is_as_old_as_the_link_is_long(bench: Bench, centre: Centres) -> None:
    """The stock sells out at 150: said at 200, heard at 240."""
    made = centre(stock=1, wires=(wire(), wire(40)))
    bench.send(made.stock, at=150)
    seen = []
    for time in (240, 241):
        bench.play(time)
        seen.append(made.nodes[0].sold_out)
    assert seen == [False, True]


def test_the_last_report_to_arrive_is_what_is_known(bench: Bench, centre: Centres) -> None:
    """Late news overwrite newer news: the reports of 0, 100, 200 say 0, 1, 3 people.

    They take 250, 250 and 10: they arrive at 250, 350 and 210.
    """
    latency = Fixed(250)
    there = Wire(latency, None, 0.0, Fixed(0.5))  # type: ignore[arg-type]
    made = centre([[50, 150, 150]], census, wires=(there, wire()))
    bench.at(101, lambda: setattr(latency, "value", 10))
    bench.at(201, lambda: setattr(latency, "value", 900))
    seen = []
    for time in (210, 211, 251, 351):
        bench.play(time)
        seen.append(made.known[0])
    assert seen == [0, 3, 0, 1]


def test_a_lost_report_leaves_what_was_known(bench: Bench, centre: Centres) -> None:
    """The report of 100 arrives, those of 200 and later are lost in a cut."""
    there = wire()
    made = centre([[50, 150]], census, wires=(there, wire()))
    bench.at(150, lambda: setattr(there, "cut", 1))
    bench.play(1000)
    assert made.known == [1]


def test_a_lost_push_leaves_what_was_said(bench: Bench, centre: Centres) -> None:
    """The way to the edge is cut from 50 to 450, the stock sells out at 150: heard at 500."""
    back = wire()
    made = centre(stock=1, wires=(wire(), back))
    bench.send(made.stock, at=150)
    bench.at(50, lambda: setattr(back, "cut", 1))
    bench.at(450, lambda: setattr(back, "cut", 0))
    seen = []
    for time in (499, 501):
        bench.play(time)
        seen.append(made.nodes[0].sold_out)
    assert seen == [False, True]


def test_each_message_has_a_lottery_of_its_own(bench: Bench, centre: Centres) -> None:
    """Reports have even indices, pushes odd ones; the number says which node."""
    there, back = Fixed(0.9), Fixed(0.9)
    centre([[], []], census, wires=(wire(loss=0.5, lottery=there), wire(loss=0.5, lottery=back)))
    bench.play(101)
    base = 1 << 62
    asked = [[(number - base, index) for number, _, index in one.asked] for one in (there, back)]
    assert asked == [[(0, 0), (1, 0), (0, 2), (1, 2)], [(0, 1), (1, 1), (0, 3), (1, 3)]]


def test_messages_share_the_bandwidth_of_the_link(bench: Bench, centre: Centres) -> None:
    """200 bytes at a byte a nanosecond: the push to the second node arrives at 400."""
    back = Wire(Fixed(0), 8 * 10**9, 0.0, Fixed(0.5))  # type: ignore[arg-type]
    made = centre([[], []], stock=0, wires=(wire(), back), push_interval=10_000)
    seen = []
    for time in (201, 400, 401):
        bench.play(time)
        seen.append([node.sold_out for node in made.nodes])
    assert seen == [[True, False], [True, False], [True, True]]


def test_sold_out_is_told_at_the_next_push(bench: Bench, centre: Centres) -> None:
    """Sold out at 150: no node knows at 199, all know at 200."""
    made = centre([[], []], stock=1)
    bench.send(made.stock, at=150)
    seen = []
    for time in (200, 201):
        bench.play(time)
        seen.append([node.sold_out for node in made.nodes])
    assert seen == [[False, False], [True, True]]


def test_what_came_back_is_told_too(bench: Bench, centre: Centres) -> None:
    """A unit that is back at 250 is for sale at the edge from the push of 300 on."""
    made = centre(stock=0)
    bench.at(250, lambda: setattr(made.stock, "left", 1))
    seen = []
    for time in (299, 301):
        bench.play(time)
        seen.append(made.nodes[0].sold_out)
    assert seen == [True, False]


def test_without_the_shortcut_nobody_is_told(bench: Bench, centre: Centres) -> None:
    """Where nodes may not answer by themselves they are not told."""
    made = centre(stock=0, shortcut=False)
    bench.play(500)
    assert made.nodes[0].sold_out is False


def test_the_journal_has_each_change_of_sold_out(bench: Bench, centre: Centres) -> None:
    """Sold out at 150, back at 350: noted at the pushes of 200 and 400, and only there."""
    made = centre(stock=1)
    bench.send(made.stock, at=150)
    bench.at(350, lambda: setattr(made.stock, "left", 1))
    bench.play(900)
    assert noted(made, "sold_out") == [(200, 1.0), (400, 0.0)]


def test_the_journal_has_every_census_and_every_push(bench: Bench, centre: Centres) -> None:
    """What was known at each collection, and the share that was pushed.

    At 0 nothing is known; at 100 the report of 0 (10 users) is; 1.5 * 5 / 10 = 0.75.
    """
    made = centre([[0] * 10], census)
    bench.play(150)
    assert (noted(made, "census"), noted(made, "push")) == (
        [(0, 0.0), (100, 10.0)],
        [(0, 1.0), (100, 0.75)],
    )


@pytest.mark.parametrize(("census_interval", "push_interval"), [(30, 70), (70, 30)])
def test_both_loops_keep_their_own_time(
    bench: Bench, centre: Centres, census_interval: int, push_interval: int
) -> None:
    """Collections and pushes come at multiples of their own intervals."""
    intervals = {"census_interval": census_interval, "push_interval": push_interval}
    made = centre([[]], census, **intervals)
    bench.play(200)
    for kind, interval in (("census", census_interval), ("push", push_interval)):
        assert [time for time, _ in noted(made, kind)] == list(range(0, 200, interval))


def test_a_data_centre_says_what_it_is(centre: Centres) -> None:
    """The repr is one line."""
    assert repr(centre([[], []])) == "DataCentre(nodes=2, known=0)"
