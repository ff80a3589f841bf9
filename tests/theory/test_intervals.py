"""The intervals themselves: on numbers whose law is known they are as wide as they say."""

import numpy as np
from intervals import Estimate, batch_means, binomial, chi_square, line_at_zero, poisson
from numpy.typing import NDArray
from scipy import stats

SAMPLES = 300


def lindley(load: float, requests: int, generator: np.random.Generator) -> NDArray[np.float64]:
    """Waits of M/M/1 by Lindley's recursion: the walk above its lowest point so far."""
    steps = generator.exponential(1.0, requests) - generator.exponential(1 / load, requests)
    walk = np.concatenate([[0.0], np.cumsum(steps)[:-1]])
    return np.asarray(walk - np.minimum.accumulate(walk))


def test_batch_means_cover() -> None:
    """Batch means of M/M/1 waits at load 0.8 score like a standard normal variable.

    300 scores have variance 1 within 4 sqrt(2 / 300) = 0.33, and mean 0 within 4 / sqrt(300) =
    0.23 (the skewness of the waits takes away a little of it).
    """
    generator = np.random.default_rng(1)
    scores = [
        batch_means(lindley(0.8, 100_000, generator)[5_000:]).against(4.0).z for _ in range(SAMPLES)
    ]
    assert abs(np.mean(scores)) < 0.23
    assert abs(np.var(scores) - 1) < 0.33


def test_student_becomes_normal() -> None:
    """A t of 4 with 3 degrees of freedom is a tail of 1.4 %: a score of 2.2, not of 4."""
    score = Estimate(4.0, 1.0, 3).against(0.0)
    assert abs(stats.norm.sf(score.z) - stats.t.sf(4.0, 3)) < 1e-12


def test_counts_score_by_their_tail() -> None:
    """0 events where 20 were expected score by their own tail, e^-20 / 2; the mean scores 0."""
    assert abs(stats.norm.cdf(poisson(0, 20.0).z) / (np.exp(-20.0) / 2) - 1) < 1e-6
    assert abs(binomial(50, 100, 0.5).z) < 1e-9


def test_chi_square_sees_too_little_scatter() -> None:
    """Counts that all equal their means scatter too little: a score far below zero."""
    assert chi_square([100] * 50, [100.0] * 50).z < -4
    assert chi_square([140, 60] * 25, [100.0] * 50).z > 4


def test_line_meets_zero() -> None:
    """A line through three points that lie on 2 + 3 x meets zero at 2."""
    xs = [0.01, 0.005, 0.0025]
    line = line_at_zero(xs, [Estimate(2 + 3 * x, 0.1, 7) for x in xs])
    assert abs(line.mean - 2) < 1e-9
    assert line.freedom == 7
    # 0.1^2 (1/3 + mean^2 / Sxx) with mean 0.0058333 and Sxx 2.9167e-5 is 0.1^2 * 1.5
    assert abs(line.error - 0.1 * 1.5**0.5) < 1e-9
