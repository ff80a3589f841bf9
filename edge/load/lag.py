"""The lag bound: how late requests may be sent for a load to count."""

import re
from dataclasses import dataclass

from sim.histogram import LatencyHistogram
from sim.results.percentiles import PERCENTILES, milliseconds
from sim.units import format_duration, parse_duration

_TEXT = re.compile(r"\s*(p\d+)\s*<=\s*(\S.*?)\s*")


@dataclass(frozen=True)
class LagBound:
    """A percentile of the dispatch lag, such as p99, and what it may be at most (ns)."""

    percentile: str
    limit: int

    @classmethod
    def parse(cls, text: str) -> "LagBound":
        """The bound that text says; ValueError for text that says none."""
        match = _TEXT.fullmatch(text)
        if match is None or match[1] not in PERCENTILES:
            raise ValueError(f'wanted a bound such as "{DEFAULT_LAG}", got "{text}"')
        return cls(match[1], parse_duration(match[2]))

    def problem(self, lag: LatencyHistogram) -> str | None:
        """What is wrong with a load that lagged so; None where all is well."""
        if not lag.count or (seen := lag.percentile(PERCENTILES[self.percentile])) <= self.limit:
            return None
        late = f"{milliseconds(seen):.1f} ms late"
        return f"invalid: wanted the lag's {self}, got requests sent {late}: use more processes"

    def __str__(self) -> str:
        return f"{self.percentile} <= {format_duration(self.limit)}"


DEFAULT_LAG = "p99 <= 10 ms"
