"""Tests of the retry budget."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.retry_budget import RETRY, RetryBudget

HUNDREDTHS = st.integers(0, 100).map(lambda n: n / 100)
CALLS = st.lists(st.booleans(), max_size=300)  # True: a first attempt, False: a wish to retry


def play(budget: RetryBudget, calls: list[bool]) -> tuple[int, int]:
    """(first attempts, retries granted)."""
    first = retries = 0
    for is_first in calls:
        if is_first:
            budget.deposit()
            first += 1
        else:
            retries += budget.withdraw()
    return first, retries


@given(ratio=HUNDREDTHS, reserve=st.integers(0, 20), calls=CALLS)
def test_retries_are_bounded_by_first_attempts(
    ratio: float, reserve: int, calls: list[bool]
) -> None:
    """After every call of every interleaving retries <= reserve + ratio * first attempts."""
    budget = RetryBudget(ratio=ratio, reserve=reserve, capacity=20)
    first = retries = 0
    for call in calls:
        more_first, more_retries = play(budget, [call])
        first, retries = first + more_first, retries + more_retries
        assert retries <= reserve + Fraction(str(ratio)) * first


@given(ratio=HUNDREDTHS, reserve=st.integers(0, 3), calls=CALLS)
def test_decides_as_exact_fractions_do(ratio: float, reserve: int, calls: list[bool]) -> None:
    """Each retry is granted exactly if a budget kept in fractions grants it."""
    budget = RetryBudget(ratio=ratio, reserve=reserve, capacity=3)
    credit = Fraction(reserve)
    for is_first in calls:
        if is_first:
            budget.deposit()
            credit = min(Fraction(3), credit + Fraction(str(ratio)))
            continue
        assert budget.withdraw() is (credit >= 1)
        credit -= credit >= 1


def test_ten_tenths_are_one_retry() -> None:
    """A ratio of 0.1 pays for a retry at the tenth first attempt, not before and not after."""
    # in floats ten times 0.1 is 0.9999999999999999, and the eleventh would be needed
    budget = RetryBudget(ratio=0.1, reserve=0)
    assert play(budget, [True] * 9 + [False]) == (9, 0)
    assert play(budget, [True, False, False]) == (1, 1)


def test_the_reserve_is_there_at_once() -> None:
    """Without any first attempt exactly `reserve` retries are granted."""
    assert play(RetryBudget(), [False] * 50) == (0, 10)


def test_the_capacity_bounds_what_is_saved() -> None:
    """After any number of first attempts at most `capacity` retries follow in a row."""
    budget = RetryBudget(ratio=1.0, reserve=0, capacity=5)
    assert play(budget, [True] * 1000 + [False] * 1000) == (1000, 5)


@given(billionths=st.integers(0, RETRY))
def test_nine_decimals_are_kept_exactly(billionths: int) -> None:
    """A first attempt earns exactly what a ratio of nine decimals says."""
    assert RetryBudget(ratio=billionths / RETRY).deposit_units == billionths


def test_further_decimals_are_dropped() -> None:
    """Of two thirds nine decimals are kept, rounded down, so that the bound holds."""
    assert RetryBudget(ratio=2 / 3).deposit_units == 666_666_666


@given(calls=CALLS)
def test_a_ratio_of_nought_earns_nothing(calls: list[bool]) -> None:
    """With ratio 0 and reserve 0 no retry is ever granted."""
    assert play(RetryBudget(ratio=0.0, reserve=0), calls)[1] == 0


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"ratio": 1.5}, r"ratio must be >= 0 and <= 1, got 1.5"),
        ({"ratio": float("nan")}, r"ratio must be >= 0 and <= 1, got nan"),
        ({"capacity": 0}, r"capacity must be >= 1, got 0"),
        ({"capacity": 10**9 + 1}, r"capacity must be <= 1000000000, got 1000000001"),
        ({"reserve": -1}, r"reserve must be >= 0, got -1"),
        ({"reserve": 101}, r"reserve must be <= capacity = 100, got 101"),
    ],
)
def test_errors(parameters: dict[str, float], message: str) -> None:
    """A parameter out of range is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        RetryBudget(**parameters)  # type: ignore[arg-type]
