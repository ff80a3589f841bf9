"""Quantities with units: reading, writing, and saying what is wrong."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.units import (
    DAY,
    HOUR,
    MICROSECOND,
    MILLISECOND,
    MINUTE,
    SECOND,
    format_bandwidth,
    format_count,
    format_duration,
    format_size,
    parse_bandwidth,
    parse_count,
    parse_duration,
    parse_size,
)

WHOLE = st.integers(0, 2**63 - 1)
ROUND = st.builds(lambda digits, zeros: digits * 10**zeros, st.integers(0, 999), st.integers(0, 14))


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
    """Text that a binary float would miss is read exactly: 2**53 + 1 ns has no float."""
    assert parse_duration("9007199.254740993 s") == 2**53 + 1


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
        ("1e3 s", 'wanted a duration such as "15 ms", got "1e3 s"'),
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
        (0, "0 ns"),
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
        (1_234_567_891, "1234567891 ns"),
    ],
)
def test_a_duration_is_written_as_people_write_it(duration: int, text: str) -> None:
    """The unit is the one with the shortest number of at least 1."""
    assert format_duration(duration) == text


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
    ("text", "expected"),
    [
        ("1 B", 1),
        ("1 kB", 1000),
        ("1.5 MB", 1_500_000),
        ("1 GB", 10**9),
        ("1 TB", 10**12),
        ("1 KiB", 2**10),
        ("64 MiB", 2**26),
        ("1 GiB", 2**30),
        ("0.5 TiB", 2**39),
        ("0 B", 0),
    ],
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


@pytest.mark.parametrize("text", ["1 B", "1 kB", "64 MiB", "1.5 KiB", "9.875 KiB", "1 GB", "1 TiB"])
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
    [
        (0, 0),
        (200, 200),
        ("200", 200),
        ("20k", 20_000),
        ("1M", 10**6),
        ("1.5 M", 1_500_000),
        ("2G", 2 * 10**9),
        ("1_000", 1000),
        (2**63 - 1, 2**63 - 1),
    ],
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
    assert format_count(parse_count(text)) == text


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
