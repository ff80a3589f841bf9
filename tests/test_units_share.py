"""Shares: numbers from 0 to 1, read and written as percentages."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.units import format_share, parse_share


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("3 %", 0.03),
        ("3%", 0.03),
        ("0 %", 0.0),
        ("100 %", 1.0),
        ("0.1 %", 0.001),
        (0, 0.0),
        (1, 1.0),
        (0.25, 0.25),
    ],
)
def test_a_share_is_between_nothing_and_all(value: object, expected: float) -> None:
    """Percent and bare numbers read to the nearest float: "3 %" is the float 0.03."""
    share = parse_share(value)
    assert (share, type(share)) == (expected, float)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("3", 'wanted a share such as "3 %" or 0.03, got "3"'),
        ("0.03", 'wanted a share such as "3 %" or 0.03, got "0.03"'),
        ("0.2 ‰", 'wanted a share such as "3 %" or 0.03, got "0.2 ‰"'),
        ("-1 %", 'wanted a share such as "3 %" or 0.03, got "-1 %"'),
        ("101 %", 'share must be between 0 and 1, got "101 %"'),
        (1.5, "share must be between 0 and 1, got 1.5"),
        (-0.1, "share must be between 0 and 1, got -0.1"),
        (10**400, "share must be between 0 and 1, got 1" + "0" * 56 + "..."),
        (float("nan"), "share must be between 0 and 1, got nan"),
        (float("inf"), "share must be between 0 and 1, got inf"),
        (True, 'wanted a share such as "3 %" or 0.03, got True'),
        (None, 'wanted a share such as "3 %" or 0.03, got None'),
    ],
)
def test_a_bad_share_says_what_was_wanted(value: object, message: str) -> None:
    """The error names an example or the bounds, and what came."""
    with pytest.raises(ValueError) as error:
        parse_share(value)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0 %"), (-0.0, "0 %"), (0.03, "3 %"), (0.125, "12.5 %"), (1.0, "100 %"), (0.1, "10 %")],
)
def test_a_share_is_written_in_percent(share: float, text: str) -> None:
    """The shortest percentage that reads back to the same float is written."""
    assert format_share(share) == text


@given(st.floats(0, 1))
@example(5e-324)
@example(1 - 2**-53)
def test_a_share_survives_writing_and_reading(share: float) -> None:
    """What is written is read back to the same float, down to the smallest one."""
    assert parse_share(format_share(share)) == share
