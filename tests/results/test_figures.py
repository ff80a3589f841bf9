"""Figures: every number of a summary by name, and names as short as tells them apart."""

from types import ModuleType

import pytest

from sim.outcomes import Outcome
from sim.results.figures import UnknownFigureError, full_name, is_headline, numbers, short_name

NAMES = (
    "sale.sold",
    "answered",
    "outcomes.served",
    "latency_ms.buy.p99",
    "latency_ms.poll.p99",
    "latency_ms.buy.mean",
    "stations.order.served",
    "stations.order.peak_queue",
)


def test_every_number_has_a_dotted_name(traces: ModuleType) -> None:
    """Sections follow one another by weight; what identifies the run is no figure."""
    found = numbers(traces.small_run().summary)
    assert list(found)[:2] == ["sale.stock", "sale.sold"]
    assert found["latency_ms.buy.p50"] == 20.0
    assert found["stations.stock.utilisation"] == 0.2
    assert found["stations.buy.utilisation"] is None
    assert not {"seed", "wall_s", "version", "engine"} & set(found)


def test_answered_is_a_share_of_what_ended(traces: ModuleType) -> None:
    """Two sold of three that ended; the one in flight has not ended."""
    assert numbers(traces.small_run().summary)["answered"] == 2 / 3


def test_a_section_that_does_not_apply_has_no_figures(traces: ModuleType) -> None:
    """A run without a sale has no figure of one, and one without requests still has its share."""
    summary = traces.small_run().summary | {"sale": None, "outcomes": dict.fromkeys(OUTCOMES, 0)}
    found = numbers(summary)
    assert not any(name.startswith("sale") for name in found)
    assert found["answered"] is None


OUTCOMES = [*(outcome.label for outcome in Outcome), "in_flight"]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("latency_ms.buy.p99", "latency_ms.buy.p99"),
        ("buy.p99", "latency_ms.buy.p99"),
        ("mean", "latency_ms.buy.mean"),
        ("sold", "sale.sold"),
        ("served", "outcomes.served"),
        ("order.served", "stations.order.served"),
        ("peak_queue", "stations.order.peak_queue"),
        ("answered", "answered"),
    ],
)
def test_a_short_name_means_the_one_figure_that_ends_so(word: str, name: str) -> None:
    """A headline goes before a station's figure of the same name."""
    assert full_name(word, NAMES) == name


def test_a_name_that_may_be_two_is_refused() -> None:
    """Both are named, as short as one may write them."""
    with pytest.raises(UnknownFigureError, match=r'^"p99" may be buy\.p99 or poll\.p99$'):
        full_name("p99", NAMES)


@pytest.mark.parametrize(("word", "near"), [("buy.p98", "buy.p99"), ("solt", "sold")])
def test_an_unknown_name_is_answered_with_the_nearest(word: str, near: str) -> None:
    """As a scenario's keys are."""
    with pytest.raises(UnknownFigureError, match=f'unknown figure "{word}", did you mean "{near}"'):
        full_name(word, NAMES)


def test_part_of_a_word_is_no_name() -> None:
    """ "old" is not "sold"."""
    with pytest.raises(UnknownFigureError):
        full_name("old", NAMES)


def test_short_names_are_understood() -> None:
    """What is shown can be typed."""
    assert [full_name(short_name(name), NAMES) for name in NAMES] == list(NAMES)


def test_headlines_are_of_the_whole_run() -> None:
    """A station's figures are not."""
    assert is_headline("answered")
    assert not is_headline("stations.order.served")
