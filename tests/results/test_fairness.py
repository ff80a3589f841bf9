"""Jain's index and the Lorenz curve agree with their definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.results.fairness import jain, lorenz

SHARES = st.lists(st.integers(0, 10**6), min_size=1, max_size=50).filter(any)


def test_all_alike_is_one() -> None:
    """Equal shares are perfectly fair."""
    assert jain(np.array([7, 7, 7, 7])) == 1.0


def test_one_takes_all_is_one_in_n() -> None:
    """Where one of four gets everything the index is 1/4."""
    assert jain(np.array([0, 5, 0, 0])) == 0.25


def test_worked_example() -> None:
    """Shares 1, 2, 3: (6)^2 / (3 * 14) = 36 / 42."""
    assert jain(np.array([1, 2, 3])) == pytest.approx(36 / 42)


@pytest.mark.parametrize("shares", [[], [0, 0, 0]])
def test_nothing_to_divide_has_no_index(shares: list[int]) -> None:
    """Without goods or without anybody there is no fairness to speak of."""
    assert jain(np.array(shares)) is None


@given(SHARES, st.integers(1, 1000))
def test_index_is_bounded_and_scale_free(shares: list[int], factor: int) -> None:
    """The index lies in 1/n..1 and does not change when everybody gets a multiple."""
    index = jain(np.array(shares))
    assert index is not None
    assert 1 / len(shares) - 1e-9 <= index <= 1 + 1e-9
    assert jain(np.array(shares) * factor) == pytest.approx(index)


def test_negative_share_is_refused() -> None:
    """Nobody can have less than nothing."""
    with pytest.raises(ValueError, match="a share must be >= 0, got -1"):
        jain(np.array([1, -1]))


def test_two_dimensions_are_refused() -> None:
    """Shares are a list, not a table."""
    with pytest.raises(ValueError, match="one dimension, got 2"):
        jain(np.ones((2, 2)))


def test_lorenz_worked_example() -> None:
    """Shares 3, 1, 0, poorest first: 0, then 1 of 4, then 4 of 4."""
    assert lorenz(np.array([3, 1, 0])).tolist() == [0.0, 0.0, 0.25, 1.0]


def test_lorenz_of_nothing_stays_at_zero() -> None:
    """Where nothing was sold nobody holds a part of it."""
    assert lorenz(np.array([0, 0])).tolist() == [0.0, 0.0, 0.0]


@given(SHARES)
def test_lorenz_lies_below_the_diagonal(shares: list[int]) -> None:
    """The poorest never hold more than their number, and the curve only rises."""
    curve = lorenz(np.array(shares))
    assert (curve <= np.linspace(0, 1, len(curve)) + 1e-9).all()
    assert (np.diff(curve) >= 0).all()
