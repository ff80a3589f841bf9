"""The bounded Pareto distribution: a power-law tail that is cut off at a longest duration."""

from dataclasses import dataclass, field
from math import exp, expm1, log, log1p

from sim.distributions.base import Distribution, check_duration, check_positive
from sim.units import Nanoseconds


def quantile(u: float, low: float, high: float, alpha: float, mass: float) -> float:
    """The quantile of a Pareto distribution of which the ``mass`` between two bounds is kept."""
    duration = low * exp(-log1p(-u * mass) / alpha)
    return min(duration, high)  # rounding may lead an ulp beyond


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundedPareto(Distribution):
    """A power-law tail of exponent alpha from low, cut off at high.

    Source: Harchol-Balter, Performance Modeling and Design of Computer Systems, 2013, ch. 20.
    """

    low: Nanoseconds
    high: Nanoseconds
    alpha: float
    mean: float = field(init=False, repr=False, compare=False)
    variance: float = field(init=False, repr=False, compare=False)
    _mass: float = field(init=False, repr=False, compare=False)  # of the tail that is kept

    def __post_init__(self) -> None:
        check_duration("low", self.low, least=1)
        check_duration("high", self.high)
        check_positive("alpha", self.alpha)
        if self.high <= self.low:
            raise ValueError(f"high must be > low, got high {self.high} and low {self.low}")
        self._derive(_mass=-expm1(-self.alpha * log(self.high / self.low)))
        mean = self._moment(1)
        self._derive(mean=mean, variance=self._moment(2) - mean**2)

    def quantile(self, u: float) -> float:
        return quantile(u, float(self.low), float(self.high), self.alpha, self._mass)

    def cdf(self, duration: float) -> float:
        inside = min(max(duration, self.low), self.high)
        return -expm1(-self.alpha * log(inside / self.low)) / self._mass

    def _moment(self, order: int) -> float:
        """E[X**order]: the integral of x**(order - 1 - alpha), which at 0 is a logarithm."""
        span, power = log(self.high / self.low), order - self.alpha
        integral = expm1(power * span) / power if power else span
        return float(self.low) ** order * self.alpha / self._mass * integral
