"""Plots of replications show what their intervals say."""

from pathlib import Path

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from shops import DESKS

from sim import compare
from sim.model import loads
from sim.reports import differences, html, levels
from sim.reports.estimates import estimates, sentences
from sim.reports.style import OKABE_ITO
from sim.results import Comparison, Replications
from sim.results.differences import Difference
from sim.results.figures import UnknownFigureError
from sim.results.intervals import Interval

MEAN = "latency_ms.visits.mean"


@pytest.fixture(scope="module")
def compared() -> Comparison:
    """One desk, two, and one by another name, six times each."""
    return compare(loads(DESKS), replications=6, workers=1)


@pytest.fixture(scope="module")
def replicated(compared: Comparison) -> Replications:
    """One desk, six times."""
    return compared.replications["one"]


def bars(axes: Axes) -> list[tuple[float, float, str]]:
    """Ends and colours of the bars of intervals."""
    return [
        (float(line.get_xdata()[0]), float(line.get_xdata()[1]), str(line.get_color()))
        for line in axes.lines
        if len(line.get_xdata()) == 2 and line.get_linewidth() == 2.4
    ]


def test_levels_are_dots_and_a_bar(replicated: Replications) -> None:
    """A dot a replication, and a bar from bound to bound."""
    axes = levels(replicated, "mean")
    interval = replicated.interval("mean")
    assert axes.lines[0].get_xdata().tolist() == replicated.values("mean").tolist()
    assert [bar[:2] for bar in bars(axes)] == [(interval.low, interval.high)]
    assert axes.get_xlabel() == "visits.mean (ms)"


def test_levels_of_variants_have_a_row_each(compared: Comparison) -> None:
    """In their order, from above."""
    axes = levels(compared.replications, "mean")
    assert [text.get_text() for text in axes.get_yticklabels()] == ["one", "two", "same"]
    assert axes.yaxis_inverted()


def test_differences_have_the_colour_of_their_verdict(compared: Comparison) -> None:
    """Green where the variant is better, grey where nobody is."""
    axes = differences(compared, "mean")
    drawn = {one.variant: bar for one, bar in zip(_of(compared, MEAN), bars(axes), strict=True)}
    assert drawn["two"][2] == OKABE_ITO["green"]
    assert drawn["same"] == (0.0, 0.0, "#777777")
    assert [bar[0] for bar in bars(axes)] == [one.interval.low for one in _of(compared, MEAN)]


def _of(compared: Comparison, figure: str) -> list[Difference]:
    return [one for one in compared.differences if one.figure == figure]


def test_plots_take_axes(compared: Comparison, replicated: Replications) -> None:
    """And give them back."""
    for draw in (
        lambda ax: levels(replicated, "mean", ax=ax),
        lambda ax: differences(compared, "mean", ax=ax),
    ):
        ax = Figure().add_subplot()
        assert draw(ax) is ax


def test_unknown_figures_are_refused(compared: Comparison, replicated: Replications) -> None:
    """As everywhere."""
    with pytest.raises(UnknownFigureError):
        levels(replicated, "visits.p98")
    with pytest.raises(UnknownFigureError):
        differences(compared, "visits.p98")


def test_single_runs_have_no_differences() -> None:
    """One run tells no interval, and so the plot is refused, and the report has no section."""
    single = compare(loads(DESKS), workers=1)
    with pytest.raises(ValueError, match="wanted a comparison of at least 2 replicated variants"):
        differences(single, "mean")
    assert estimates(single) is None
    assert "How sure the numbers are" not in html(single)


def test_the_report_tells_differences_before_levels(compared: Comparison) -> None:
    """Sentences with verdicts come first, then intervals, then the first run as an illustration."""
    page = html(compared)
    order = [
        "two against one: better in",
        "In the first run: ",
        "How sure the numbers are",
        "two less one, run by run",
        "From here on: the first run",
    ]
    places = [page.index(text) for text in order]
    assert places == sorted(places)
    assert "an illustration, not an estimate" not in page


def test_the_report_of_replications_says_how_far_off_it_may_be(replicated: Replications) -> None:
    """The answer has the figures of all runs with their intervals, before the first run's."""
    page = html(replicated)
    sentence = f"In 6 runs: data_centre.peak_rps {replicated.interval('data_centre.peak_rps')}; "
    assert 0 < page.index(sentence) < page.index("In the first run: ")
    assert f"visits.mean (ms) {replicated.interval(MEAN)}." in page


def test_the_first_run_is_told_in_one_paragraph(compared: Comparison) -> None:
    """However many findings there are, the reader is told once what they are of."""
    assert html(compared).count("<p>In the first run: ") == 1


def test_a_verdict_has_a_marker_of_its_own(compared: Comparison) -> None:
    """Without colour, too, better is told from no difference seen; the caption says which is which.

    Two desks are better, and one by another name is the same.
    """
    axes = differences(compared, "visits.mean")
    markers = [line.get_marker() for line in axes.lines if len(line.get_xdata()) == 1]
    assert markers == ["o", "D"]
    assert "a green dot is better, an orange cross worse, a grey diamond no diff" in html(compared)


def test_the_report_of_replications_has_their_table(replicated: Replications) -> None:
    """Every headline with its bounds, and the command that makes them again."""
    page = html(replicated)
    assert "95 % intervals" in page
    assert "floodgate run shop --variant one --replications 6" in page


def test_the_same_report_every_time(compared: Comparison, tmp_path: Path) -> None:
    """Saved and loaded, it is the same text."""
    compared.save(tmp_path)
    assert html(Comparison.load(tmp_path)) == html(compared)


def difference(figure: str, low: float, high: float) -> Difference:
    return Difference(figure, "new", "old", Interval(low, (low + high) / 2, high), 0.5)


def test_a_sentence_has_a_part_for_each_verdict() -> None:
    """Better, worse, not seen, the same: in this order, each with its figures."""
    found = [
        difference("sale.oversold", 0, 0),
        difference("latency_ms.buy.p50", -1, 1),
        difference("sale.sold", -2, -1),
        difference("latency_ms.buy.p99", -2, -1),
        difference("latency_ms.buy.mean", -2, -1),
    ]
    assert sentences(found) == [
        "new against old: better in buy.p99, buy.mean; worse in sold; "
        "no difference seen in buy.p50; the same in oversold."
    ]
