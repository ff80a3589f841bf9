"""The gamma distribution by its mean and shape, and its whole-stage form, the Erlang."""

from dataclasses import dataclass, field

import numpy as np

from sim.distributions.base import Distribution, Floats, check_duration, check_positive
from sim.units import Count, Nanoseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Gamma(Distribution):
    """Between exponential (shape 1) and constant (shape to infinity), by mean and shape."""

    mean: Nanoseconds
    shape: float
    variance: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_duration("mean", self.mean, least=1)
        check_positive("shape", self.shape)
        self._check_longest()
        self._derive(variance=self.mean / self.shape * self.mean)

    def quantile(self, u: float) -> float:
        from scipy.special import gammaincinv

        return float(self.mean / self.shape * gammaincinv(self.shape, u))

    def quantiles(self, us: Floats) -> Floats:
        from scipy.special import gammaincinv

        scaled: Floats = self.mean / self.shape * gammaincinv(self.shape, us)
        return scaled

    def cdf(self, duration: float) -> float:
        return float(self.cdfs(np.array([duration]))[0])

    def cdfs(self, durations: Floats) -> Floats:
        from scipy.special import gammainc

        shares: Floats = gammainc(self.shape, np.maximum(durations, 0.0) * self.shape / self.mean)
        return shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Erlang(Distribution):
    """The sum of equal exponential stages: a gamma distribution of whole shape."""

    mean: Nanoseconds
    stages: Count
    variance: float = field(init=False, repr=False, compare=False)
    _gamma: Gamma = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.stages, int) or self.stages < 1:
            raise ValueError(f"stages must be an int >= 1, got {self.stages!r}")
        self._derive(_gamma=Gamma(mean=self.mean, shape=float(self.stages)))
        self._derive(variance=self._gamma.variance)

    def quantile(self, u: float) -> float:
        return self._gamma.quantile(u)

    def quantiles(self, us: Floats) -> Floats:
        return self._gamma.quantiles(us)

    def cdf(self, duration: float) -> float:
        return self._gamma.cdf(duration)

    def cdfs(self, durations: Floats) -> Floats:
        return self._gamma.cdfs(durations)
