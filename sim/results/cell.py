"""A cell of a stability map: one load, one size of the trigger, and whether the system recovers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isinf
from typing import Any

import numpy as np

from sim.results.intervals import CONFIDENCE, Interval, percentile_interval, share_interval
from sim.results.percentiles import nearest_rank
from sim.results.point import Point
from sim.results.recovery import COLLAPSED, OVERLOADED, TIME
from sim.results.table import NOTHING, figures

NEVER = "never"

MEDIAN = 50


@dataclass(frozen=True)
class RecoveryTime:
    """The median of times to recover, in seconds; infinite is never within the run.

    Half of the runs are back after it or sooner.  ``low`` and ``high`` are its bounds, None where
    there are too few runs for them.
    """

    median: float
    low: float | None
    high: float | None

    @classmethod
    def of(cls, times: Sequence[float], confidence: float = CONFIDENCE) -> "RecoveryTime":
        """Of the times of independent runs, at least one, infinite for those that did not recover.

        A run that ended before it recovered is censored: its time is at least the rest of the run,
        and so above all that are known.  Order statistics do not ask how far.
        """
        ordered, ranks = sorted(times), np.arange(len(times))
        median = ordered[nearest_rank(len(times), MEDIAN) - 1]
        try:
            rank = percentile_interval(ranks, MEDIAN, confidence)
        except ValueError:
            return cls(median, None, None)
        return cls(median, ordered[int(rank.low)], ordered[int(rank.high)])

    def __str__(self) -> str:
        if self.low is None or self.high is None or self.low == self.high:
            return spoken(self.median)
        return f"{spoken(self.median)} [{spoken(self.low)}, {spoken(self.high)}]"


@dataclass(frozen=True, eq=False)
class Cell:
    """What the runs at a point say about its trigger.

    ``overloaded`` is the share of runs that did not keep up before the trigger; ``collapse``,
    ``time`` and ``recovered`` are of the ``count`` others, None where there is none.
    """

    point: Point
    overloaded: Interval | None
    collapse: Interval | None
    time: RecoveryTime | None
    collapsed: int
    count: int

    @classmethod
    def of(cls, point: Point, confidence: float = CONFIDENCE) -> "Cell":
        """The cell of a point of a sweep whose runs tell of their recovery; failed ones do not."""
        overloads = _values(point, OVERLOADED)
        fates = _values(point, COLLAPSED)
        collapsed, count = int(sum(fates)), len(fates)
        times = [*_values(point, TIME), *[inf] * collapsed]
        return cls(
            point=point,
            overloaded=_share(int(sum(overloads)), len(overloads), confidence),
            collapse=_share(collapsed, count, confidence),
            time=RecoveryTime.of(times, confidence) if times else None,
            collapsed=collapsed,
            count=count,
        )

    @property
    def load(self) -> Any:
        """The value of the load."""
        return next(iter(self.point.settings.values()))

    @property
    def trigger(self) -> Any:
        """The value that is the size of the trigger."""
        return list(self.point.settings.values())[1]

    def __repr__(self) -> str:
        return f"Cell({self.point.name}: {self.collapsed} of {self.count} collapsed)"


def spoken(seconds: float) -> str:
    """A time to recover in words."""
    return NEVER if isinf(seconds) else f"{figures(seconds)} s" if seconds else "0 s"


def shown_share(share: Interval | None) -> str:
    """A probability with its bounds: "0.25 [0.13, 0.41]"."""
    if share is None:
        return NOTHING
    return f"{share.centre:.2f} [{share.low:.2f}, {share.high:.2f}]"


def _values(point: Point, name: str) -> list[float]:
    found = (run.numbers.get(name) for run in point.runs)
    return [value for value in found if value is not None]


def _share(hits: int, trials: int, confidence: float) -> Interval | None:
    return share_interval(hits, trials, confidence) if trials else None
