"""The warm-up of a steady state: how much of a series still remembers that it began empty."""

import numpy as np
from numpy.typing import ArrayLike

from sim.results.intervals import Floats, checked

BATCH = 5
"""MSER-5 looks at means of five values: single ones are too noisy."""


def mser5(series: ArrayLike) -> int:
    """How many values of a series to cut off at its beginning, by the rule MSER-5.

    The cut leaves the rest with the smallest standard error of its mean, in batches of five:
    cutting a warm-up lowers the scatter, cutting more loses values for nothing.  ValueError for
    fewer than ten values, or where the best cut in the first half is the last one: whether the
    warm-up ends there has not been seen.  Source: White, Cobb and Spratt, WSC 2000.
    """
    values = checked(series, 2 * BATCH)
    means = values[: len(values) // BATCH * BATCH].reshape(-1, BATCH).mean(axis=1)
    scores = _scores(means)[: len(means) // 2 + 1]
    cut = int(np.argmin(scores))
    if cut == len(scores) - 1:
        raise ValueError(f"wanted a series longer than its warm-up, got {len(values):,} values")
    return BATCH * cut


def _scores(means: Floats) -> Floats:
    """The squared standard error of what a cut before each element leaves of a series."""
    apart = means - means.mean()
    left = np.arange(len(means), 0, -1)
    sums, squares = (np.cumsum(values[::-1])[::-1] for values in (apart, apart**2))
    scores: Floats = (squares - sums**2 / left) / left**2
    return scores
