"""The exponential distribution: the memoryless duration of queueing theory."""

from dataclasses import dataclass, field
from math import expm1, log

import numpy as np

from sim.distributions.base import Distribution, Floats, check_duration
from sim.units import Nanoseconds


def quantile(u: float, mean: float) -> float:
    """The quantile of an exponential distribution, by inversion."""
    return -mean * log(1.0 - u)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exponential(Distribution):
    """Memoryless: however long it has lasted, as long again is to be expected."""

    mean: Nanoseconds
    variance: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_duration("mean", self.mean, least=1)
        self._check_longest()
        self._derive(variance=float(self.mean) ** 2)

    def quantile(self, u: float) -> float:
        return quantile(u, self.mean)

    def nearly(self, us: Floats) -> Floats:
        return -self.mean * np.log(1.0 - us)

    def cdf(self, duration: float) -> float:
        return -expm1(-duration / self.mean) if duration > 0 else 0.0
