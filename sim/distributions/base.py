"""The distribution: a random duration as its quantile function, and the checks all kinds share."""

from abc import ABC, abstractmethod
from math import inf

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LONGEST = 2.0**53  # ns, 104 days: up to here a float holds every whole nanosecond
NEAR = 1e-12
"""The error that numpy's own functions may have together, with a wide margin."""
LAST_DRAW = 1.0 - 2.0**-53  # the largest uniform that a stream draws


class Distribution(ABC):
    """A random duration, given by its quantile function: one uniform in, one duration out.

    Inversion keeps common random numbers in step: a larger uniform is never a shorter duration.
    ``mean`` is in ns and ``variance`` in ns squared, both of the exact distribution before it is
    rounded to whole nanoseconds. No draw lasts 104 days or longer: parameters that allow it are a
    ``ValueError``.

    Arrays give the same bits as scalars, with any vector instructions, because logarithms,
    exponentials and powers are always the scalar ones of ``math``; numpy's depend on the
    instruction set that it picks at run time. Two C libraries may still differ in the last bit of
    a quantile; a sample, in whole nanoseconds, then differs about once in 10**12 draws.
    """

    __slots__ = ()

    mean: float
    variance: float

    @abstractmethod
    def quantile(self, u: float) -> float:
        """The duration in ns that a share ``u`` of all draws does not exceed, 0 < u < 1."""

    @abstractmethod
    def cdf(self, duration: float) -> float:
        """The share of all draws that do not exceed ``duration`` ns."""

    def quantiles(self, us: Floats) -> Floats:
        """``quantile`` of every element of a one-dimensional array."""
        return np.fromiter(map(self.quantile, us.tolist()), np.float64, len(us))

    def cdfs(self, durations: Floats) -> Floats:
        """``cdf`` of every element of a one-dimensional array."""
        return np.fromiter(map(self.cdf, durations.tolist()), np.float64, len(durations))

    def sample(self, u: float) -> int:
        """The quantile rounded to whole nanoseconds, halves to even."""
        return round(self.quantile(u))

    def samples(self, us: Floats) -> Integers:
        """``sample`` of every element of a one-dimensional array."""
        near = self.nearly(us)
        whole = np.rint(near)
        doubtful = np.flatnonzero(np.abs(near - whole) >= 0.5 - NEAR * (near + 1.0))
        whole[doubtful] = np.rint(self.quantiles(us[doubtful]))
        return whole.astype(np.int64)

    def nearly(self, us: Floats) -> Floats:
        """``quantiles`` with a relative error of ``NEAR`` at most, where numpy has it sooner.

        It is enough for nearly all samples, which are whole nanoseconds.
        """
        return self.quantiles(us)

    def _derive(self, **values: object) -> None:
        """Set derived attributes of a frozen instance, once, while it is made."""
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def _check_longest(self) -> None:
        try:
            longest = self.quantile(LAST_DRAW)
        except OverflowError:
            longest = inf
        if not longest < LONGEST:
            raise ValueError(f"longest draw must be < 2**53 ns, got {longest:.3g} of {self!r}")


def check_duration(name: str, value: object, least: int = 0) -> None:
    """Refuse what is not a whole number of nanoseconds >= ``least``."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{name} must be a whole number of ns, got {value!r}")
    if value < least:
        raise ValueError(f"{name} must be >= {least} ns, got {value}")
    if value >= LONGEST:
        raise ValueError(f"{name} must be < 2**53 ns, got {value}")


def check_positive(name: str, value: float) -> None:
    """Refuse what is not a number from 1e-9 to 1e9, the range of every shape and weight."""
    if not 1e-9 <= value <= 1e9:
        raise ValueError(f"{name} must be between 1e-9 and 1e9, got {value!r}")
