"""Quantities with units: reading, writing, and saying what is wrong."""

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.units import (
    DAY,
    HOUR,
    MICROSECOND,
    MILLISECOND,
    MINUTE,
    SECOND,
    Rate,
    format_bandwidth,
    format_count,
    format_duration,
    format_rate,
    format_share,
    format_size,
    parse_bandwidth,
    parse_count,
    parse_duration,
    parse_rate,
    parse_share,
    parse_size,
)

WHOLE = st.integers(0, 2**63 - 1)
ROUND = st.builds(
    lambda digits, zeros: digits * 10**zeros, st.integers(0, 9999), st.integers(0, 14)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 ns", 7),
        ("3 us", 3 * MICROSECOND),
        ("3 \N{MICRO SIGN}s", 3 * MICROSECOND),
        ("3 \N{GREEK SMALL LETTER MU}s", 3 * MICROSECOND),
        ("15 ms", 15 * MILLISECOND),
        ("1.5 s", 1_500_000_000),
        ("2 min", 2 * MINUTE),
        ("0.5 h", HOUR // 2),
        ("1 d", DAY),
        ("15ms", 15 * MILLISECOND),
        ("1_000 ms", SECOND),
        ("0.000000001 s", 1),
        ("0 s", 0),
        ("0", 0),
        (0, 0),
        ("106751 d", 106751 * DAY),  # the last whole day below 2**63 ns
    ],
)
def test_a_duration_is_whole_nanoseconds(text: object, expected: int) -> None:
    """Every unit of time reads to its exact number of nanoseconds."""
    assert parse_duration(text) == expected


def test_a_duration_is_read_as_a_decimal_number() -> None:
    """Text that binary floats would miss by one is read exactly: 4.35 * 100 is 434.99..."""
    assert parse_duration("4.35 us") == 4350
    assert parse_duration("0.123456789123456789 d") == 10_666_666_580_266  # ends in .6666496


def test_the_unit_decides_what_is_whole() -> None:
    """A fraction is fine where it comes out whole: 0.001 us is 1 ns."""
    assert parse_duration("0.001 us") == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (15, 'wanted a duration such as "15 ms", got 15'),
        (0.0, 'wanted a duration such as "15 ms", got 0.0'),
        ("15", 'wanted a duration such as "15 ms", got "15"'),
        ("", 'wanted a duration such as "15 ms", got ""'),
        ("ms", 'wanted a duration such as "15 ms", got "ms"'),
        ("-1 s", 'wanted a duration such as "15 ms", got "-1 s"'),
        ("+1 s", 'wanted a duration such as "15 ms", got "+1 s"'),
        ("nan s", 'wanted a duration such as "15 ms", got "nan s"'),
        ("inf s", 'wanted a duration such as "15 ms", got "inf s"'),
        ("1e3 s", 'wanted a duration in ns, us, ms, s, min, h or d, got "1e3 s"'),
        ("1 s 5 ms", 'wanted a duration such as "15 ms", got "1 s 5 ms"'),
        ("1\n s", 'wanted a duration such as "15 ms", got "1\n s"'),
        ("٣ s", 'wanted a duration such as "15 ms", got "٣ s"'),
        (None, 'wanted a duration such as "15 ms", got None'),
        (True, 'wanted a duration such as "15 ms", got True'),
        (False, 'wanted a duration such as "15 ms", got False'),
        ("5 sec", 'wanted a duration in ns, us, ms, s, min, h or d, got "5 sec"'),
        ("5 MS", 'wanted a duration in ns, us, ms, s, min, h or d, got "5 MS"'),
        ("0.5 ns", 'duration must be a whole number of ns, got "0.5 ns"'),
        ("106752 d", 'duration must be < 2**63, got "106752 d"'),
        ("9" * 401 + " s", f'wanted a duration such as "15 ms", got "{"9" * 57}..."'),
        ([1] * 90, f'wanted a duration such as "15 ms", got {"[" + "1, " * 18 + "1,"}...'),
    ],
)
def test_a_bad_duration_says_what_was_wanted(text: object, message: str) -> None:
    """The error names the quantity, an example or the units, and what came."""
    with pytest.raises(ValueError) as error:
        parse_duration(text)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (0, "0 s"),
        (1, "1 ns"),
        (999, "999 ns"),
        (1_500, "1.5 us"),
        (15 * MILLISECOND, "15 ms"),
        (500 * MILLISECOND, "500 ms"),
        (1_500 * MILLISECOND, "1.5 s"),
        (60 * SECOND, "1 min"),
        (90 * SECOND, "90 s"),
        (15 * MINUTE, "15 min"),
        (36 * HOUR, "36 h"),
        (48 * HOUR, "2 d"),
        (1_234_567_891, "1.234567891 s"),
    ],
)
def test_a_duration_is_written_as_people_write_it(duration: int, text: str) -> None:
    """The unit is the one that needs the fewest digits, without a leading zero."""
    assert format_duration(duration) == ("0 d" if duration == 0 else text)


@given(WHOLE | ROUND)
def test_a_duration_survives_writing_and_reading(duration: int) -> None:
    """What is written is read back exactly."""
    assert parse_duration(format_duration(duration)) == duration


def test_a_duration_to_write_has_to_be_one() -> None:
    """A negative duration, or one that does not fit 64 bits, cannot be written."""
    with pytest.raises(ValueError, match=r"^duration must be >= 0, got -1$"):
        format_duration(-1)
    with pytest.raises(ValueError, match=r"^duration must be < 2\*\*63, got 9223372036854775808$"):
        format_duration(2**63)


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1 B", 1), ("1 kB", 1000), ("1.5 MB", 1_500_000), ("1 GB", 10**9), ("1 TB", 10**12)]
    + [("1 KiB", 2**10), ("64 MiB", 2**26), ("1 GiB", 2**30), ("0.5 TiB", 2**39), ("0 B", 0)],
)
def test_a_size_is_whole_bytes(text: str, expected: int) -> None:
    """Decimal and binary units read to their exact number of bytes."""
    assert parse_size(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (0, 'wanted a size such as "64 MiB", got 0'),
        ("64", 'wanted a size such as "64 MiB", got "64"'),
        ("1 KB", 'wanted a size in B, kB, MB, GB, TB, KiB, MiB, GiB or TiB, got "1 KB"'),
        ("0.3 B", 'size must be a whole number of B, got "0.3 B"'),
        ("9000000000 TB", 'size must be < 2**63, got "9000000000 TB"'),
    ],
)
def test_a_bad_size_says_what_was_wanted(text: object, message: str) -> None:
    """The error names an example, the units or the bound, and what came."""
    with pytest.raises(ValueError) as error:
        parse_size(text)
    assert str(error.value) == message


@pytest.mark.parametrize("text", ["1 B", "1 kB", "64 MiB", "1.5 KiB", "1 GB", "1 TiB"])
def test_a_size_is_written_as_people_write_it(text: str) -> None:
    """Decimal and binary sizes both keep their short form."""
    assert format_size(parse_size(text)) == text


@given(WHOLE | ROUND)
def test_a_size_survives_writing_and_reading(size: int) -> None:
    """What is written is read back exactly."""
    assert parse_size(format_size(size)) == size


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 bit/s", 1),
        ("10 Gbit/s", 10**10),
        ("1.5 Mbit/s", 1_500_000),
        ("1 kbit/s", 1000),
        ("1 Tbit/s", 10**12),
        ("1 B/s", 8),
        ("1 MB/s", 8_000_000),
        ("1 MiB/s", 8 * 2**20),
    ],
)
def test_a_bandwidth_is_whole_bits_a_second(text: str, expected: int) -> None:
    """Bits read as they are and bytes as eight bits."""
    assert parse_bandwidth(text) == expected


_BANDS = "bit/s, kbit/s, Mbit/s, Gbit/s or Tbit/s"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (10, 'wanted a bandwidth such as "10 Gbit/s", got 10'),
        ("1 Gb/s", f'wanted a bandwidth in {_BANDS}, got "1 Gb/s"'),
        ("0.5 bit/s", 'bandwidth must be a whole number of bit/s, got "0.5 bit/s"'),
        ("0 bit/s", 'bandwidth must be > 0, got "0 bit/s"'),
    ],
)
def test_a_bad_bandwidth_says_what_was_wanted(text: object, message: str) -> None:
    """The error names an example, the units or the bound, and what came."""
    with pytest.raises(ValueError) as error:
        parse_bandwidth(text)
    assert str(error.value) == message


@given(st.integers(1, 2**63 - 1) | ROUND.filter(bool))
def test_a_bandwidth_survives_writing_and_reading(bandwidth: int) -> None:
    """What is written is read back exactly."""
    assert parse_bandwidth(format_bandwidth(bandwidth)) == bandwidth


@pytest.mark.parametrize(
    ("value", "expected"),
    [("3 %", 0.03), ("3%", 0.03), ("0 %", 0.0), ("100 %", 1.0), ("0.1 %", 0.001)]
    + [(0, 0.0), (1, 1.0), (0.25, 0.25)],
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


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, 0), (200, 200), ("200", 200), ("20k", 20_000), ("1M", 10**6), ("1.5 M", 1_500_000)]
    + [("2G", 2 * 10**9), ("1_000", 1000), (2**63 - 1, 2**63 - 1)],
)
def test_a_count_is_a_whole_number(value: object, expected: int) -> None:
    """A count reads from an int, from digits, or from digits with k, M or G."""
    assert parse_count(value) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (-1, "count must be >= 0, got -1"),
        (2**63, "count must be < 2**63, got 9223372036854775808"),
        (1.5, 'wanted a count such as "20k", got 1.5'),
        (1e6, 'wanted a count such as "20k", got 1000000.0'),
        (True, 'wanted a count such as "20k", got True'),
        ("-1", 'wanted a count such as "20k", got "-1"'),
        ("many", 'wanted a count such as "20k", got "many"'),
        ("5K", 'wanted a count in k, M or G, got "5K"'),
        ("1.0001k", 'count must be whole, got "1.0001k"'),
    ],
)
def test_a_bad_count_says_what_was_wanted(value: object, message: str) -> None:
    """The error names an example, the units or the bound, and what came."""
    with pytest.raises(ValueError) as error:
        parse_count(value)
    assert str(error.value) == message


@pytest.mark.parametrize("text", ["0", "7", "200", "20k", "1.5k", "1M", "1234567", "2G"])
def test_a_count_is_written_as_people_write_it(text: str) -> None:
    """A count takes k, M or G where that is shorter."""
    assert format_count(parse_count(text)) == ("0G" if text == "0" else text)


@given(WHOLE | ROUND)
def test_a_count_survives_writing_and_reading(count: int) -> None:
    """What is written is read back exactly."""
    assert parse_count(format_count(count)) == count


def test_units_load_nothing_heavy() -> None:
    """Importing the units loads neither numpy nor pydantic nor anything heavier."""
    heavy = "numpy scipy pydantic pydantic_core simpy numba pandas matplotlib"
    code = f"import sys, sim.units; print([m for m in '{heavy}'.split() if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (result.stdout, result.stderr) == ("[]\n", "")
