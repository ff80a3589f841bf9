"""The uniform distribution: every duration between two bounds is equally likely."""

from dataclasses import dataclass, field

import numpy as np

from sim.distributions.base import Distribution, Floats, check_duration
from sim.units import Nanoseconds


def quantile(u: float, low: float, high: float) -> float:
    """The quantile of a uniform distribution."""
    return low + (high - low) * u


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniform(Distribution):
    """Every duration from low to high is equally likely."""

    low: Nanoseconds
    high: Nanoseconds
    mean: float = field(init=False, repr=False, compare=False)
    variance: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_duration("low", self.low)
        check_duration("high", self.high)
        if self.high <= self.low:
            raise ValueError(f"high must be > low, got high {self.high} and low {self.low}")
        width = self.high - self.low
        self._derive(mean=self.low + width / 2, variance=width**2 / 12)

    def quantile(self, u: float) -> float:
        return quantile(u, float(self.low), float(self.high))

    def quantiles(self, us: Floats) -> Floats:
        return self.low + (self.high - self.low) * us

    def cdf(self, duration: float) -> float:
        return min(max((duration - self.low) / (self.high - self.low), 0.0), 1.0)

    def cdfs(self, durations: Floats) -> Floats:
        return np.clip((durations - self.low) / (self.high - self.low), 0.0, 1.0)
