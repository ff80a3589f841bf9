"""The constant: every draw is the same duration."""

from dataclasses import dataclass, field

import numpy as np

from sim.distributions.base import Distribution, Floats, check_duration
from sim.units import Nanoseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Distribution):
    """Always the same duration."""

    value: Nanoseconds
    mean: float = field(init=False, repr=False, compare=False)
    variance: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_duration("value", self.value)
        self._derive(mean=float(self.value), variance=0.0)

    def quantile(self, u: float) -> float:
        return self.mean

    def quantiles(self, us: Floats) -> Floats:
        return np.full(len(us), self.mean)

    def cdf(self, duration: float) -> float:
        return float(duration >= self.value)

    def cdfs(self, durations: Floats) -> Floats:
        return (durations >= self.value).astype(np.float64)
