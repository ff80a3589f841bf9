"""The empirical distribution: durations that were measured, each as likely as any other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

import numpy as np

from sim.distributions.base import Distribution, Floats, check_duration
from sim.units import Nanoseconds

_SHOWN = 8  # values in a repr


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Empirical(Distribution):
    """Measured durations, each as likely as any other: the step function of the sorted sample."""

    values: Sequence[Nanoseconds]
    mean: float = field(init=False, compare=False)
    variance: float = field(init=False, compare=False)
    _sorted: Floats = field(init=False, compare=False)

    def __post_init__(self) -> None:
        for value in self.values:
            check_duration("values", value)
        if not self.values:
            raise ValueError("values must hold at least one duration, got none")
        number, total = len(self.values), sum(self.values)
        squares = sum(value * value for value in self.values)
        self._derive(values=tuple(sorted(self.values)))
        self._derive(mean=total / number, _sorted=np.array(self.values, np.float64))
        self._derive(variance=(number * squares - total**2) / number**2)

    def quantile(self, u: float) -> float:
        return float(self._sorted[ceil(u * len(self.values)) - 1])

    def quantiles(self, us: Floats) -> Floats:
        return self._sorted[np.ceil(us * len(self.values)).astype(np.int64) - 1]

    def cdf(self, duration: float) -> float:
        return float(self._sorted.searchsorted(duration, "right")) / len(self.values)

    def cdfs(self, durations: Floats) -> Floats:
        return self._sorted.searchsorted(durations, "right") / len(self.values)

    def __repr__(self) -> str:
        shown = ", ".join(map(str, self.values[:_SHOWN]))
        more = ", ..." if len(self.values) > _SHOWN else ""
        return f"Empirical(values=[{shown}{more}])"
