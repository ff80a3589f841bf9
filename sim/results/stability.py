"""A stability map: whether a system recovers, over its load and the size of a trigger."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from math import isinf
from pathlib import Path
from typing import Any, overload

from sim.model.axis import Axis
from sim.model.overrides import format_value
from sim.results import stability_storage
from sim.results.cell import NEVER, Cell, RecoveryTime, shown_share
from sim.results.intervals import CONFIDENCE, Interval
from sim.results.point import Point
from sim.results.recovery import BACK
from sim.results.shown import Shown
from sim.results.summary import Summary
from sim.results.sweep import Sweep
from sim.results.table import NOTHING, Table

RISK = 0.1
"""A probability of collapse of no more than this counts as none, unless told other."""


class Region(StrEnum):
    """Where a load and a trigger lie, as far as the intervals of confidence show it.

    STABLE: the system recovers from this trigger, and from every other one at this load.
    VULNERABLE: it recovers from this trigger, but that is not so, or not shown, of every other one
    at this load.  METASTABLE: it stays down though the trigger has gone.  OVERLOADED: it did not
    keep up before the trigger came.  UNDECIDED: more replications would tell.

    Source: Bronson and others, Metastable failures in distributed systems, HotOS 2021, and Huang
    and others, Metastable failures in the wild, OSDI 2022, where a system is stable, vulnerable
    or metastable.  Theirs are states of a system as time passes; here a vulnerable load is told
    from a stable one by triggers of the sizes that were tried, and a cell is called metastable
    after the state that its trigger leads to.
    """

    STABLE = "stable"
    VULNERABLE = "vulnerable"
    METASTABLE = "metastable"
    OVERLOADED = "overloaded"
    UNDECIDED = "undecided"


class StabilityMap(Shown, Sequence[Cell]):
    """The cells of a map in the order of the loads, and of the sizes of the trigger within a load.

    It is made of a sweep over two axes, the load and the trigger, whose runs tell of their
    recovery (``back`` is the share of goodput that says so).  A system recovers where the whole
    interval of the probability of collapse lies at ``risk`` or below, and stays down where it lies
    above: each cell is right with a probability of ``confidence``.
    """

    def __init__(
        self,
        sweep: Sweep,
        back: float = BACK,
        risk: float = RISK,
        confidence: float = CONFIDENCE,
    ) -> None:
        if len(sweep.axes) != 2:
            raise ValueError(f"wanted a sweep over a load and a trigger, got {sweep!r}")
        self.sweep = sweep
        self.back = back
        self.risk = check_risk(risk)
        self.confidence = confidence
        self._cells = tuple(Cell.of(point, confidence) for point in sweep)

    @property
    def name(self) -> str:
        """The variant, or the scenario."""
        return self.sweep.name

    @property
    def load(self) -> Axis:
        """The loads."""
        return self.sweep.axes[0]

    @property
    def trigger(self) -> Axis:
        """The sizes of the trigger."""
        return self.sweep.axes[1]

    @property
    def failed(self) -> list[Point]:
        """The points of which a run failed."""
        return self.sweep.failed

    def region(self, cell: Cell) -> Region:
        """Where a cell of this map lies."""
        region = self._alone(cell)
        if region is not Region.STABLE:
            return region
        row = [self._alone(other) for other in self if other.load == cell.load]
        whole = len(row) == len(self.trigger) and set(row) == {Region.STABLE}
        return Region.STABLE if whole else Region.VULNERABLE

    def save(self, folder: str | Path) -> list[Path]:
        """Write ``points`` (a row a cell) and ``runs`` as tables, and return the files.

        StorageError (an OSError) where that is refused.
        """
        return stability_storage.write(Path(folder), self)

    def to_pandas(self) -> Any:
        """One row a cell: load, trigger, region, P(collapse) and time to recover, with bounds."""
        import pandas as pd

        return pd.DataFrame(stability_storage.cell_columns(self))

    @property
    def headline(self) -> str:
        runs = sum(len(cell.point.runs) for cell in self)
        failed = f"; {len(self.failed)} points failed" if self.failed else ""
        return f"{self.name}: {len(self)} points, {runs} runs: {self._counted}{failed}"

    @property
    def tables(self) -> list[Table]:
        """The loads with the region of each, the cells, and the points that failed."""
        header = (self.load.path, self.trigger.path, "region", "P(collapse)", "time to recover")
        rows = tuple(tuple(self._row(cell)) for cell in self)
        level = f"{100 * self.confidence:g} %"
        title = f"Probability of collapse, and median time to recover, with {level} intervals"
        failed = tuple((point.name, point.errors[0]) for point in self.failed)
        lost = [Table("Failed", ("point", "error"), failed)] if failed else []
        return [Table(title, header, rows), *lost]

    @cached_property
    def summary(self) -> Summary:
        """The JSON object of the map; a time is seconds, "never", or null where it is not known."""
        return {
            "name": self.name,
            "back": self.back,
            "risk": self.risk,
            "confidence": self.confidence,
            "axes": {axis.path: list(axis.values) for axis in self.sweep.axes},
            "points": [self._object(cell) for cell in self],
        }

    @property
    def _counted(self) -> str:
        regions = [self.region(cell) for cell in self]
        return ", ".join(f"{n} {region}" for region in Region if (n := regions.count(region)))

    def _alone(self, cell: Cell) -> Region:
        """The region as far as the cell alone tells: STABLE where it recovers."""
        if cell.overloaded is not None and cell.overloaded.low > self.risk:
            return Region.OVERLOADED
        if cell.collapse is None or cell.collapse.low <= self.risk < cell.collapse.high:
            return Region.UNDECIDED
        return Region.METASTABLE if cell.collapse.low > self.risk else Region.STABLE

    def _row(self, cell: Cell) -> Iterator[str]:
        yield from map(format_value, (cell.load, cell.trigger))
        yield self.region(cell)
        yield shown_share(cell.collapse)
        yield NOTHING if cell.time is None else str(cell.time)

    def _object(self, cell: Cell) -> Summary:
        return {
            "at": dict(cell.point.settings),
            "region": str(self.region(cell)),
            "runs": len(cell.point.runs),
            "counted": cell.count,
            "collapsed": cell.collapsed,
            "overloaded": _bounds(cell.overloaded),
            "p_collapse": _bounds(cell.collapse),
            "recovery_s": _times(cell.time),
            "errors": list(cell.point.errors),
        }

    @overload
    def __getitem__(self, index: int) -> Cell: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Cell]: ...
    def __getitem__(self, index: int | slice) -> Cell | Sequence[Cell]:
        return self._cells[index]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)

    def __repr__(self) -> str:
        return f"StabilityMap({self.sweep!r}, risk={self.risk})"


def check_risk(risk: float) -> float:
    """The risk itself; ValueError for one that is no share."""
    if not 0 < risk < 1:
        raise ValueError(f"risk must be above 0 and below 1, got {risk}")
    return risk


def _bounds(share: Interval | None) -> Summary | None:
    return None if share is None else {"low": share.low, "mean": share.centre, "high": share.high}


def _times(time: RecoveryTime | None) -> Summary | None:
    if time is None:
        return None
    return {"low": _plain(time.low), "median": _plain(time.median), "high": _plain(time.high)}


def _plain(seconds: float | None) -> float | str | None:
    return NEVER if seconds is not None and isinf(seconds) else seconds
