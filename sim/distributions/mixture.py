"""The mixture: now one distribution, now another, inverted as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, fsum

import numpy as np

from sim.distributions.base import LAST_DRAW, Distribution, Floats, Integers, check_positive
from sim.distributions.inversion import invert

_CELLS = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture(Distribution):
    """One of several distributions, each with its weight: a fast path and a slow one, say.

    Its quantiles are those of the whole, in whole nanoseconds, and not those of a component that
    is drawn first: so a larger uniform is a longer duration here too.
    """

    weights: Sequence[float]
    components: Sequence[Distribution]
    mean: float = field(init=False, repr=False, compare=False)
    variance: float = field(init=False, repr=False, compare=False)
    _shares: tuple[float, ...] = field(init=False, repr=False, compare=False)
    _knots: Integers = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._check()
        self._derive(weights=tuple(self.weights), components=tuple(self.components))
        total = fsum(self.weights)
        self._derive(_shares=tuple(weight / total for weight in self.weights))
        parts = tuple(zip(self._shares, self.components, strict=True))
        mean = fsum(share * part.mean for share, part in parts)
        spread = fsum(share * (part.variance + (part.mean - mean) ** 2) for share, part in parts)
        self._derive(mean=mean, variance=spread, _knots=self._guide())

    def quantile(self, u: float) -> float:
        return float(self.quantiles(np.array([u]))[0])

    def quantiles(self, us: Floats) -> Floats:
        cell = (us * _CELLS).astype(np.int64)
        below, above = self._knots[cell] - 1, self._knots[cell + 1]
        return invert(self.cdfs, us, below, above).astype(np.float64)

    def cdf(self, duration: float) -> float:
        return float(self.cdfs(np.array([duration]))[0])

    def cdfs(self, durations: Floats) -> Floats:
        total = np.zeros(len(durations))
        for share, component in zip(self._shares, self.components, strict=True):
            total += share * component.cdfs(durations)
        return total

    def _guide(self) -> Integers:
        """The quantiles of evenly spaced shares, between which the search for others starts."""
        longest = ceil(max(component.quantile(LAST_DRAW) for component in self.components))
        shares = np.arange(1, _CELLS) / _CELLS
        below, above = np.full(_CELLS - 1, -1), np.full(_CELLS - 1, longest)
        return np.concatenate([[0], invert(self.cdfs, shares, below, above), [longest]])

    def _check(self) -> None:
        for weight in self.weights:
            check_positive("weights", weight)
        if not self.components:
            raise ValueError("components must hold at least one distribution, got none")
        weights, components = len(self.weights), len(self.components)
        if weights != components:
            raise ValueError(f"weights must be one a component ({components}), got {weights}")
