"""A wanted precision: read, judged, and turned into a number of replications."""

import pytest

from sim.results.intervals import Interval
from sim.results.precision import Precision

WANTED = Precision("buy.p99", 0.02)


def around(relative: float) -> Interval:
    """100 ± so much."""
    return Interval(100 * (1 - relative), 100.0, 100 * (1 + relative))


@pytest.mark.parametrize(
    "text", ["buy.p99 +- 2 %", "buy.p99+-2%", " buy.p99 ± 2.0 % ", "buy.p99 +-  2 %"]
)
def test_a_precision_is_a_figure_and_a_share(text: str) -> None:
    """Spaces do not matter, and ± is +-."""
    assert Precision.parse(text) == WANTED


def test_it_is_written_as_it_is_read() -> None:
    """Text and back."""
    assert str(WANTED) == "buy.p99 +- 2 %"
    assert Precision.parse(str(WANTED)) == WANTED


@pytest.mark.parametrize(
    "text", ["", "p99", "p99 2 %", "p99 +- 2", "+- 2 %", "p99 +- 2 ms", "a b +- 2 %"]
)
def test_other_texts_are_refused(text: str) -> None:
    """The answer shows how to write it."""
    with pytest.raises(ValueError, match='such as "p99 \\+- 2 %", got'):
        Precision.parse(text)


@pytest.mark.parametrize("text", ["p99 +- 0 %", "p99 +- 100 %", "p99 +- x %", "p99 +- -2 %"])
def test_shares_that_make_no_sense_are_refused(text: str) -> None:
    """Nothing is known exactly, and ± 100 % is no knowledge."""
    with pytest.raises(ValueError, match=r"precision|share"):
        Precision.parse(text)


def test_it_allows_what_is_as_narrow() -> None:
    """2 % is allowed, 2.1 % is not."""
    assert WANTED.allows(around(0.02))
    assert not WANTED.allows(around(0.021))


@pytest.mark.parametrize(
    ("relative", "count", "most", "next_count"),
    [
        (0.02, 10, 200, 10),  # there
        (0.025, 100, 200, 157),  # 100 * (2.5 / 2)^2 = 156.25
        (0.0201, 10, 200, 11),  # 10.1: at least one more
        (0.2, 10, 200, 20),  # 1,000 wanted: at most twice as many
        (0.025, 100, 120, 120),  # at most so many
        (0.2, 200, 200, 200),  # no more
    ],
)
def test_it_aims_at_the_number_where_the_interval_will_be_narrow_enough(
    relative: float, count: int, most: int, next_count: int
) -> None:
    """Widths shrink with the root of the number."""
    assert WANTED.wanted(around(relative), count, most) == next_count


@pytest.mark.parametrize("interval", [None, Interval(-1.0, 0.0, 1.0)])
def test_where_nothing_is_known_it_doubles(interval: Interval | None) -> None:
    """Neither no interval nor one around 0 says how many it takes."""
    assert WANTED.wanted(interval, 10, 200) == 20
