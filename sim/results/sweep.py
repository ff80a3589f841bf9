"""A sweep: one scenario over one to three dimensions, every point with its replications."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, overload

from sim.model.axis import Axis
from sim.model.overrides import format_value
from sim.results import sweep_storage
from sim.results.figures import full_name
from sim.results.intervals import Interval
from sim.results.point import Estimate, Point
from sim.results.replications_table import labelled
from sim.results.shown import Shown
from sim.results.summary import Summary
from sim.results.table import Table, figures

HEADLINES = (
    "sale.sold",
    "sale.oversold",
    "sale.sold_out_at_s",
    "data_centre.peak_rps",
    "answered",
)
"""The figures that one asks for first, before the mean and the p99 of every workload."""


class Sweep(Shown, Sequence[Point]):
    """The points of a sweep in the order of its axes, the last of which turns fastest.

    ``name`` is the variant that was swept, or the scenario.  ``chosen`` are the figures to show,
    by as short a name as ``full_name`` understands; without any, those that one asks for first.
    UnknownFigureError for one that there is not.
    """

    def __init__(
        self,
        name: str,
        axes: Sequence[Axis],
        points: Sequence[Point],
        chosen: Sequence[str] = (),
    ) -> None:
        self.name = name
        self.axes = tuple(axes)
        self._points = tuple(points)
        self.chosen = tuple(full_name(word, self.names) for word in chosen) or self._headlines()

    def save(self, folder: str | Path) -> list[Path]:
        """Write the runs and the points as tables to a folder and return the files.

        CSV, and Parquet where pyarrow is.  StorageError (an OSError) where that is refused.
        """
        return sweep_storage.write(Path(folder), self)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The full names of the figures that any point has."""
        return tuple(dict.fromkeys(name for point in self for name in point.estimates))

    @property
    def failed(self) -> list[Point]:
        """The points of which a run failed."""
        return [point for point in self if point.errors]

    def estimates(self, figure: str) -> list[Estimate]:
        """A figure at every point.  UnknownFigureError for one that there is not."""
        name = full_name(figure, self.names)
        return [point.estimates.get(name) for point in self]

    def where(self, path: str, value: Any) -> "Sweep":
        """The points at which an axis has a value, as a sweep over the other axes.

        ValueError for a path that is no axis, or the only one.
        """
        others = [axis for axis in self.axes if axis.path != path]
        if not others or len(others) == len(self.axes):
            raise ValueError(f"wanted one of several axes, got {path}")
        points = [point for point in self if point.settings[path] == value]
        return Sweep(f"{self.name}, {path}={format_value(value)}", others, points, self.chosen)

    @property
    def headline(self) -> str:
        runs = sum(len(point.runs) for point in self)
        failed = f"; {len(self.failed)} points failed" if self.failed else ""
        return f"{self.name}: {len(self)} points, {runs} runs{failed}"

    @property
    def tables(self) -> list[Table]:
        """The points with the chosen figures, and the points that failed."""
        header = (*(axis.path for axis in self.axes), *map(labelled, self.chosen))
        rows = tuple((*_labels(point), *self._cells(point)) for point in self)
        failed = tuple((point.name, point.errors[0]) for point in self.failed)
        points = Table("The points, with 95 % intervals where there are replications", header, rows)
        return [points, *([Table("Failed", ("point", "error"), failed)] if failed else [])]

    @cached_property
    def summary(self) -> Summary:
        """The JSON object of the sweep: its axes, and every point with its figures."""
        return {
            "name": self.name,
            "axes": {axis.path: list(axis.values) for axis in self.axes},
            "points": [_object(point) for point in self],
        }

    def to_pandas(self) -> Any:
        """One row a point and figure: the axes' values, the figure, runs, mean, low and high."""
        import pandas as pd

        return pd.DataFrame(sweep_storage.point_columns(self))

    def _headlines(self) -> tuple[str, ...]:
        tails = [name for name in self.names if name.startswith("latency_ms.")]
        wanted = [*HEADLINES, *(name for name in tails if name.endswith((".mean", ".p99")))]
        return tuple(
            name for name in wanted if any(point.estimates.get(name) is not None for point in self)
        )

    def _cells(self, point: Point) -> Iterator[str]:
        for name in self.chosen:
            found = point.estimates.get(name)
            yield str(found) if isinstance(found, Interval) else figures(found)

    @overload
    def __getitem__(self, index: int) -> Point: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Point]: ...
    def __getitem__(self, index: int | slice) -> Point | Sequence[Point]:
        return self._points[index]

    def __iter__(self) -> Iterator[Point]:
        return iter(self._points)

    def __len__(self) -> int:
        return len(self._points)

    def __repr__(self) -> str:
        paths = " x ".join(f"{axis.path}[{len(axis)}]" for axis in self.axes)
        return f"Sweep({self.name!r}, {paths}: {len(self)} points)"


def _labels(point: Point) -> Iterator[str]:
    return map(format_value, point.settings.values())


def _object(point: Point) -> Summary:
    shown = {name: _shown(found) for name, found in point.estimates.items()}
    seeds = [run.seed for run in point.runs]
    return {
        "at": dict(point.settings),
        "seeds": seeds,
        "figures": shown,
        "errors": list(point.errors),
    }


def _shown(found: Estimate) -> Any:
    if isinstance(found, Interval):
        return {"low": found.low, "centre": found.centre, "high": found.high}
    return found
