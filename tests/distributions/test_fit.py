"""A million draws of each distribution against scipy.stats, which shares no code with it."""

from dataclasses import dataclass
from functools import cache
from math import log, sqrt
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from sim.distributions import (
    BoundedPareto,
    Distribution,
    Erlang,
    Exponential,
    Gamma,
    Lognormal,
    Mixture,
    Uniform,
    Weibull,
)
from sim.rng import Stream
from sim.units import MILLISECOND as MS

DRAWS = 1_000_000
CELLS = 1_000
LIMIT = 4.0  # standard errors; the seed is fixed, so this never fails by chance


@dataclass(frozen=True)
class Blend:
    """A mixture put together from scipy's own distributions: a CDF and the first four moments."""

    shares: tuple[float, ...]
    parts: tuple[Any, ...]

    def cdf(self, x: NDArray[Any]) -> Any:
        return sum(share * part.cdf(x) for share, part in zip(self.shares, self.parts, strict=True))

    def moment(self, order: int) -> float:
        pairs = zip(self.shares, self.parts, strict=True)
        return float(sum(share * part.moment(order) for share, part in pairs))


def lognormal(mean: int, cv: float) -> Any:
    return stats.lognorm(s=sqrt(log(1 + cv**2)), scale=mean / sqrt(1 + cv**2))


CASES: dict[str, tuple[Distribution, Any]] = {
    "uniform": (Uniform(low=2 * MS, high=9 * MS), stats.uniform(2.0 * MS, 7.0 * MS)),
    "exponential": (Exponential(mean=5 * MS), stats.expon(scale=5.0 * MS)),
    "lognormal, narrow": (Lognormal(mean=5 * MS, cv=0.2), lognormal(5 * MS, 0.2)),
    "lognormal, wide": (Lognormal(mean=5 * MS, cv=1.5), lognormal(5 * MS, 1.5)),
    "gamma, shape < 1": (Gamma(mean=5 * MS, shape=0.4), stats.gamma(0.4, scale=12.5 * MS)),
    "gamma, shape > 1": (Gamma(mean=5 * MS, shape=2.5), stats.gamma(2.5, scale=2.0 * MS)),
    "erlang": (Erlang(mean=6 * MS, stages=3), stats.gamma(3, scale=2.0 * MS)),
    "weibull, shape < 1": (
        Weibull(scale=5 * MS, shape=0.7),
        stats.weibull_min(0.7, scale=5.0 * MS),
    ),
    "weibull, shape > 1": (
        Weibull(scale=5 * MS, shape=3.0),
        stats.weibull_min(3.0, scale=5.0 * MS),
    ),
    "bounded pareto": (
        BoundedPareto(low=2 * MS, high=200 * MS, alpha=1.3),
        stats.truncpareto(1.3, 100.0, scale=2.0 * MS),
    ),
    "mixture": (
        Mixture(
            weights=[3, 1], components=[Exponential(mean=2 * MS), Lognormal(mean=40 * MS, cv=0.5)]
        ),
        Blend((0.75, 0.25), (stats.expon(scale=2.0 * MS), lognormal(40 * MS, 0.5))),
    ),
}
each_case = pytest.mark.parametrize("case", CASES)


@cache
def samples(case: str) -> NDArray[np.int64]:
    uniforms = Stream(20260101, case).uniforms(np.arange(DRAWS, dtype=np.int64))
    return CASES[case][0].samples(uniforms)


def central(oracle: Any, order: int) -> float:
    """A central moment from raw moments, in ms so that nothing overflows."""
    mean, second, third, fourth = (float(oracle.moment(k)) / float(MS) ** k for k in (1, 2, 3, 4))
    if order == 2:
        return second - mean**2
    return fourth - 4 * mean * third + 6 * mean**2 * second - 3 * mean**4


@each_case
def test_mean_and_variance_are_those_of_the_distribution(case: str) -> None:
    """The stated mean and variance agree with scipy's to nine digits."""
    distribution, oracle = CASES[case]
    assert distribution.mean == pytest.approx(oracle.moment(1), rel=1e-9)
    assert distribution.variance / MS**2 == pytest.approx(central(oracle, 2), rel=1e-9)


@each_case
def test_samples_have_the_mean(case: str) -> None:
    """The mean of a million draws is within four standard errors of the exact mean."""
    distribution, _ = CASES[case]
    error = samples(case).mean() - distribution.mean
    assert abs(error) < LIMIT * sqrt(distribution.variance / DRAWS)


@each_case
def test_samples_have_the_variance(case: str) -> None:
    """The variance of a million draws is within four standard errors of the exact variance.

    The standard error of a sample variance is sqrt((m4 - m2**2) / n), m2 and m4 central moments.
    """
    distribution, oracle = CASES[case]
    second, fourth = central(oracle, 2), central(oracle, 4)
    error = samples(case).var() / MS**2 - distribution.variance / MS**2
    assert abs(error) < LIMIT * sqrt((fourth - second**2) / DRAWS)


@each_case
def test_samples_have_the_shape(case: str) -> None:
    """A thousand cells that scipy's CDF makes equally likely hold equally many draws.

    By chi-square, with 999 degrees of freedom.
    """
    shares = CASES[case][1].cdf(samples(case).astype(np.float64))
    counts = np.histogram(shares, bins=CELLS, range=(0.0, 1.0))[0]
    assert stats.chisquare(counts).pvalue > 1e-6


@each_case
def test_quantiles_invert_an_independent_cdf(case: str) -> None:
    """scipy's CDF of a quantile is the share it was asked for, to nine digits or half a ns."""
    distribution, oracle = CASES[case]
    us = np.array([1e-6, 0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1 - 1e-6])
    quantiles = distribution.quantiles(us)
    below, above = oracle.cdf(quantiles - 0.5), oracle.cdf(quantiles + 0.5)
    assert np.all(below <= us * (1 + 1e-9))
    assert np.all(above >= us * (1 - 1e-9))


@each_case
def test_the_cdf_is_that_of_scipy(case: str) -> None:
    """The distribution function agrees with scipy's to twelve digits, below the support too."""
    distribution, oracle = CASES[case]
    durations = np.concatenate(
        [[-5.0, 0.0, 1.0], distribution.quantiles(np.linspace(0.01, 0.99, 99))]
    )
    assert distribution.cdfs(durations) == pytest.approx(
        oracle.cdf(durations), rel=1e-12, abs=1e-300
    )


@pytest.mark.parametrize("alpha", [0.5, 1.0, 1.5, 2.0, 3.0, 20.0])
@pytest.mark.parametrize("offset", [0.0, 1e-12])
def test_the_moments_of_a_bounded_pareto_hold_for_every_alpha(alpha: float, offset: float) -> None:
    """At alpha 1 and 2, where the integral of a moment turns into a logarithm, nothing breaks.

    A hair beside them the moments are the same to eleven digits; scipy, which is the oracle at the
    exact values, loses five digits there.
    """
    distribution = BoundedPareto(low=2 * MS, high=50 * MS, alpha=alpha + offset)
    mean, variance = stats.truncpareto(alpha, 25.0, scale=2.0 * MS).stats("mv")
    assert distribution.mean == pytest.approx(float(mean), rel=1e-10)
    assert distribution.variance == pytest.approx(float(variance), rel=1e-10)
