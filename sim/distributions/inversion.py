"""Inversion of a distribution function that has no quantile function in closed form."""

from collections.abc import Callable

import numpy as np

from sim.distributions.base import Floats, Integers

_BELOW_ZERO = -1e-300  # keeps the interpolation defined where rounding hides a sign


def invert(
    cdfs: Callable[[Floats], Floats], us: Floats, below: Integers, above: Integers
) -> Integers:
    """The least whole x in (below, above] with ``cdf(x + 1/2) >= u``, for every element.

    That is the quantile rounded to a whole number; ``above`` where there is none. The method is
    ITP, which interpolates where the function is smooth and takes at most two steps more than
    bisection where it jumps (Oliveira and Takahashi, ACM TOMS 47(1), 2021, with k1 = 0.01 / width,
    k2 = 2, n0 = 1); here every guess is rounded to a whole number. Each element takes its own
    path, so an element's result does not depend on the array that it comes in.
    """
    below, above = below.copy(), above.copy()
    error_below, error_above = cdfs(_edge(below)) - us, cdfs(_edge(above)) - us
    first_width = (above - below).astype(np.float64)
    slack = np.ldexp(1.0, np.frexp(first_width)[1])
    while len(active := np.flatnonzero(above - below > 1)):
        guess = below[active] + _offset(
            (above - below)[active].astype(np.float64),
            first_width[active],
            error_below[active],
            error_above[active],
            slack[active],
        )
        error = cdfs(_edge(guess)) - us[active]
        short = error < 0
        below[active[short]], error_below[active[short]] = guess[short], error[short]
        above[active[~short]], error_above[active[~short]] = guess[~short], error[~short]
        slack /= 2
    return above


def _offset(width: Floats, first: Floats, low: Floats, high: Floats, slack: Floats) -> Integers:
    """How far above the lower bound the next guess lies: interpolate, truncate, project."""
    low, high = np.minimum(low, _BELOW_ZERO), np.maximum(high, 0.0)
    interpolated = width * (low / (low - high))
    to_middle = width / 2 - interpolated
    truncation = np.minimum(0.01 * width * (width / first), np.abs(to_middle))
    kept = np.minimum(np.abs(to_middle) - truncation, np.maximum(slack - width / 2, 0.0))
    offset = np.rint(width / 2 - np.copysign(kept, to_middle))
    whole: Integers = np.clip(offset, 1.0, width - 1.0).astype(np.int64)
    return whole


def _edge(whole: Integers) -> Floats:
    """The end of what rounds to these whole numbers."""
    return whole.astype(np.float64) + 0.5
