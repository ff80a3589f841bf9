"""Short paths: the end of a path, wherever a path is taken, if it is the end of no other."""

import pytest

from sim.experiments.grid import Grid
from sim.model import Scenario, ScenarioError, dumps, load, loads


@pytest.fixture(scope="module")
def sale() -> Scenario:
    """The flash sale, with an admission by chance."""
    return load("flash_sale")


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("stock", "sale.stock"),
        ("sale.stock", "sale.stock"),
        ("order.instances", "services.order.instances"),
        ("gateway.calls.0.timeout", "services.gateway.calls.0.timeout"),
        ("seed", "seed"),
        ("nowhere", "nowhere"),
    ],
)
def test_a_short_path_means_the_one_that_ends_so(sale, short, whole):
    """The end of one path is that path; a whole path, and one that is unknown, are themselves."""
    assert sale.whole_path(short) == whole


def test_a_part_of_a_word_is_no_path(sale):
    """Only whole keys count: "tock" is not the end of sale.stock."""
    assert sale.whole_path("tock") == "tock"


def test_what_might_be_there_counts(sale):
    """No service has a limiter, and any of them may get one: the word alone means none of them."""
    expected = r'^"limiter" may be services\.gateway\.limiter or services\.order\.limiter$'
    with pytest.raises(ValueError, match=expected):
        sale.whole_path("limiter")


def test_set_takes_short_paths(sale):
    """A replacement at a short path is one at the whole path."""
    short = sale.resolve("waiting_room", set={"stock": 7, "outflow": "2/s"})
    whole = {"sale.stock": 7, "edge.admission.outflow": "2/s"}
    assert short == sale.resolve("waiting_room", set=whole)


def test_an_ambiguous_path_is_refused(sale):
    """Whoever may have meant several is told which."""
    expected = r'--set: "instances" may be services\.gateway\.instances or services\.order\.inst'
    with pytest.raises(ScenarioError, match=expected):
        sale.resolve(set={"instances": 5})


def test_one_path_in_two_spellings_is_refused(sale):
    """Two values for one place are no request."""
    with pytest.raises(ScenarioError, match=r"wanted each path once, got stock and sale\.stock"):
        sale.resolve(set={"stock": 5, "sale.stock": 6})


def test_an_axis_has_the_whole_path(sale):
    """A sweep over a short path is one over the whole path: its tables name that."""
    grid = Grid.of(sale, ["stock=5,6"])
    assert [axis.path for axis in grid.axes] == ["sale.stock"]
    assert [spot.settings for spot in grid.spots] == [{"sale.stock": 5}, {"sale.stock": 6}]


@pytest.mark.parametrize("over", [["stock=5", "sale.stock=6"], {"instances": [1, 2]}])
def test_an_axis_that_is_not_one_path_is_refused(sale, over):
    """One path twice, and one that may be two, are errors that name the option."""
    with pytest.raises(ScenarioError, match=r"^--over: "):
        Grid.of(sale, over)


def test_files_say_whole_paths(sale):
    """In a scenario file a variant's path is whole: nobody has to know all others to read it."""
    text = dumps(sale) + "\n[variants.few]\nstock = 5\n"
    with pytest.raises(ScenarioError, match=r"variants\.few: stock: unknown key"):
        loads(text)
