"""Curves: quantile functions as pieces of polynomials, so that most draws need no logarithm.

The kernel looks a duration up on its curve, and computes the quantile itself only where the two
might not round to the same nanosecond.  So a draw is what the distribution says, bit for bit.

Shares are counted from the nearer end, 0 or 1, and every octave of them is cut into cells of equal
width, since towards the ends a quantile function is smooth in the logarithm of the share.  In each
cell a polynomial meets the function in ``TERMS`` Chebyshev nodes.
"""

from collections.abc import Callable

import numpy as np

from sim.engines.compiled.records import TERMS, Array

OCTAVES = 32
"""Octaves from either end: what lies beyond is one draw in four thousand million."""
CELL_BITS = 3
"""The cells of an octave, as a power of two."""
CELLS = OCTAVES << CELL_BITS
"""The cells of an end; those of the lower end come first, the rarest first."""
TOLERANCE = 2.0**-33
"""The relative error that the kernel allows for, about one in 10 ** 10."""
_ACCURACY = TOLERANCE / 64
"""The relative error that is demanded of a curve, between its nodes."""

Quantiles = Callable[[Array], Array]


def fit(quantiles: Quantiles) -> Array | None:
    """The curve of a quantile function, shape (2 * CELLS, TERMS); None where it is not smooth."""
    nodes = 0.5 - 0.5 * np.cos(np.pi * (np.arange(TERMS) + 0.5) / TERMS)
    between = np.linspace(0.0, 1.0, 2 * TERMS)
    curve = np.concatenate([_fit_end(quantiles, nodes, upper) for upper in (False, True)])
    errors = [_errors(quantiles, curve, between, upper) for upper in (False, True)]
    return curve if np.concatenate(errors).max() < _ACCURACY else None


def _fit_end(quantiles: Quantiles, nodes: Array, upper: bool) -> Array:
    places, values = _values(quantiles, nodes, upper)
    powers = places[..., None] ** np.arange(TERMS)
    fitted: Array = np.linalg.solve(powers, values[..., None])[..., 0]
    return fitted


def _values(quantiles: Quantiles, within: Array, upper: bool) -> tuple[Array, Array]:
    """Places in each cell near ``within``, where a share is exact, and the quantiles there."""
    cells = np.arange(CELLS)
    octaves = np.ldexp(1.0, (cells >> CELL_BITS) - OCTAVES - 1)[:, None]
    steps = (cells & ((1 << CELL_BITS) - 1))[:, None]
    shares = octaves * (1 + (steps + within) / (1 << CELL_BITS))
    shares = np.rint(shares * 2.0**53) * 2.0**-53
    places = (shares / octaves - 1) * (1 << CELL_BITS) - steps
    us = 1.0 - shares if upper else shares
    return places, quantiles(us.ravel()).reshape(us.shape)


def _errors(quantiles: Quantiles, curve: Array, within: Array, upper: bool) -> Array:
    """The relative errors of one end of a curve."""
    places, values = _values(quantiles, within, upper)
    found = np.zeros_like(places)
    for term in reversed(range(TERMS)):
        found = found * places + curve[CELLS * upper :][:CELLS, term, None]
    errors: Array = np.abs(found - values) / np.maximum(values, 1.0)
    return errors.ravel()
