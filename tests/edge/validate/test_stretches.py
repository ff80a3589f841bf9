"""Stretches of a log in which a node was busy throughout, and what they say of its work."""

import pytest
from clicks import Click, clicks

from edge.validate.stretches import Stretches
from sim.outcomes import Outcome
from sim.units import MILLISECOND

REFUSED, SOLD = Outcome.REFUSED, Outcome.SOLD


def stretches(*rows: Click) -> list[tuple[float, int, int]]:
    """How long each is in ms, how many admitted clicks were begun in it, and how many answered."""
    found = Stretches.of(clicks(*rows))
    lengths = (found.lengths / MILLISECOND).tolist()
    return list(zip(lengths, found.begun.tolist(), found.answered.tolist(), strict=True))


def test_who_found_somebody_was_served_between_two_ends() -> None:
    """The second, sent while the first was there, is over 3 ms later; the third found nobody."""
    assert stretches((0, 5, REFUSED, 0), (1, 7, REFUSED, 0), (9, 5, REFUSED, 0)) == [(3, 0, 0)]


def test_whom_a_click_overtook_is_after_it() -> None:
    """The second to be sent is over at 4 ms, the first at 6: that one was served after it."""
    assert stretches((0, 6, REFUSED, 0), (1, 3, REFUSED, 0)) == [(2, 0, 0)]


def test_nobody_begins_between_two_that_changed_places() -> None:
    """An admitted click was sent between the two, but the later one is over first."""
    rows = [(0, 6, REFUSED, 0), (0.5, 20, SOLD, 0), (1, 3, REFUSED, 0)]
    assert stretches(*rows) == [(2, 0, 0)]


def test_who_was_there_at_another_node_was_in_nobodys_way() -> None:
    """The same clicks, but each at its own node: nobody is behind anybody."""
    assert stretches((0, 6, REFUSED, 0), (1, 3, REFUSED, 1)) == []


def test_an_admitted_click_is_begun_in_one_stretch_and_answered_in_another() -> None:
    """Sent one after the other while the first is there: the second, admitted, is begun before the
    third, and the answer to it comes between the third and the fourth."""
    rows = [(0, 5, REFUSED, 0), (1, 14, SOLD, 0), (2, 10, REFUSED, 0), (3, 16, REFUSED, 0)]
    assert stretches(*rows) == [(7, 1, 0), (7, 0, 1)]


def test_plain_ones_hold_one_refused_click() -> None:
    """Of a stretch without and one with an admitted click only the first counts."""
    rows = [(0, 5, REFUSED, 0), (1, 7, REFUSED, 0), (2, 11, SOLD, 0), (3, 13, REFUSED, 0)]
    found = Stretches.of(clicks(*rows))
    assert (found.plain / MILLISECOND).tolist() == [3]


def test_an_admission_costs_what_its_two_parts_do() -> None:
    """A refused click takes 3 ms.  One more and 0.4 ms to begin an admitted one makes 6.4; one and
    0.6 ms for an answer 3.6: an admission costs 1 ms."""
    plain = [(0, 5, REFUSED, 0), (1, 7, REFUSED, 0)]
    rows = [(100, 5, REFUSED, 0), (101, 12, SOLD, 0), (102, 9.4, REFUSED, 0), (103, 12, REFUSED, 0)]
    found = Stretches.of(clicks(*plain, *rows))
    assert found.extra() == pytest.approx(MILLISECOND)


def test_without_admitted_clicks_an_admission_costs_nothing() -> None:
    """Nothing is divided by none."""
    assert Stretches.of(clicks((0, 5, REFUSED, 0), (1, 7, REFUSED, 0))).extra() == 0


def test_those_of_two_runs_are_all_of_them() -> None:
    """3 ms in one, 2 in the other."""
    one = Stretches.of(clicks((0, 5, REFUSED, 0), (1, 7, REFUSED, 0)))
    other = Stretches.of(clicks((0, 6, REFUSED, 0), (1, 3, REFUSED, 0)))
    assert ((one + other).lengths / MILLISECOND).tolist() == [3, 2]
