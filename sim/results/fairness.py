"""Fairness of a division: Jain's index and the Lorenz curve."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def jain(shares: NDArray[Any]) -> float | None:
    """Jain's fairness index of n shares: (sum x)^2 / (n * sum x^2).

    1 where all get the same, 1/n where one gets everything; None where there is nothing to
    divide or nobody to divide it among.  Source: Jain, Chiu and Hawe, DEC-TR-301, 1984.
    ValueError for a negative share.
    """
    x = _checked(shares)
    squares = float(x @ x)
    if squares == 0:
        return None
    return float(x.sum()) ** 2 / (len(x) * squares)


def lorenz(shares: NDArray[Any]) -> NDArray[np.float64]:
    """The Lorenz curve: element i is the part of the whole that the i poorest of n hold.

    Shape (n + 1,), from 0 to 1; all zeros where there is nothing to divide.
    """
    total = np.concatenate([[0.0], np.cumsum(np.sort(_checked(shares)))])
    return np.asarray(total / total[-1] if total[-1] > 0 else total, dtype=np.float64)


def _checked(shares: NDArray[Any]) -> NDArray[np.float64]:
    x = np.asarray(shares, dtype=np.float64)
    if x.ndim != 1:
        raise ValueError(f"wanted shares in one dimension, got {x.ndim}")
    if (x < 0).any():
        raise ValueError(f"a share must be >= 0, got {x.min():g}")
    return x
