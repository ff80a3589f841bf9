"""Objectives: what text says, and when runs have shown it."""

import pytest

from sim.histogram import LatencyHistogram
from sim.results.figures import UnknownFigureError
from sim.results.objective import Objective
from sim.results.replication import Replication

KNOWN = ("sale.sold", "sale.oversold", "sale.sold_out_at_s", "answered", "data_centre.peak_rps")
KNOWN += ("latency_ms.buy.p99", "latency_ms.buy.mean", "stations.order.utilisation")
RISK = 0.05

GOOD = {
    "buy.p99 <= 250 ms": ("latency_ms.buy.p99", "<=", 250.0),
    "buy.mean<2s": ("latency_ms.buy.mean", "<", 2000.0),
    "oversold == 0": ("sale.oversold", "==", 0.0),
    "sold_out_at_s <= 1 min": ("sale.sold_out_at_s", "<=", 60.0),
    "answered >= 99 %": ("answered", ">=", 0.99),
    "answered > 0.5": ("answered", ">", 0.5),
    "peak_rps <= 2k/s": ("data_centre.peak_rps", "<=", 2000.0),
    "sold != 20k": ("sale.sold", "!=", 20_000.0),
    "order.utilisation <= 80 %": ("stations.order.utilisation", "<=", 0.8),
}

BAD = {
    "": 'wanted a figure and a limit such as "buy.p99 <= 250 ms", got ""',
    "buy.p99": 'wanted a figure and a limit such as "buy.p99 <= 250 ms", got "buy.p99"',
    "buy.p99 =< 1 s": "wanted a figure and a limit such as",
    "buy.p99 <= 250": 'wanted a duration such as "15 ms", got "250"',
    "oversold == none": 'wanted a number as the limit of oversold, got "none"',
}


@pytest.mark.parametrize("text", GOOD)
def test_text_says_an_objective(text):
    """A figure by its short name, a relation, and a limit in the figure's unit."""
    objective = Objective.parse(text, KNOWN)
    assert (objective.figure, objective.relation, objective.limit) == GOOD[text]


@pytest.mark.parametrize("text", BAD)
def test_text_that_says_none(text):
    """What is no objective is one line; a time without a unit is not guessed at."""
    with pytest.raises(ValueError) as caught:
        Objective.parse(text, KNOWN)
    assert str(caught.value).startswith(BAD[text])


def test_a_figure_that_there_is_not():
    """An objective on nothing is answered with the nearest figure."""
    with pytest.raises(UnknownFigureError, match=r'unknown figure "buy\.p98", did you mean'):
        Objective.parse("buy.p98 <= 1 s", KNOWN)


def runs(figure: str, *values: float | None) -> list[Replication]:
    """One run a value of a figure."""
    empty = {"buy": LatencyHistogram()}
    return [Replication(i, str(i), 0.0, {figure: one}, empty) for i, one in enumerate(values)]


def judged(text: str, *values: float | None):
    """What the runs of these values say about an objective."""
    objective = Objective.parse(text, KNOWN)
    return objective.judge(runs(objective.figure, *values), RISK)


@pytest.mark.parametrize(
    ("limit", "met"), [("8.9", False), ("9.0", None), ("10", None), ("11", None), ("11.2", True)]
)
def test_an_inequality_wants_a_whole_interval(limit, met):
    """The mean of 9, 10, 11 is 10; one-sided at 95 %: +- 2.920 / sqrt(3) = 1.686.

    So it is certainly not below 8.3, is below 11.7, and between nothing is decided.
    """
    shift = {"8.9": 8.2, "9.0": 8.4, "10": 10, "11": 11.6, "11.2": 11.8}[limit]
    assert judged(f"sold <= {shift}", 9, 10, 11).met is met


def test_the_margin_is_that_of_the_worse_bound():
    """10 + 1.686 of at most 20 leaves 41.6 % of the limit."""
    assert judged("sold <= 20", 9, 10, 11).margin == pytest.approx((20 - 11.686) / 20, abs=1e-4)


def test_at_least_is_the_other_side():
    """10 - 1.686 is at least 8, and that leaves 3.9 % of the limit."""
    one = judged("sold >= 8", 9, 10, 11)
    assert (one.met, one.margin) == (True, pytest.approx(0.3142 / 8, abs=1e-4))


@pytest.mark.parametrize(("values", "met"), [((0, 0, 0), True), ((0, 0, 1), False)])
def test_an_equality_holds_in_every_run(values, met):
    """One run with something oversold is one too many, whatever the mean."""
    assert judged("oversold == 0", *values).met is met


def test_a_figure_without_a_value_meets_nothing():
    """A sale that was never sold out was not sold out within a minute."""
    assert judged("sold_out_at_s <= 60 s", 5.0, None, 6.0).met is False


def test_too_few_requests_decide_nothing():
    """Where nobody can tell a percentile it is neither met nor missed."""
    one = judged("buy.p99 <= 1 s", 10.0, 11.0)
    assert one.met is None
    assert str(one) == "buy.p99 is not known from so few requests, wanted buy.p99 <= 1 s"


def test_a_judgement_says_what_was_wanted():
    """The figure with its unit, and the objective."""
    assert str(judged("sold <= 20", 9, 10, 11)) == "sold is 10.0 ± 1.7, wanted sold <= 20"
