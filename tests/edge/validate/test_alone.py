"""What a log says of clicks that met nobody, and of those that came behind others."""

import pytest
from clicks import clicks

from edge.validate.alone import LEAST, Alone, behind_somebody, found_nobody, met_nobody
from sim.outcomes import Outcome
from sim.units import MILLISECOND

REFUSED = Outcome.REFUSED


def test_only_clicks_that_met_nobody_count() -> None:
    """The second was sent before the first was over: neither was alone; the third was."""
    log = clicks((0, 5, REFUSED, 0), (4, 5, REFUSED, 0), (20, 5, REFUSED, 0))
    assert met_nobody(log).tolist() == [False, False, True]


def test_one_that_outlasts_several_spoils_them_all() -> None:
    """A click of 30 ms overlaps the two within it, and they do not overlap one another."""
    log = clicks((0, 30, REFUSED, 0), (5, 5, REFUSED, 0), (15, 5, REFUSED, 0), (40, 5, REFUSED, 0))
    assert met_nobody(log).tolist() == [False, False, False, True]


def test_who_comes_later_holds_nobody_up() -> None:
    """The first found nobody, though the second came while it was there."""
    log = clicks((0, 5, REFUSED, 0), (4, 5, REFUSED, 0), (20, 5, REFUSED, 0))
    assert found_nobody(log).tolist() == [True, False, True]


def test_the_order_of_the_log_is_nothing_to_it() -> None:
    """A log is in order of completion; what counts is who was sent before whom."""
    log = clicks((20, 5, REFUSED, 0), (4, 5, REFUSED, 0), (0, 5, REFUSED, 0))
    assert met_nobody(log).tolist() == [True, False, False]


def test_too_few_are_refused() -> None:
    """A distribution of fewer clicks says too little about its tail."""
    log = clicks(*((1_000 * i, 5, REFUSED, 0) for i in range(3)))
    with pytest.raises(ValueError, match=f"wanted >= {LEAST} clicks that met nobody, got 3"):
        Alone.of(log, 4 * MILLISECOND, found_nobody(log))
    with pytest.raises(ValueError, match=f"wanted >= {LEAST} clicks that found somebody, got 0"):
        behind_somebody(log)


def test_a_node_is_idle_when_it_does_not_compute() -> None:
    """Fifty clicks of 200 ms, one a second: it computes for 24.6 of 49.2 s, for each half a second;
    of two nodes that share them each does so for a quarter of the time."""
    for nodes, idle in ((1, 0.5), (2, 0.75)):
        log = clicks(*((1_000 * i, 200, REFUSED, i % nodes) for i in range(LEAST)))
        found = Alone.of(log, 24_600 * MILLISECOND, found_nobody(log))
        assert (found.mean, found.cpu) == (200 * MILLISECOND, 492 * MILLISECOND)
        assert found.idle == pytest.approx(idle)


def test_the_service_of_who_found_somebody_lies_between_two_ends() -> None:
    """Pairs each second: the first is over after 5 ms, the second, sent after 1, 3 ms later."""
    rows = [((1_000 * i, 5, REFUSED, 0), (1_000 * i + 1, 7, REFUSED, 0)) for i in range(LEAST)]
    assert set(behind_somebody(clicks(*sum(rows, ())))) == {3 * MILLISECOND}


def test_whom_a_click_overtook_is_before_it() -> None:
    """The second to be sent is over at 4 ms, the first at 6: that one was served after it."""
    rows = [((1_000 * i, 6, REFUSED, 0), (1_000 * i + 1, 3, REFUSED, 0)) for i in range(LEAST)]
    assert set(behind_somebody(clicks(*sum(rows, ())))) == {2 * MILLISECOND}


def test_who_was_there_at_another_node_was_in_nobodys_way() -> None:
    """The same pairs, but each at its own node: nobody is behind anybody."""
    rows = [((1_000 * i, 5, REFUSED, 0), (1_000 * i + 1, 7, REFUSED, 1)) for i in range(LEAST)]
    with pytest.raises(ValueError, match="clicks that found somebody, got 0"):
        behind_somebody(clicks(*sum(rows, ())))
