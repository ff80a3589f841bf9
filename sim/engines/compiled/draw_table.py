"""Lowers streams and distributions to the kernel's records."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from sim.distributions.base import Distribution
from sim.distributions.bounded_pareto import BoundedPareto
from sim.distributions.constant import Constant
from sim.distributions.empirical import Empirical
from sim.distributions.exponential import Exponential
from sim.distributions.gamma import Erlang, Gamma
from sim.distributions.lognormal import Lognormal
from sim.distributions.uniform import Uniform
from sim.distributions.weibull import Weibull
from sim.engines.compiled import draws
from sim.engines.compiled.blocks import BLOCKS, NO_BLOCKS
from sim.engines.compiled.curves import fit
from sim.engines.compiled.memory import table
from sim.engines.compiled.records import BLOCK, DRAW, TERMS, Array
from sim.engines.compiled.unsupported import UnsupportedError
from sim.rng import Sampler, Uniforms

Values = tuple[float, ...]

PARAMETERS: dict[type[Distribution], tuple[int, Callable[[Any], Values]]] = {
    Constant: (draws.CONSTANT, lambda it: (it.value,)),
    Exponential: (draws.EXPONENTIAL, lambda it: (it.mean,)),
    Lognormal: (draws.LOGNORMAL, lambda it: (it._mu, it._sigma)),
    Gamma: (draws.GAMMA, lambda it: (it.mean / it.shape, it.shape)),
    Weibull: (draws.WEIBULL, lambda it: (it.scale, it.shape)),
    Uniform: (draws.UNIFORM, lambda it: (it.low, it.high)),
    BoundedPareto: (draws.BOUNDED_PARETO, lambda it: (it.low, it.high, it.alpha, it._mass)),
    Empirical: (draws.EMPIRICAL, lambda it: ()),
}
"""The kind of each distribution, and its parameters as the kernel's rule takes them."""
CURVED = {draws.EXPONENTIAL, draws.LOGNORMAL, draws.GAMMA, draws.WEIBULL, draws.BOUNDED_PARETO}
"""The kinds whose quantile takes a logarithm, a power or worse."""
NO_CURVE = -1
KEPT = 64
"""Curves that are kept for other runs of the same distributions."""


class Draws:
    """The table of draws; what is shared in the world is one row in it."""

    def __init__(self) -> None:
        self._rows: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._reals: list[Array] = []
        self._curves: list[Array] = []
        self._central: set[int] = set()
        self._others: set[int] = set()
        self._begun: dict[Distribution, int] = {}

    def number(self, source: Sampler | Uniforms, central: bool = False) -> int:
        """The row of a sampler or of uniform draws, from which ``central`` stations draw or others.

        Central are those that the data centre alone plays: only its draws are kept in blocks.
        """
        if id(source) not in self._numbers:
            self._numbers[id(source)] = len(self._rows)
            self._rows.append(self._row(source))
        number = self._numbers[id(source)]
        (self._central if central else self._others).add(number)
        return number

    def records(self) -> Array:
        """The rows, as records."""
        made = table(max(1, len(self._rows)), DRAW)
        for number, row in enumerate(self._rows):
            made[number] = row
        made.blocks = NO_BLOCKS
        kept = sorted(self._central - self._others)
        made.blocks[kept] = 2 * BLOCKS * np.arange(len(kept))
        return made

    def blocks(self) -> Array:
        """Places for the blocks of all streams that have some."""
        kept = self._central - self._others
        made = table(2 * BLOCKS * len(kept) + 1, BLOCK)
        made.number = made.missed = -1
        return made

    def reals(self) -> Array:
        """The measured values of all empirical distributions, one after the other."""
        return np.concatenate([*self._reals, np.zeros(1)])

    def curves(self) -> Array:
        """The cells of all curves, one curve after the other."""
        return np.concatenate([*self._curves, np.zeros((1, TERMS))])

    def _row(self, source: Sampler | Uniforms) -> tuple[Any, ...]:
        key0, key1 = source.stream.key
        if not isinstance(source, Sampler):
            return (key0, key1, draws.CONSTANT, 0, 0, NO_CURVE, 0, 0.0, 0.0, 0.0, 0.0)
        distribution: Any = source.distribution
        if isinstance(distribution, Erlang):
            distribution = distribution._gamma
        if type(distribution) not in PARAMETERS:
            raise UnsupportedError(
                f"{type(distribution).__name__.lower()} times ({source.stream.name})"
            )
        kind, parameters = PARAMETERS[type(distribution)]
        first, size = self._store(distribution)
        values = (*map(float, parameters(distribution)), 0.0, 0.0, 0.0, 0.0)[:4]
        return (key0, key1, kind, first, size, self._curve(kind, distribution), 0, *values)

    def _curve(self, kind: int, distribution: Distribution) -> int:
        """Where a distribution's curve begins, made when it is first met; NO_CURVE without one."""
        if kind not in CURVED:
            return NO_CURVE
        if distribution not in self._begun:
            curve = _fitted(distribution)
            self._begun[distribution] = NO_CURVE if curve is None else sum(map(len, self._curves))
            self._curves.extend([] if curve is None else [curve])
        return self._begun[distribution]

    def _store(self, distribution: Distribution) -> tuple[int, int]:
        if not isinstance(distribution, Empirical):
            return 0, 0
        first = sum(map(len, self._reals))
        self._reals.append(distribution._sorted)
        return first, len(distribution._sorted)


@lru_cache(KEPT)
def _fitted(distribution: Distribution) -> Array | None:
    return fit(distribution.quantiles)
