"""Rates: ratios of whole numbers, read and written as text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.units import MILLISECOND, MINUTE, SECOND, Rate, format_rate, parse_rate


@pytest.mark.parametrize(
    ("text", "count", "per"),
    [
        ("1/s", 1, SECOND),
        ("750/s", 3, 4_000_000),  # 750 in 10**9 ns, both divided by 250
        ("2k/s", 1, 500_000),
        ("2 k / s", 1, 500_000),
        ("1.5M/min", 1, 40_000),  # 1.5e6 in 6e10 ns
        ("3/h", 1, 20 * MINUTE),
        ("0.5/s", 1, 2 * SECOND),
        ("1/700 ms", 1, 700 * MILLISECOND),
        ("10G/s", 10, 1),
        ("5/\N{MICRO SIGN}s", 1, 200),
    ],
)
def test_a_rate_is_a_ratio_in_lowest_terms(text: str, count: int, per: int) -> None:
    """A rate reads to events per nanoseconds, both whole, with no common divisor."""
    assert parse_rate(text) == Rate(count, per)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (750, 'wanted a rate such as "2k/s", got 750'),
        ("750", 'wanted a rate such as "2k/s", got "750"'),
        ("k/s", 'wanted a rate such as "2k/s", got "k/s"'),
        ("2x/s", 'wanted a rate such as "2k/s", got "2x/s"'),
        ("2k/x", 'wanted a rate such as "2k/s", got "2k/x"'),
        ("2k/s/s", 'wanted a rate such as "2k/s", got "2k/s/s"'),
        ("2k/", 'wanted a rate such as "2k/s", got "2k/"'),
        ("-2/s", 'wanted a rate such as "2k/s", got "-2/s"'),
        ("nan/s", 'wanted a rate such as "2k/s", got "nan/s"'),
        ("0/s", 'rate must be > 0, got "0/s"'),
        ("1/0 s", 'rate must be > 0, got "1/0 s"'),
        (None, 'wanted a rate such as "2k/s", got None'),
        ((1, 2), 'wanted a rate such as "2k/s", got (1, 2)'),
        (Rate(0, 1), "rate must be > 0, got 0 in 1 ns"),
        (f"0.{'0' * 12}1/s", f'rate must be a ratio of 64-bit integers, got "0.{"0" * 12}1/s"'),
    ],
)
def test_a_bad_rate_says_what_was_wanted(text: object, message: str) -> None:
    """The error names an example or the bound, and what came."""
    with pytest.raises(ValueError) as error:
        parse_rate(text)
    assert str(error.value) == message


@pytest.mark.parametrize(
    "text", ["1/s", "750/s", "2k/s", "25k/s", "1.5M/s", "3/h", "30/min", "1/700 ms", "1/7 ns"]
)
def test_a_rate_is_written_as_people_write_it(text: str) -> None:
    """The longest-used unit, seconds, comes first; a rate with no whole number names its time."""
    assert format_rate(parse_rate(text)) == text
    assert str(parse_rate(text)) == text


@given(st.builds(Rate.of, st.integers(1, 2**63 - 1), st.integers(1, 2**63 - 1)))
@example(Rate(2**63 - 1, 1))
@example(Rate(1, 2**63 - 1))
def test_a_rate_survives_writing_and_reading(rate: Rate) -> None:
    """Any ratio of 64-bit integers is read back exactly from its text."""
    assert parse_rate(str(rate)) == rate


def test_a_rate_knows_its_events_per_second() -> None:
    """750 events a second are 750.0 a second, 3 an hour are 1/1200."""
    assert parse_rate("750/s").per_second == 750.0
    assert parse_rate("3/h").per_second == 1 / 1200


def test_a_rate_that_is_one_already_is_taken() -> None:
    """A rate from Python passes, brought to lowest terms."""
    assert parse_rate(Rate(1000, SECOND)) == Rate(1, 1_000_000)
