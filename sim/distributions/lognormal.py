"""The lognormal distribution, by its mean and coefficient of variation."""

from dataclasses import dataclass, field
from math import exp, inf, log, log1p, sqrt

import numpy as np

from sim.distributions.base import Distribution, Floats, check_duration, check_positive
from sim.units import Nanoseconds


def quantile(normal: float, mu: float, sigma: float) -> float:
    """The quantile of a lognormal distribution where the standard normal one is ``normal``."""
    return exp(mu + sigma * normal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lognormal(Distribution):
    """Its logarithm is normal: the usual shape of service times, by mean and spread.

    ``cv`` is the coefficient of variation, standard deviation over mean. The logarithm then has
    variance ``log(1 + cv**2)`` and mean ``log(mean) - variance / 2``.
    """

    mean: Nanoseconds
    cv: float
    variance: float = field(init=False, repr=False, compare=False)
    _mu: float = field(init=False, repr=False, compare=False)
    _sigma: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_duration("mean", self.mean, least=1)
        check_positive("cv", self.cv)
        log_variance = log1p(self.cv**2)
        self._derive(_mu=log(self.mean) - log_variance / 2, _sigma=sqrt(log_variance))
        self._derive(variance=(self.mean * self.cv) ** 2)
        self._check_longest()

    def quantile(self, u: float) -> float:
        from scipy.special import ndtri

        return quantile(float(ndtri(u)), self._mu, self._sigma)

    def quantiles(self, us: Floats) -> Floats:
        return np.fromiter(map(exp, self._logarithms(us).tolist()), np.float64, len(us))

    def nearly(self, us: Floats) -> Floats:
        return np.exp(self._logarithms(us))

    def _logarithms(self, us: Floats) -> Floats:
        from scipy.special import ndtri

        return np.asarray(self._mu + self._sigma * ndtri(us))

    def cdf(self, duration: float) -> float:
        return float(self.cdfs(np.array([duration]))[0])

    def cdfs(self, durations: Floats) -> Floats:
        from scipy.special import ndtr

        logs = np.fromiter(map(_log, durations.tolist()), np.float64, len(durations))
        shares: Floats = ndtr((logs - self._mu) / self._sigma)
        return shares


def _log(duration: float) -> float:
    return log(duration) if duration > 0 else -inf
