"""Intervals: how far what a run showed is from what theory expects, in standard errors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import copysign, inf, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

WORST = 4.0
"""The |z| from which a claim is refuted; chance alone gets there once in 16,000 claims."""
BATCHES = 32


def agree(score: "Score") -> None:
    """The verdict on a claim: |z| < 4.  ``pytest -rP`` shows what was expected and observed."""
    print(score)
    assert abs(score.z) < WORST, str(score)


@dataclass(frozen=True)
class Score:
    """What was expected, what was observed with its standard error, and how unlikely that is.

    ``z`` is the score of a standard normal variable with the same tail probability.
    """

    expected: float
    observed: float
    error: float
    z: float

    def __str__(self) -> str:
        interval = f"{self.observed:.6g} ± {self.error:.2g}"
        return f"expected {self.expected:.6g}, observed {interval} (z = {self.z:+.2f})"


@dataclass(frozen=True)
class Estimate:
    """A mean with its standard error, which was estimated with so many degrees of freedom."""

    mean: float
    error: float
    freedom: float = inf

    def against(self, expected: float) -> Score:
        """The score of this estimate where theory expects ``expected``."""
        t = (self.mean - expected) / self.error
        return Score(expected, self.mean, self.error, _normal(t, self.freedom))

    def less(self, bias: float) -> "Estimate":
        """The estimate with a known bias taken off."""
        return replace(self, mean=self.mean - bias)


def independent(values: ArrayLike) -> Estimate:
    """The mean of independent and equally distributed values, such as replications."""
    values = np.asarray(values, dtype=np.float64)
    error = float(values.std(ddof=1)) / sqrt(len(values))
    return Estimate(float(values.mean()), error, len(values) - 1)


def batch_means(values: ArrayLike, batches: int = BATCHES) -> Estimate:
    """The mean of a stationary series, from the means of long batches of it, nearly independent.

    What does not fill the last batch is left out.
    """
    values = np.asarray(values, dtype=np.float64)
    length = len(values) // batches
    return independent(values[: batches * length].reshape(batches, length).mean(axis=1))


def binomial(successes: int, trials: int, share: float) -> Score:
    """The score of a count that is Binomial(trials, share): its exact tail, half the atom in it."""
    law = stats.binom(trials, share)
    return _count(successes, law)


def poisson(count: int, mean: float) -> Score:
    """The score of a count that is Poisson with this mean, as ``binomial``."""
    return _count(count, stats.poisson(mean))


def fit(p_value: float) -> Score:
    """The score of a goodness-of-fit test: far above 0 where the fit is bad."""
    return Score(0.5, p_value, 0.29, float(stats.norm.isf(p_value)))


def chi_square(observed: ArrayLike, expected: ArrayLike, fitted: int = 0) -> Score:
    """The score of counts that are Poisson with these means, or multinomial where ``fitted`` = 1.

    Far above 0 where they scatter too much, far below where they scatter too little.
    """
    seen, means = np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    freedom = len(seen) - fitted
    distance = float(((seen - means) ** 2 / means).sum())
    z = float(stats.norm.isf(stats.chi2.sf(distance, freedom)))
    return Score(freedom, distance, sqrt(2 * freedom), z)


def line_at_zero(xs: Sequence[float], estimates: Sequence[Estimate]) -> Estimate:
    """Where a straight line through independent estimates at ``xs`` meets x = 0, by least squares.

    Each is weighted by its precision; the degrees of freedom are those of the worst of them.
    """
    design = np.column_stack([np.ones(len(xs)), xs])
    weights: NDArray[np.float64] = np.array([estimate.error**-2 for estimate in estimates])
    covariance = np.linalg.inv(design.T * weights @ design)
    means = np.array([estimate.mean for estimate in estimates])
    intercept = float((covariance @ (design.T * weights @ means))[0])
    freedom = min(estimate.freedom for estimate in estimates)
    return Estimate(intercept, sqrt(covariance[0, 0]), freedom)


def _count(count: int, law: stats.distributions.rv_frozen) -> Score:
    below = law.cdf(count) - law.pmf(count) / 2
    above = law.sf(count) + law.pmf(count) / 2
    z = float(-stats.norm.isf(below) if below < above else stats.norm.isf(above))
    return Score(float(law.mean()), count, float(law.std()), z)


def _normal(t: float, freedom: float) -> float:
    if freedom == inf:
        return t
    return copysign(float(stats.norm.isf(stats.t.sf(abs(t), freedom))), t)
