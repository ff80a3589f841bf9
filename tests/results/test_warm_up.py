"""The warm-up: cut where a series settles, and nowhere else."""

import numpy as np
import pytest

from sim.results.warm_up import mser5


def noise(count: int, seed: int = 1) -> np.ndarray:
    """Independent normal values."""
    return np.random.default_rng(seed).normal(size=count)


def brute(values: np.ndarray) -> int:
    """The rule as it is written: the cut with the least squared standard error, of all halves."""
    means = values[: len(values) // 5 * 5].reshape(-1, 5).mean(axis=1)
    rest = [means[cut:] for cut in range(len(means) // 2 + 1)]
    return 5 * int(np.argmin([((r - r.mean()) ** 2).sum() / len(r) ** 2 for r in rest]))


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_rule_as_written(seed: int) -> None:
    """Suffix sums give the cut that trying every cut gives."""
    values = noise(503, seed) + 4 * np.exp(-np.arange(503) / 40)
    assert mser5(values) == brute(values)


def test_a_ramp_is_cut_where_it_ends() -> None:
    """A series that starts ten standard deviations off until 300 is cut at 300."""
    assert mser5(noise(2_000) + 10.0 * (np.arange(2_000) < 300)) == 300


def test_a_settled_series_keeps_nearly_all() -> None:
    """Nothing tells a beginning from an end: what is cut is a few batches of luck."""
    assert np.median([mser5(noise(2_000, seed)) for seed in range(21)]) <= 50


def test_a_series_that_never_changes_is_not_cut() -> None:
    """Where all cuts are as good, the first is taken."""
    assert mser5(np.full(100, 3.0)) == 0


def test_a_series_that_never_settles_is_too_short() -> None:
    """A straight line has no warm-up that ends."""
    with pytest.raises(ValueError, match="wanted a series longer than its warm-up, got 1,000"):
        mser5(np.arange(1_000.0))


def test_less_than_two_batches_are_refused() -> None:
    """Nine values are one batch of five and a rest."""
    with pytest.raises(ValueError, match="wanted at least 10 values in a row, got 9"):
        mser5(range(9))
