"""Batch means: an interval from one long run, where there are no replications."""

from math import sqrt

from numpy.typing import ArrayLike

from sim.results.intervals import CONFIDENCE, Floats, Interval, checked, mean_interval

BATCHES = 30
"""Into how many batches a run is cut: more make an interval hardly narrower, and the batches more
alike.  Source: Schmeiser, Batch size effects in the analysis of simulation output, 1982."""

ALIKE = 2.6
"""A correlation of neighbours by this many standard errors: 1 in 200 independent series has it."""


def batch_means(
    series: ArrayLike, confidence: float = CONFIDENCE, batches: int = BATCHES
) -> Interval:
    """The mean of one long series in its steady state, from the means of long batches of it.

    What does not fill a batch is left out at the beginning.  ValueError for a series so short that
    its batches still depend on one another: the interval would be too narrow.
    """
    means = _means(checked(series, batches), batches)
    correlation = neighbours(means)
    if correlation * sqrt(batches) > ALIKE:
        raise ValueError(
            f"wanted a series long enough for {batches} independent batches, got one whose "
            f"neighbouring batches have a correlation of {correlation:.2f}"
        )
    return mean_interval(means, confidence)


def neighbours(values: Floats) -> float:
    """The correlation of neighbours in a series; 0 for one that never changes."""
    apart = values - values.mean()
    squares = float(apart @ apart)
    return float(apart[1:] @ apart[:-1]) / squares if squares else 0.0


def _means(values: Floats, batches: int) -> Floats:
    length = len(values) // batches
    means: Floats = values[len(values) - batches * length :].reshape(batches, length).mean(axis=1)
    return means
