"""A precision that is wanted of a figure: "buy.p99 +- 2 %"."""

import re
from dataclasses import dataclass
from math import ceil, isfinite

from sim.results.intervals import Interval
from sim.units import format_share, parse_share

_PRECISION = re.compile(r"\s*(\S+)\s*(?:\+-|±)\s*(\S+\s*%)\s*")

GROWTH = 2.0
"""A round makes at most this many times as many replications as there are: the scatter of a few
is no good guide to how many it takes."""


@dataclass(frozen=True)
class Precision:
    """That a figure's interval reaches no further from its centre than this share of the centre."""

    figure: str
    relative: float

    def __post_init__(self) -> None:
        if not 0 < self.relative < 1:
            raise ValueError(f"precision must be above 0 % and below 100 %, got {self.relative}")

    @classmethod
    def parse(cls, text: str) -> "Precision":
        """The precision that a text such as "buy.p99 +- 2 %" wants; ValueError for another text."""
        match = _PRECISION.fullmatch(text)
        if match is None:
            raise ValueError(f'wanted a figure and a precision such as "p99 +- 2 %", got "{text}"')
        return cls(match[1], parse_share(match[2]))

    def allows(self, interval: Interval) -> bool:
        """Whether an interval is narrow enough."""
        return interval.relative <= self.relative

    def wanted(self, interval: Interval | None, count: int, most: int) -> int:
        """How many replications to have next, at most ``most``, after ``count`` gave an interval.

        ``count`` itself where they are enough.  Widths shrink with the root of the number, so it
        aims at where this one will be narrow enough.  Source: Law, Simulation Modeling and
        Analysis, 2015, section 9.4.1, with rounds instead of one replication at a time, so that
        the number does not depend on how many run side by side.
        """
        if interval is not None and self.allows(interval):
            return count
        ratio = GROWTH if interval is None else (interval.relative / self.relative) ** 2
        aim = ceil(count * ratio) if isfinite(ratio) else most
        return min(max(aim, count + 1), ceil(GROWTH * count), most)

    def __str__(self) -> str:
        return f"{self.figure} +- {format_share(self.relative)}"
