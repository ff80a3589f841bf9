"""Quantities as text: whatever has a unit becomes a number, and the number the text again."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from sim.model.errors import show
from sim.units import (
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

MOST_VALUES = 100_000
"""A range of more values than this is a slip of the finger."""

_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?")


class Quantity(NamedTuple):
    """A kind of number with a unit: how its text becomes a number, and a number its value."""

    read: Callable[[Any], Fraction]
    write: Callable[[Fraction], Any]


def _number(value: Any) -> Fraction:
    if isinstance(value, bool) or not _DECIMAL.fullmatch(str(value)):
        raise ValueError(f"wanted a number, got {show(value)}")
    return Fraction(str(value))


def _bare(number: Fraction) -> int | float:
    return number.numerator if number.denominator == 1 else float(number)


def _whole(parse: Callable[[object], int], format: Callable[[int], str]) -> Quantity:
    """A quantity that is counted in whole base units; a value between two is the nearer one."""
    return Quantity(lambda value: Fraction(parse(value)), lambda number: format(round(number)))


def _rate(number: Fraction) -> str:
    return format_rate(Rate.of(number.numerator, number.denominator * SECOND))


QUANTITIES = (
    Quantity(_number, _bare),
    _whole(parse_count, format_count),
    _whole(parse_duration, format_duration),
    Quantity(lambda v: Fraction(parse_rate(v).count * SECOND, parse_rate(v).per), _rate),
    Quantity(lambda v: Fraction(str(parse_share(v))), lambda n: format_share(float(n))),
    _whole(parse_size, format_size),
    _whole(parse_bandwidth, format_bandwidth),
)
"""What the bounds of a range may be."""


def spread(low: str, high: str, count: str | None = None) -> tuple[Any, ...]:
    """``count`` values that lie evenly from ``low`` to ``high``, in their unit and exact.

    Without a count: every whole number from one to the other.  ValueError for bounds of two
    kinds, an empty range, or a count that is none.
    """
    quantity, first, last = _bounds(low, high)
    if not first < last:
        raise ValueError(f"wanted a range from low to high, got {low}..{high}")
    steps = _steps(first, last, count, f"{low}..{high}")
    step = (last - first) / steps
    return tuple(quantity.write(first + index * step) for index in range(steps + 1))


def _bounds(low: str, high: str) -> tuple[Quantity, Fraction, Fraction]:
    for quantity in QUANTITIES:
        try:
            return quantity, quantity.read(low), quantity.read(high)
        except ValueError:
            continue
    raise ValueError(f"wanted two numbers of one unit as bounds, got {low}..{high}")


def _steps(first: Fraction, last: Fraction, count: str | None, text: str) -> int:
    """One less than the number of values."""
    if count is None:
        if first.denominator != 1 or last.denominator != 1:
            raise ValueError(f"wanted low..high:count, got {text} without a count")
        steps = int(last - first)
    elif not count.isdecimal() or int(count) < 2:
        raise ValueError(f"wanted low..high:count with a count >= 2, got {text}:{count}")
    else:
        steps = int(count) - 1
    if steps >= MOST_VALUES:
        raise ValueError(f"wanted at most {MOST_VALUES:,} values, got {steps + 1:,}")
    return steps
