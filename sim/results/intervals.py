"""Confidence intervals: how far what was seen may be from what is true."""

from dataclasses import dataclass
from math import ceil, floor, inf, log, log10, sqrt

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from sim.results.percentiles import nearest_rank
from sim.results.table import figures

CONFIDENCE = 0.95
"""The confidence of an interval unless another one is asked for."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate (``centre``) with bounds that hold the truth with a stated confidence.

    Of 100 experiments that each give an interval of confidence 0.95, about 95 hold the truth.
    """

    low: float
    centre: float
    high: float
    confidence: float = CONFIDENCE

    def __post_init__(self) -> None:
        if not self.low <= self.centre <= self.high:
            raise ValueError(f"wanted low <= centre <= high, got {self!r}")

    @property
    def half(self) -> float:
        """The larger distance from the centre to a bound: what stands after the ±."""
        return max(self.centre - self.low, self.high - self.centre)

    @property
    def relative(self) -> float:
        """``half`` as a share of the centre; infinite where the centre is 0 and a bound is not."""
        if self.half == 0:
            return 0.0
        return self.half / abs(self.centre) if self.centre else inf

    @property
    def sign(self) -> int:
        """1 or -1 where the whole interval lies above or below 0, and 0 where it holds 0."""
        return int(self.low > 0) - int(self.high < 0)

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def rounded(self, value: float) -> str:
        """A value to as many decimals as matter beside the width: two digits of ``half``."""
        if self.half == 0:
            return figures(value)
        return f"{value:,.{min(max(1 - floor(log10(self.half)), 0), 9)}f}"

    def __str__(self) -> str:
        if self.half == 0:
            return figures(self.centre)
        return f"{self.rounded(self.centre)} ± {self.rounded(self.half)}"


def mean_interval(sample: ArrayLike, confidence: float = CONFIDENCE) -> Interval:
    """The mean of independent values, such as replications, by Student's t.

    Exact for normal values; the mean of many others is nearly so.  ValueError for fewer than two
    values: they say nothing about how far apart values lie.
    """
    values = checked(sample, 2)
    mean, error = float(values.mean()), _standard_error(values)
    half = error * student(len(values) - 1, confidence)
    return Interval(mean - half, mean, mean + half, confidence)


def student(freedom: float, confidence: float = CONFIDENCE) -> float:
    """The t of so many degrees of freedom that a t variable stays within so confidently."""
    return float(scipy.special.stdtrit(freedom, (1 + check_confidence(confidence)) / 2))


def percentile_interval(sample: ArrayLike, q: float, confidence: float = CONFIDENCE) -> Interval:
    """The q-th percentile of independent values, between two of them: order statistics.

    The bounds are the values of the ranks that a Binomial(n, q / 100) count of values below the
    percentile leaves out with at most half of 1 - ``confidence`` on each side.  It holds for
    any law.  ValueError for a sample too small to have both ranks.  Source: David and Nagaraja,
    Order Statistics, 2003, section 7.1.
    """
    if not 0 < q < 100:
        raise ValueError(f"percentile must be above 0 and below 100, got {q}")
    values, tail = np.sort(checked(sample, 1)), (1 - check_confidence(confidence)) / 2
    low = _binomial_quantile(tail, len(values), q / 100)
    high = _binomial_quantile(1 - tail, len(values), q / 100) + 1
    if low < 1 or high > len(values):
        raise ValueError(f"wanted at least {_least(q, tail)} values, got {len(values)}")
    centre = values[nearest_rank(len(values), q) - 1]
    return Interval(float(values[low - 1]), float(centre), float(values[high - 1]), confidence)


def share_interval(hits: int, trials: int, confidence: float = CONFIDENCE) -> Interval:
    """The share that ``hits`` of ``trials`` independent tries estimate.

    Exact, and never empty: 0 of 10 may still be 31 %.  Source: Clopper and Pearson, Biometrika 26,
    1934.  ValueError unless 0 <= hits <= trials and there is a trial.
    """
    if not 0 <= hits <= trials or trials < 1:
        raise ValueError(f"wanted hits of at least 1 trial, got {hits} of {trials}")
    tail, misses = (1 - check_confidence(confidence)) / 2, trials - hits
    low = scipy.special.betaincinv(hits, misses + 1, tail) if hits else 0.0
    high = scipy.special.betaincinv(hits + 1, misses, 1 - tail) if misses else 1.0
    return Interval(float(low), hits / trials, float(high), confidence)


def checked(sample: ArrayLike, least: int) -> Floats:
    """A sample as floats.  ValueError for too few values, or one that is not finite."""
    values = np.asarray(sample, dtype=np.float64)
    if values.ndim != 1 or len(values) < least:
        got = f"{len(values)}" if values.ndim == 1 else f"{values.ndim} dimensions"
        raise ValueError(f"wanted at least {least} values in a row, got {got}")
    if not np.isfinite(values).all():
        raise ValueError("wanted finite values, got some that are not")
    return values


def _standard_error(values: Floats) -> float:
    """That of the mean; 0 where all values are the same, however it is rounded."""
    if (values == values[0]).all():
        return 0.0
    return float(values.std(ddof=1)) / sqrt(len(values))


def check_confidence(confidence: float) -> float:
    """The confidence itself; ValueError for one that is no share, such as 95."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be above 0 and below 1, got {confidence}")
    return confidence


def _binomial_quantile(share: float, trials: int, chance: float) -> int:
    """The least count that a Binomial(trials, chance) count does not exceed so likely."""
    above = ceil(float(scipy.special.bdtrik(share, trials, chance)))
    below = max(above - 1, 0)
    return below if scipy.special.bdtr(below, trials, chance) >= share else above


def _least(q: float, tail: float) -> int:
    """How many values it takes that the smallest and the largest lie around a percentile."""
    rarer = max(q, 100 - q) / 100
    return ceil(log(tail) / log(rarer))
