"""Storage of a sweep: its runs and its points as tidy tables, the same bytes for the same runs."""

import csv
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.model.overrides import format_value
from sim.results.files import write_text, write_whole, writing
from sim.results.intervals import Interval
from sim.results.point import Estimate, Point

if TYPE_CHECKING:
    from sim.results.sweep import Sweep

Columns = dict[str, list[Any]]


def write(folder: Path, sweep: "Sweep") -> list[Path]:
    """Write ``runs`` and ``points`` as CSV, and as Parquet where pyarrow is; return the files.

    StorageError (an OSError) for a folder that cannot be written.
    """
    return write_tables(folder, {"runs": run_columns(sweep), "points": point_columns(sweep)})


def write_tables(folder: Path, tables: Mapping[str, Columns]) -> list[Path]:
    """Write tables under their names, as ``write``."""
    with writing(folder):
        files = [_write_csv(folder / f"{name}.csv", table) for name, table in tables.items()]
        if find_spec("pyarrow") is not None:
            files += [_write_parquet(folder / f"{n}.parquet", t) for n, t in tables.items()]
    return files


def run_columns(sweep: "Sweep") -> Columns:
    """One row a run: where it stands, its seed, its error or its fingerprint, and its figures."""
    rows = [(point, run) for point in sweep for run in point.runs]
    return {
        **axis_columns(sweep, [point for point, _ in rows]),
        "seed": [run.seed for _, run in rows],
        "error": [run.error for _, run in rows],
        "fingerprint": [run.fingerprint for _, run in rows],
        **{name: [run.numbers.get(name) for _, run in rows] for name in sweep.names},
    }


def point_columns(sweep: "Sweep") -> Columns:
    """One row a point and figure: where it stands, how many runs have it, mean, low and high.

    A percentile of a latency is that of all requests of all runs; low and high are the bounds of
    a 95 % interval, and empty for a single run.
    """
    rows = [(point, name) for point in sweep for name in sweep.names]
    bounds = [_bounds(point.estimates.get(name)) for point, name in rows]
    return {
        **axis_columns(sweep, [point for point, _ in rows]),
        "figure": [name for _, name in rows],
        "runs": [point.count(name) for point, name in rows],
        "mean": [centre for centre, _, _ in bounds],
        "low": [low for _, low, _ in bounds],
        "high": [high for _, _, high in bounds],
    }


def axis_columns(sweep: "Sweep", points: Sequence[Point]) -> Columns:
    """Where each of these points stands: a column an axis."""
    return {
        axis.path: _plain([point.settings[axis.path] for point in points]) for axis in sweep.axes
    }


def _plain(values: list[Any]) -> list[Any]:
    """Numbers where all are bare numbers, else text as ``--set`` reads it."""
    if all(type(value) in (int, float) for value in values):
        return values
    return [format_value(value) for value in values]


def _bounds(found: Estimate) -> tuple[float | None, float | None, float | None]:
    if isinstance(found, Interval):
        return found.centre, found.low, found.high
    return (None if found is None else float(found)), None, None


def _write_csv(path: Path, table: Columns) -> Path:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table)
    writer.writerows(zip(*table.values(), strict=True))
    return write_text(path, text.getvalue())


def _write_parquet(path: Path, columns: Columns) -> Path:
    from pyarrow import parquet, table

    numbers = {name: _of_one_type(values) for name, values in columns.items()}
    return write_whole(path, lambda file: parquet.write_table(table(numbers), file))


def _of_one_type(values: list[Any]) -> list[Any]:
    """Whole numbers among others as floats: a column of Parquet has one type."""
    kinds = {type(value) for value in values} - {type(None)}
    return [None if v is None else float(v) for v in values] if kinds == {int, float} else values
