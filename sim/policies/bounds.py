"""Bounds: the ranges of policy parameters, and the errors that name them."""

import math

from sim.units import Rate, format_duration

# Numbers up to here can be added, doubled and tripled in 64 bits: a compiled rule never wraps.
LARGEST = 2**60


def whole(name: str, value: int, least: int, most: int = LARGEST) -> int:
    """`value` if it is an int in [least, most]; ValueError otherwise."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{name} must be an int, got {value!r}")
    if value < least:
        raise ValueError(f"{name} must be >= {least}, got {value}")
    if value > most:
        raise ValueError(f"{name} must be <= {most}, got {value}")
    return value


def duration(name: str, value: int, least: int) -> int:
    """`value`, an int of nanoseconds, if it is in [least, LARGEST]; ValueError otherwise."""
    if whole(name, value, 0) < least:
        wanted, came = format_duration(least), format_duration(value)
        raise ValueError(f"{name} must be >= {wanted}, got {came}")
    return value


def share(name: str, value: float) -> float:
    """`value` as a float if it is in [0, 1]; ValueError otherwise, NaN included."""
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must be >= 0 and <= 1, got {value!r}")
    return float(value)


def positive(name: str, value: float) -> float:
    """`value` as a float if it is positive and finite; ValueError otherwise, NaN included."""
    if not 0 < value < math.inf:
        raise ValueError(f"{name} must be > 0 and finite, got {value!r}")
    return float(value)


def pace(name: str, rate: Rate) -> Rate:
    """`rate` in lowest terms if it is in (0, 1 per ns] and its `per` fits; ValueError otherwise."""
    if rate.count > rate.per:
        raise ValueError(f"{name} must be <= 1G/s, one a nanosecond, got {rate}")
    lowest = Rate.of(rate.count, rate.per)
    whole(f"per of {name}, in ns,", lowest.per, 1)
    return lowest


def tokens(name: str, value: int, rate: Rate) -> int:
    """`value` if it is >= 1 and that many tokens of `rate.per` units each fit 64 bits."""
    return whole(name, value, 1, LARGEST // rate.per)
