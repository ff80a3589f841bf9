"""A validation: the real service and the simulator under the same loads, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sim.results.files import read_json, reading, write_json, writing
from sim.results.level import MEASURES, Level
from sim.results.shown import Shown
from sim.results.table import NOTHING, Table, number
from sim.version import __version__

FILE = "validation.json"
LAYOUT = 1


@dataclass(frozen=True)
class Validation(Shown):
    """The levels of one validation, in the order in which they were played.

    ``scenario`` is its name, ``question`` its question; ``capacity`` is clicks a second that one
    edge node was calibrated to take, ``calibration`` says where and how that was measured.
    """

    scenario: str
    question: str
    seed: int
    capacity: float
    calibration: Mapping[str, Any]
    levels: Sequence[Level]
    version: str = __version__

    @property
    def misses(self) -> list[str]:
        """Whatever lies outside its bound, one line each, with the name of its level."""
        return [f"{level.name}: {miss}" for level in self.levels for miss in level.misses()]

    @property
    def valid(self) -> bool:
        """Whether everything lies within its bounds."""
        return not self.misses

    @property
    def headline(self) -> str:
        """How many levels there are, and whether all lie within their bounds."""
        state = "all within their bounds" if self.valid else f"outside: {'; '.join(self.misses)}"
        return f"{self.scenario}: {len(self.levels)} levels, {state}"

    @property
    def tables(self) -> list[Table]:
        """Both worlds side by side: throughput and latency, then who was admitted and sold to."""
        return [_latency_table(self.levels), _admission_table(self.levels)]

    @property
    def summary(self) -> dict[str, Any]:
        """What the file holds; ``misses`` is there for whoever reads it."""
        levels = [
            asdict(level) | {"errors": {measure: level.error(measure) for measure in MEASURES}}
            for level in self.levels
        ]
        return {"layout": LAYOUT, **asdict(self), "levels": levels, "misses": self.misses}

    def save(self, folder: str | Path) -> Path:
        """Write it to ``folder``/validation.json.  StorageError where that is not possible."""
        with writing(Path(folder)):
            return write_json(Path(folder) / FILE, self.summary)

    @classmethod
    def load(cls, folder: str | Path) -> "Validation":
        """The validation that a folder holds.  StorageError where it has none, or a damaged one."""
        path = Path(folder) / FILE
        with reading(path):
            saved = read_json(path)
            if saved.pop("layout") != LAYOUT:
                raise ValueError(f"wanted layout {LAYOUT}")
            del saved["misses"]
            levels = [_level(level) for level in saved.pop("levels")]
            return cls(**saved, levels=levels)

    def __repr__(self) -> str:
        state = "valid" if self.valid else f"{len(self.misses)} outside"
        return f"Validation({self.scenario!r}, {len(self.levels)} levels, {state})"


def _level(saved: dict[str, Any]) -> Level:
    del saved["errors"]
    return Level.restore(saved)


def _latency_table(levels: Sequence[Level]) -> Table:
    units = {"throughput": "answers/s", "p50": "p50 ms", "p90": "p90 ms", "p99": "p99 ms"}
    rows = []
    for level in levels:
        for measure in MEASURES:
            low, high = level.spread(measure)
            bound = level.bounds.get(measure)
            rows.append(
                (
                    f"{level.name}: {units[measure]}",
                    number(getattr(level.real, measure), 1),
                    number(getattr(level.simulated, measure), 1),
                    f"{level.error(measure):+.1%}",
                    NOTHING if bound is None else f"±{bound:.0%}",
                    f"{low:,.1f} to {high:,.1f}",
                )
            )
    header = ("level", "real", "simulated", "error", "bound", "other seeds")
    return Table("Throughput and latency, both worlds", header, tuple(rows))


def _admission_table(levels: Sequence[Level]) -> Table:
    rows = []
    for level in levels:
        for node, admitted in enumerate(level.real.admitted):
            known = level.probability is not None
            low, high = level.admitted_interval(node) if known else (0, 0)
            rows.append(
                (
                    f"{level.name}, node {node}",
                    f"{level.real.decided[node]:,}",
                    f"{admitted:,}",
                    f"{level.simulated.admitted[node]:,}",
                    f"{low:,} to {high:,}" if known else NOTHING,
                    f"{level.real.sold:,}",
                    f"{level.simulated.sold:,}",
                    f"{level.real.failed:,}",
                )
            )
    header = (
        "level and edge node",
        "clicks",
        "admitted",
        "simulated",
        "99.9 % interval",
        "sold",
        "simulated",
        "failed",
    )
    return Table("Admitted and sold, both worlds", header, tuple(rows))
