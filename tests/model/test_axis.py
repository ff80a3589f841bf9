"""Axes: what somebody types for --over, and the values that it says."""

import pytest

from sim.model.axis import Axis, axes_of, parse_axis, product
from sim.model.errors import ScenarioError

GOOD = {
    "1e-4..4e-4:7": (1e-4, 1.5e-4, 2e-4, 2.5e-4, 3e-4, 3.5e-4, 4e-4),
    "0..1:3": (0, 0.5, 1),
    "1..4": (1, 2, 3, 4),
    "-1..1:3": (-1, 0, 1),
    "10 ms..50 ms:5": ("10 ms", "20 ms", "30 ms", "40 ms", "50 ms"),
    "1s..2s:2": ("1 s", "2 s"),
    "100/s..200/s:3": ("100/s", "150/s", "200/s"),
    "20k..100k:5": ("20k", "40k", "60k", "80k", "100k"),
    "5 %..20 %:4": ("5 %", "10 %", "15 %", "20 %"),
    "1 MiB .. 3 MiB : 3": ("1 MiB", "2 MiB", "3 MiB"),
    "1 Mbit/s..3 Mbit/s:3": ("1 Mbit/s", "2 Mbit/s", "3 Mbit/s"),
    "5 ms, 10 ms": ("5 ms", "10 ms"),
    "open,census": ("open", "census"),
    "200": (200,),
    "true,false": (True, False),
    '{ kind = "quota", share = 1 }, "open"': ({"kind": "quota", "share": 1}, "open"),
}

BAD = {
    "5..1:3": "wanted a range from low to high, got 5..1",
    "5..5:3": "wanted a range from low to high, got 5..5",
    "1..2:1": "wanted low..high:count with a count >= 2, got 1..2:1",
    "1..2:0": "wanted low..high:count with a count >= 2, got 1..2:0",
    "1..2:many": "wanted low..high:count with a count >= 2, got 1..2:many",
    "1..2:": "wanted low..high:count with a count >= 2, got 1..2:",
    "a..b:3": "wanted two numbers of one unit as bounds, got a..b",
    "1 ms..2/s:3": "wanted two numbers of one unit as bounds, got 1 ms..2/s",
    "1.5..2.5": "wanted low..high:count, got 1.5..2.5 without a count",
    "1..9999999": "wanted at most 100,000 values, got 9,999,999",
    "1,,2": 'wanted values separated by commas, got "1,,2"',
    "": 'wanted values separated by commas, got ""',
}


@pytest.mark.parametrize("text", GOOD)
def test_text_says_values(text):
    """A range is spread evenly and exactly in its own unit; a list is taken as it stands."""
    assert parse_axis(f"some.path={text}") == Axis("some.path", GOOD[text])


@pytest.mark.parametrize("text", BAD)
def test_text_that_says_no_values(text):
    """What is no range and no list is one line with the path, what was wanted and what came."""
    with pytest.raises(ScenarioError) as caught:
        parse_axis(f"some.path={text}")
    assert caught.value.problems == (f"--over: some.path: {BAD[text]}",)


@pytest.mark.parametrize("text", ["", "path", "=1,2"])
def test_text_without_a_path(text):
    """An axis has a path and values."""
    with pytest.raises(ScenarioError, match="--over: wanted path=values, got "):
        parse_axis(text)


def test_values_are_text_again():
    """The labels of an axis are what --set reads: they make the same values."""
    axis = parse_axis("p=10 ms..50 ms:5")
    assert parse_axis(f"p={','.join(axis.labels)}") == axis


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1 ms,2 s", (1e6, 2e9)), ("1/s,90/min", (1.0, 1.5)), ("5 %,0.1", (0.05, 0.1)), ("a,1", None)],
)
def test_values_as_numbers(text, numbers):
    """Values of one kind are numbers in its base unit, whatever unit each was written in."""
    assert parse_axis(f"p={text}").numbers == numbers


def test_a_mapping_says_axes_too():
    """In Python the values are given as they are, or as the same text."""
    found = axes_of({"a": [1, 2], "b": "1..3:3"})
    assert found == (Axis("a", (1, 2)), Axis("b", (1, 2, 3)))


@pytest.mark.parametrize(
    ("over", "text"),
    [
        ([], "wanted 1 to 3 paths, got 0"),
        (["a=1", "b=1", "c=1", "d=1"], "wanted 1 to 3 paths, got 4"),
        (["a=1", "a=2"], 'wanted each path once, got "a" twice'),
        ({"a": []}, "a: wanted at least 1 value, got none"),
    ],
)
def test_axes_that_are_no_grid(over, text):
    """A sweep has one to three different paths, each with a value."""
    with pytest.raises(ScenarioError) as caught:
        axes_of(over)
    assert caught.value.problems == (f"--over: {text}",)


def test_the_last_axis_turns_fastest():
    """All combinations, in the order of nested loops."""
    points = product([Axis("a", (1, 2)), Axis("b", (3, 4))])
    assert points == [{"a": 1, "b": 3}, {"a": 1, "b": 4}, {"a": 2, "b": 3}, {"a": 2, "b": 4}]


def test_an_axis_reads_like_its_constructor():
    """The repr tells the path, and from where to where."""
    assert repr(Axis("a", (1, 2, 3))) == "Axis('a', 3 values from 1 to 3)"
