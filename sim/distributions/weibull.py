"""The Weibull distribution, by scale and shape."""

from dataclasses import dataclass, field
from math import expm1, gamma, log

from sim.distributions.base import Distribution, check_duration, check_positive
from sim.units import Nanoseconds


def quantile(u: float, scale: float, shape: float) -> float:
    """The quantile of a Weibull distribution, by inversion."""
    return float(scale * (-log(1.0 - u)) ** (1.0 / shape))


@dataclass(frozen=True, slots=True, kw_only=True)
class Weibull(Distribution):
    """A power of an exponential: heavier tail below shape 1, lighter above, by scale and shape."""

    scale: Nanoseconds
    shape: float
    mean: float = field(init=False, repr=False, compare=False)
    variance: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_duration("scale", self.scale, least=1)
        check_positive("shape", self.shape)
        self._check_longest()
        first, second = gamma(1 + 1 / self.shape), gamma(1 + 2 / self.shape)
        self._derive(mean=self.scale * first, variance=self.scale**2 * (second - first**2))

    def quantile(self, u: float) -> float:
        return quantile(u, float(self.scale), self.shape)

    def cdf(self, duration: float) -> float:
        return -expm1(-((duration / self.scale) ** self.shape)) if duration > 0 else 0.0
