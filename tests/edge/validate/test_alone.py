"""Which clicks of a log waited for nobody."""

from clicks import clicks

from edge.validate.alone import found_nobody, met_nobody
from sim.outcomes import Outcome

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
