"""Tests of CSV files: measured curves and durations, and errors with their line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.model import Curve, Scenario, ScenarioError, estimate, load
from sim.model.csv_file import read_curve, read_durations
from sim.units import MICROSECOND, MILLISECOND

Problems = Callable[..., list[str]]


def curve(tmp_path: Path, content: str) -> tuple[int, ...]:
    (tmp_path / "curve.csv").write_text(content)
    return read_curve("curve.csv", tmp_path)


def durations(tmp_path: Path, content: str) -> tuple[int, ...]:
    (tmp_path / "times.csv").write_text(content)
    return read_durations("times.csv", tmp_path)


def test_a_curve_of_dates(tmp_path: Path) -> None:
    """Minutes may be dates, over midnight too."""
    rows = "minute,requests\n1998-06-30 23:59:00,17613\n1998-07-01 00:00:00,5\n"
    assert curve(tmp_path, rows) == (17613, 5)


def test_a_curve_of_numbers(tmp_path: Path) -> None:
    """Minutes may be plain numbers, from any on; line ends and a byte-order mark do not matter."""
    assert curve(tmp_path, "\ufeffminute,requests\r\n7,1\r\n8,0\r\n9,3") == (1, 0, 3)


CURVES = {
    "a word for a number": (
        "minute,requests\n0,5\n1,x\n",
        'curve.csv:3: wanted a number of requests, got "x"',
    ),
    "a negative number": (
        "minute,requests\n0,-5\n",
        'curve.csv:2: wanted a number of requests, got "-5"',
    ),
    "part of a request": (
        "minute,requests\n0,1.5\n",
        'curve.csv:2: wanted a number of requests, got "1.5"',
    ),
    "NaN": ("minute,requests\n0,nan\n", 'curve.csv:2: wanted a number of requests, got "nan"'),
    "too many requests": (
        "minute,requests\n0,1000000000001\n",
        "curve.csv:2: requests must be <= 1000000000000 a minute, got 1000000000001",
    ),
    "a gap": (
        "minute,requests\n0,5\n2,5\n",
        'curve.csv:3: wanted the minute after the last row\'s, got "2"',
    ),
    "a minute twice": (
        "minute,requests\n0,5\n0,5\n",
        'curve.csv:3: wanted the minute after the last row\'s, got "0"',
    ),
    "seconds": (
        "minute,requests\n1998-06-30 00:00:30,5\n",
        'curve.csv:2: wanted a minute such as "1998-06-30 00:00:00" or 0, '
        'got "1998-06-30 00:00:30"',
    ),
    "a time zone": (
        "minute,requests\n1998-06-30 00:00:00+02:00,5\n",
        'curve.csv:2: wanted a minute such as "1998-06-30 00:00:00" or 0, '
        'got "1998-06-30 00:00:00+02:00"',
    ),
    "another column": (
        "minute,requests\n0,5,6\n",
        "curve.csv:2: wanted a minute and a number of requests, got 3 columns",
    ),
    "an empty line": (
        "minute,requests\n0,5\n\n1,5\n",
        "curve.csv:3: wanted a minute and a number of requests, got 0 columns",
    ),
    "another header": (
        "time,hits\n0,5\n",
        'curve.csv:1: wanted the header minute,requests, got "time,hits"',
    ),
    "no header": ("", 'curve.csv:1: wanted the header minute,requests, got ""'),
    "no rows": (
        "minute,requests\n",
        "curve.csv: wanted at least one row below the header, got none",
    ),
    "no requests": (
        "minute,requests\n0,0\n",
        "curve.csv: wanted at least one request, got none",
    ),
    "an open quote": ('minute,requests\n0,"5\n', "curve.csv:2: unexpected end of data"),
}


@pytest.mark.parametrize(("content", "line"), CURVES.values(), ids=CURVES.keys())
def test_a_malformed_curve_has_a_line(tmp_path: Path, content: str, line: str) -> None:
    """What is wrong in a curve carries the file and the line."""
    with pytest.raises(ValueError) as caught:
        curve(tmp_path, content)
    assert str(caught.value) == line


def test_durations_are_exact(tmp_path: Path) -> None:
    """A file of durations is headed by its unit and read without rounding."""
    assert durations(tmp_path, "ms\n15\n0.25\n") == (15 * MILLISECOND, 250 * MICROSECOND)


DURATIONS = {
    "no unit": ("duration\n5\n", 'times.csv:1: wanted the header ns, us, ms or s, got "duration"'),
    "a word": ("ms\n5\nx\n", 'times.csv:3: wanted a duration such as "15 ms", got "x ms"'),
    "less than a nanosecond": (
        "ns\n0.5\n",
        'times.csv:2: duration must be a whole number of ns, got "0.5 ns"',
    ),
    "two columns": ("ms\n5,6\n", "times.csv:2: wanted one duration, got 2 columns"),
}


@pytest.mark.parametrize(("content", "line"), DURATIONS.values(), ids=DURATIONS.keys())
def test_malformed_durations_have_a_line(tmp_path: Path, content: str, line: str) -> None:
    """What is wrong in a file of durations carries the file and the line."""
    with pytest.raises(ValueError) as caught:
        durations(tmp_path, content)
    assert str(caught.value) == line


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    """A file that changed in the meantime is not remembered as it was."""
    assert curve(tmp_path, "minute,requests\n0,5\n") == (5,)
    assert curve(tmp_path, "minute,requests\n0,51\n") == (51,)


CURVE = 'kind = "curve"\npath = "curve.csv"'
POISSON = 'kind = "poisson"\nrate = "20/s"'


def test_a_missing_file_is_told_at_its_key(problems: Problems, tmp_path: Path) -> None:
    """A CSV file that is not there is one line with the key and the path."""
    assert problems(POISSON, CURVE) == [
        f"small.toml: workloads.browse.path: {tmp_path}/curve.csv: no such file"
    ]


def test_a_malformed_file_is_told_at_its_key(problems: Problems, tmp_path: Path) -> None:
    """A malformed CSV file is one line with the key, the file and its line."""
    (tmp_path / "curve.csv").write_text("minute,requests\n0,x\n")
    assert problems(POISSON, CURVE) == [
        'small.toml: workloads.browse.path: curve.csv:2: wanted a number of requests, got "x"'
    ]


@pytest.mark.parametrize("name", [r"\u0000", "a" * 5000, "/dev/zero", "."])
def test_a_path_to_no_file_is_one_line(problems: Problems, name: str) -> None:
    """A path that no system takes, a device and a folder are each one line."""
    assert len(problems(POISSON, CURVE.replace("curve.csv", name))) == 1


def test_measured_durations_are_a_distribution(tmp_path: Path, text: str) -> None:
    """An empirical distribution takes its values from a file, or in place, and not from both."""
    (tmp_path / "times.csv").write_text("ms\n1\n3\n")
    (tmp_path / "a.toml").write_text(
        text.replace('"2 ms"', '{ kind = "empirical", path = "times.csv" }')
    )
    sale = load(tmp_path / "a.toml").sale
    assert sale is not None
    assert sale.update_time.parameters == {"values": (MILLISECOND, 3 * MILLISECOND)}


@pytest.mark.parametrize("keys", ["", ', path = "a.csv", values = ["1 ms"]'])
def test_values_come_from_one_place(problems: Problems, keys: str) -> None:
    """An empirical distribution with both or neither of values and path is refused."""
    assert problems('"2 ms"', f'{{ kind = "empirical"{keys} }}') == [
        "small.toml: sale.update_time: wanted either values or path, got both or neither"
    ]


def test_requests_are_no_part_of_the_text(tmp_path: Path, text: str) -> None:
    """What was read from the file is on the spec, and only the path is written."""
    (tmp_path / "curve.csv").write_text("minute,requests\n0,5\n1,7\n")
    (tmp_path / "a.toml").write_text(text.replace(POISSON, CURVE))
    browse = load(tmp_path / "a.toml").workloads["browse"]
    assert isinstance(browse, Curve)
    assert browse.requests == (5, 7)
    assert "requests" not in browse.model_dump()


def test_a_curve_costs_what_it_measured(tmp_path: Path, text: str) -> None:
    """A curve at speed 2 and scale 10: in 30 s pass its first minute, 50 requests."""
    (tmp_path / "curve.csv").write_text("minute,requests\n0,5\n1,7\n")
    fast = CURVE + "\nspeed = 2.0\nscale = 10.0"
    (tmp_path / "a.toml").write_text(text.replace(POISSON, fast))
    scenario: Scenario = load(tmp_path / "a.toml").resolve(set={"crowd.poll": "none"})
    assert estimate(scenario).requests == 1000 + 50


def test_errors_are_scenario_errors(tmp_path: Path) -> None:
    """Building a curve in Python reads its file too, from the current folder."""
    with pytest.raises(ValueError, match="no such file"):
        Curve(path=str(tmp_path / "none.csv"), to="a")
    assert not issubclass(ScenarioError, ValueError)
