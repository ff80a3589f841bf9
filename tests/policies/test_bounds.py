"""Tests of the parameter ranges that all policies share."""

import pytest

from sim.policies import bounds
from sim.units import SECOND, Rate


@pytest.mark.parametrize("value", [1.5, "3", True, None])
def test_whole_wants_an_int(value: object) -> None:
    """What is not an int is refused, a bool and a float included."""
    with pytest.raises(ValueError, match=r"^burst must be an int, got "):
        bounds.whole("burst", value, 1)  # type: ignore[arg-type]


def test_whole_names_both_bounds() -> None:
    """An int outside its range is refused with the bound that it breaks."""
    assert bounds.whole("burst", 1, 1, 3) == 1
    assert bounds.whole("burst", 3, 1, 3) == 3
    with pytest.raises(ValueError, match=r"^burst must be >= 1, got 0$"):
        bounds.whole("burst", 0, 1, 3)
    with pytest.raises(ValueError, match=r"^burst must be <= 3, got 4$"):
        bounds.whole("burst", 4, 1, 3)


def test_duration_speaks_in_units() -> None:
    """A duration that is too short is refused in text with units."""
    assert bounds.duration("cap", SECOND, SECOND) == SECOND
    with pytest.raises(ValueError, match=r"^cap must be >= 1 s, got 999999999 ns$"):
        bounds.duration("cap", SECOND - 1, SECOND)


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), float("inf")])
def test_share_is_between_nought_and_one(value: float) -> None:
    """A share below 0, above 1 or not a number is refused."""
    with pytest.raises(ValueError, match=rf"^ratio must be >= 0 and <= 1, got {value}$"):
        bounds.share("ratio", value)


@pytest.mark.parametrize("value", [0, -1.0, float("nan"), float("inf")])
def test_positive_is_finite(value: float) -> None:
    """Zero, a negative number, NaN and infinity are not positive and finite."""
    with pytest.raises(ValueError, match=rf"^target must be > 0 and finite, got {value}$"):
        bounds.positive("target", value)


def test_pace_is_in_lowest_terms() -> None:
    """Two spellings of one rate are one pace: 2000 in a second is 1 in 500000 ns."""
    assert bounds.pace("rate", Rate(2000, SECOND)) == Rate(1, 500_000)


def test_pace_is_at_most_one_a_nanosecond() -> None:
    """A rate that the clock cannot resolve, above one a nanosecond, is refused."""
    assert bounds.pace("rate", Rate(5, 5)) == Rate(1, 1)
    with pytest.raises(ValueError, match=r"^outflow must be <= 1G/s, one a nanosecond, got 2G/s$"):
        bounds.pace("outflow", Rate(2, 1))


def test_pace_is_positive() -> None:
    """A rate of nothing is refused."""
    with pytest.raises(ValueError, match=r"^rate must be > 0, got 0 in 1 ns$"):
        bounds.pace("rate", Rate(0, 1))


def test_pace_fits_64_bits() -> None:
    """A rate so slow, or so fine, that its period leaves no room in 64 bits is refused."""
    assert bounds.pace("rate", Rate(1, 2**60)) == Rate(1, 2**60)
    with pytest.raises(ValueError, match=r"^per of rate, in ns, must be <= 1152921504606846976, "):
        bounds.pace("rate", Rate(1, 2**60 + 1))


def test_tokens_fit_64_bits() -> None:
    """As many tokens as overflow 64 bits at their rate are refused."""
    # 2**60 units / 10**9 units a token = 1152921504.6 tokens
    assert bounds.tokens("burst", 1_152_921_504, Rate(1, SECOND)) == 1_152_921_504
    with pytest.raises(ValueError, match=r"^burst must be <= 1152921504, got 1152921505$"):
        bounds.tokens("burst", 1_152_921_505, Rate(1, SECOND))
