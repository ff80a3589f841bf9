"""The plot of a plan: a point a trial, and the limit."""

import pytest
from matplotlib.figure import Figure
from shops import shop

from sim.experiments.plan import plan
from sim.reports.plan import trials
from sim.results.plan import Plan

WORKERS = "services.desk.workers"


@pytest.fixture(scope="module")
def found() -> Plan:
    """A plan for a mean below what one worker can do."""
    return plan(shop(), {WORKERS: range(1, 9)}, ["visits.mean <= 11 ms"], warm_up=0, workers=1)


def test_every_trial_has_its_point(found):
    """The points stand at the values that were tried, at the centres of their intervals."""
    ax = trials(found)
    drawn = {
        (float(one.lines[0].get_xdata()[0]), float(one.lines[0].get_ydata()[0]))
        for one in ax.containers
    }
    assert drawn == {(t.settings[WORKERS], t.judged[0].found.centre) for t in found.trials}


def test_the_limit_is_a_line(found):
    """What was wanted is drawn at 11 ms, and named in the legend."""
    ax = trials(found)
    assert [11.0, 11.0] in [list(line.get_ydata()) for line in ax.lines]
    assert "visits.mean <= 11 ms" in [text.get_text() for text in ax.get_legend().get_texts()]


def test_a_given_ax_is_drawn_on(found):
    """Every plot takes an ax."""
    ax = Figure().add_subplot()
    assert trials(found, ax=ax) is ax


def test_two_resources_have_no_line(found):
    """A plan of a pair is refused in one line."""
    pair = Plan("p", found.axes * 2, found.objectives, 0.95, found.trials, found.chosen)
    with pytest.raises(ValueError, match="wanted a plan of one resource"):
        trials(pair)
