"""Tests of census admission."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.admission.base import Decision
from sim.policies.admission.census import Census

DRAWS = st.floats(2.0**-53, 1 - 2.0**-53)


def test_the_share_of_a_million_for_200_phones() -> None:
    """With 1.3 clicks wanted for each of 200 phones, of a million people 0.026 % get past."""
    assert Census(target=1.3).share(200, 1_000_000) == 1.3 * 200 / 1_000_000 == 0.00026


@pytest.mark.parametrize(
    ("stock", "waiting", "share"),
    [
        (200, 0, 1.0),  # nobody is waiting: whoever comes may pass
        (200, 100, 1.0),  # more than enough for everybody
        (200, 260, 1.0),  # 1.3 * 200 / 260 = 1 exactly
        (200, 520, 0.5),
        (0, 520, 0.0),  # nothing left
        (0, 0, 0.0),
    ],
)
def test_shares(stock: int, waiting: int, share: float) -> None:
    """The share is min(1, target * stock / waiting), and 0 where nothing is left."""
    assert Census(target=1.3).share(stock, waiting) == share


@given(target=st.floats(0.01, 100), stock=st.integers(0, 10**6), waiting=st.integers(0, 10**8))
def test_expected_admissions(target: float, stock: int, waiting: int) -> None:
    """The share is in [0, 1], and share * waiting is at most target * stock, to a rounding."""
    share = Census(target=target).share(stock, waiting)
    assert 0 <= share <= 1
    assert Fraction(share) * waiting <= Fraction(target) * stock * (1 + Fraction(1, 2**50))


@given(probability=st.floats(0, 1), draw=DRAWS)
def test_decides_by_what_was_pushed_last(probability: float, draw: float) -> None:
    """A click is admitted exactly if its draw is below the probability pushed last."""
    policy = Census(initial=1.0)
    policy.update(0.5)
    policy.update(probability)
    assert (policy.decide(0, draw) is Decision.ADMIT) is (draw < probability)


@given(draw=DRAWS)
def test_before_the_first_push(draw: float) -> None:
    """Before a push clicks are decided by `initial`: by default nobody gets past."""
    assert Census().decide(0, draw) is Decision.REFUSE
    assert Census(initial=1.0).decide(0, draw) is Decision.ADMIT


@pytest.mark.parametrize(
    ("target", "initial", "message"),
    [
        (0.0, 0.0, r"target must be > 0 and finite, got 0.0"),
        (float("nan"), 0.0, r"target must be > 0 and finite, got nan"),
        (float("inf"), 0.0, r"target must be > 0 and finite, got inf"),
        (1.3, 1.5, r"initial must be >= 0 and <= 1, got 1.5"),
    ],
)
def test_errors(target: float, initial: float, message: str) -> None:
    """A parameter out of range is a ValueError that says what was wanted and what came."""
    with pytest.raises(ValueError, match=f"^{message}$"):
        Census(target=target, initial=initial)


def test_a_push_out_of_range_is_refused() -> None:
    """A pushed probability above 1 is a ValueError and changes nothing."""
    policy = Census(initial=0.25)
    with pytest.raises(ValueError, match=r"^probability must be >= 0 and <= 1, got 2$"):
        policy.update(2)
    assert policy.probability == 0.25
