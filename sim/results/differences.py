"""Differences between variants that met the same crowds: paired, with intervals, corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import scipy

from sim.results.figures import short_name
from sim.results.intervals import Floats, Interval, mean_interval
from sim.results.replications import Replications

MORE_IS_BETTER = ("sale.sold", "edge.jain", "answered")
LESS_IS_BETTER = ("sale.oversold", "data_centre.peak_rps")
LATENCIES = ("p50", "p99", "mean")
"""Of each workload; less of them is better, too."""

Replicated = Mapping[str, Replications]


@dataclass(frozen=True)
class Difference:
    """What a variant has more of than the baseline, in the mean of runs on the same crowds.

    ``p`` is the chance of a mean as far from 0 as this where there is no difference, before any
    correction; the interval's confidence has Holm's correction in it.
    """

    figure: str
    variant: str
    baseline: str
    interval: Interval
    p: float

    @property
    def is_none(self) -> bool:
        """Whether every pair of runs had exactly the same."""
        return self.interval.centre == 0 == self.interval.half

    @property
    def better(self) -> str | None:
        """The variant, or the baseline, that is better; None where 0 is in the interval."""
        sign = self.interval.sign if self.figure in MORE_IS_BETTER else -self.interval.sign
        return {1: self.variant, -1: self.baseline, 0: None}[sign]

    @property
    def verdict(self) -> str:
        """Who is better, in words."""
        if self.is_none:
            return "the same"
        return "no difference seen" if self.better is None else f"{self.better} is better"

    def __str__(self) -> str:
        return f"{short_name(self.figure)}: {self.interval} ({self.verdict})"


def differences(replicated: Replicated, baseline: str, confidence: float) -> list[Difference]:
    """Every other variant against the baseline, in every figure that one can be better in.

    Pairs are the runs with the same seed: what both owe to the luck of a crowd cancels.  A
    percentile is that of each run here.  All of them together tell of a difference that there is
    not with a probability of at most 1 - ``confidence``.
    """
    found = [
        (figure, name, pairs)
        for name, other in replicated.items()
        if name != baseline
        for figure in compared(other)
        if len(pairs := _pairs(other, replicated[baseline], figure)) > 1
    ]
    chances = [chance(pairs) for _, _, pairs in found]
    levels = holm(chances, 1 - confidence)
    return [
        Difference(figure, name, baseline, mean_interval(pairs, 1 - level), p)
        for (figure, name, pairs), p, level in zip(found, chances, levels, strict=True)
    ]


def compared(replications: Replications) -> list[str]:
    """The figures in which one variant can be better than another."""
    ends = tuple(f".{key}" for key in LATENCIES)
    return [
        name
        for name in replications.names
        if name in MORE_IS_BETTER
        or name in LESS_IS_BETTER
        or (name.startswith("latency_ms.") and name.endswith(ends))
    ]


def chance(values: Floats) -> float:
    """Student's two-sided p of independent values whose mean ought to be 0."""
    if (values == values[0]).all():
        return float(values[0] == 0)
    t = values.mean() / (values.std(ddof=1) / sqrt(len(values)))
    return float(2 * scipy.special.stdtr(len(values) - 1, -abs(t)))


def holm(chances: Sequence[float], level: float) -> list[float]:
    """The level at which each of several tests is made, so that all of them err so rarely.

    The least p is tested at level / n, the next at level / (n - 1), and so on; from the first that
    fails on, all are tested at its level, and fail.  Source: Holm, Scandinavian Journal of
    Statistics 6, 1979.
    """
    levels, failed = [0.0] * len(chances), 0.0
    for rank, index in enumerate(np.argsort(chances, kind="stable")):
        levels[index] = failed or level / (len(chances) - rank)
        if chances[index] > levels[index]:
            failed = levels[index]
    return levels


def _pairs(one: Replications, other: Replications, figure: str) -> Floats:
    """One minus other, seed by seed, of the seeds for which both have the figure."""
    theirs = {replication.seed: replication.numbers.get(figure) for replication in other}
    both = [(mine.numbers.get(figure), theirs.get(mine.seed)) for mine in one]
    return np.array([a - b for a, b in both if a is not None and b is not None], dtype=np.float64)
