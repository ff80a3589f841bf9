"""A point of a sweep: one combination of values, and what its runs say together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.model.overrides import format_value
from sim.results.estimate import estimate
from sim.results.figures import Numbers
from sim.results.intervals import CONFIDENCE, Interval
from sim.results.record import Failure, Record
from sim.results.replication import Replication

Estimate = Interval | float | None
"""A figure at a point: with its interval where it has one, the bare value of a single run, or
nothing."""


@dataclass(frozen=True)
class RunOfPoint:
    """One run: its seed, and its fingerprint and figures, or the ``error`` that it ended with."""

    seed: int
    numbers: Numbers
    fingerprint: str | None = None
    error: str | None = None


@dataclass(frozen=True, eq=False)
class Point:
    """The replacements that make the point, its runs in the order of their seeds, its estimates."""

    settings: Mapping[str, Any]
    runs: tuple[RunOfPoint, ...]
    estimates: Mapping[str, Estimate]

    @classmethod
    def of(
        cls, settings: Mapping[str, Any], records: Sequence[Record], confidence: float = CONFIDENCE
    ) -> "Point":
        """The point of these records, one a seed; estimates leave out the runs that failed."""
        made = [record for record in records if isinstance(record, Replication)]
        names = dict.fromkeys(name for one in made for name in one.numbers)
        estimates = {name: _estimate(made, name, confidence) for name in names}
        return cls(settings, tuple(map(_run, records)), estimates)

    @property
    def name(self) -> str:
        """The point in the words of ``--set``."""
        return ", ".join(f"{path}={format_value(value)}" for path, value in self.settings.items())

    @property
    def errors(self) -> tuple[str, ...]:
        """What the runs that failed ended with."""
        return tuple(run.error for run in self.runs if run.error is not None)

    def count(self, figure: str) -> int:
        """How many runs have a figure."""
        return sum(run.numbers.get(figure) is not None for run in self.runs)

    def __repr__(self) -> str:
        return f"Point({self.name}: {len(self.runs)} runs)"


def _estimate(made: Sequence[Replication], name: str, confidence: float) -> Estimate:
    if len(made) == 1:
        return made[0].numbers[name]
    return estimate(made, name, confidence)


def _run(record: Record) -> RunOfPoint:
    if isinstance(record, Failure):
        return RunOfPoint(record.seed, {}, error=record.error)
    return RunOfPoint(record.seed, record.numbers, record.fingerprint)
